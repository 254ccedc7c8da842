import FanmailBasics
import SMTPCore

/// What a server said last to somebody who waits for another attempt, as it is stored.
struct KeptReply: Equatable {
    var code: Int64?
    var status: String?
    var text: String?

    init(code: Int64?, status: String?, text: String?) {
        (self.code, self.status, self.text) = (code, status, text)
    }

    init(_ reply: Reply?) {
        self.init(code: reply.map { Int64($0.code) }, status: reply?.status?.description, text: reply?.text)
    }

    /// Of the column `replies`.
    init(json: JSONValue) {
        guard case .array(let parts) = json, parts.count == 3 else { return }
        if case .int(let code) = parts[0] { self.code = code }
        (status, text) = (parts[1].string, parts[2].string)
    }

    /// As an element of the column `replies`.
    var json: JSONValue { .array([JSONValue(code), JSONValue(status), JSONValue(text)]) }

    /// What the server said to the member `member` of the envelope `e`, in SQL: their own reply, or the envelope's.
    ///
    /// - Parameters:
    ///   - member: an expression, a subscriber's id.
    ///   - place: 0 for the code, 1 for the status, 2 for the text.
    static func column(_ place: Int, of member: String) -> String {
        let path = "'$.\"' || \(member) || '\"'"
        return """
            iif(e.replies IS NULL OR json_type(e.replies, \(path)) IS NULL, e.\(["code", "status", "text"][place]),
                json_extract(e.replies, \(path) || '[\(place)]'))
            """
    }
}
