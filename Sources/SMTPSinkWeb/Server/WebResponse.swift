import FanmailBasics

/// An answer.
struct WebResponse: Sendable {
    var status = 200
    var type: String
    var body: [UInt8]
    /// Fields of the header, beside those that each answer has.
    var fields: [(name: String, value: String)] = []

    /// A JSON document.
    static func json(_ value: JSONValue, status: Int = 200) -> WebResponse {
        WebResponse(status: status, type: "application/json", body: Array((value.text + "\n").utf8))
    }

    /// Plain text of this server's own.
    static func text(_ text: String) -> WebResponse {
        WebResponse(type: "text/plain; charset=utf-8", body: Array(text.utf8))
    }

    /// Octets of somebody else: whatever they say they are, a browser runs nothing of them.
    static func octets(_ octets: [UInt8], type: String) -> WebResponse {
        WebResponse(
            type: type, body: octets, fields: [("Content-Security-Policy", "sandbox; default-src 'none'")])
    }
}

/// Why a request gets nothing: a status, and one line for a person.
struct WebFailure: Error {
    let status: Int
    let reason: String

    init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    static let notFound = WebFailure(404, "there is nothing here")

    var response: WebResponse {
        .json(.object([("Error", .string(reason)), ("Status", JSONValue(status))]), status: status)
    }
}
