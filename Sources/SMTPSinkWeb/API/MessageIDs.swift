import FanmailBasics
import FanmailWeb

/// The ids that a request brings in its body, as JSON (`{"IDs": ["3"]}`) or as a form (`ids=3&ids=4`).
struct MessageIDs {
    /// Nil where it says nothing of them.
    private(set) var all: [Int]?
    private(set) var isRead: Bool?

    /// What cannot be understood is refused, since it would mean more messages than were meant.
    ///
    /// - Parameter selection: what the address says; it names messages, or the body does.
    init(_ request: WebRequest, _ selection: MessageSelection) throws(WebFailure) {
        guard !request.body.isEmpty else { return }
        let first = request.body.first { !" \t\r\n".utf8.contains($0) }
        // Whatever type it says: that of a form is what many clients say of everything.
        let isForm = request.contentType == "application/x-www-form-urlencoded" && first != 0x7B && first != 0x5B
        if isForm { try readForm(request.body) } else { try readJSON(request.body) }
        guard all == nil || !selection.isFiltered else {
            throw WebFailure(400, "either `IDs` or filters say which messages are meant")
        }
    }

    private mutating func readForm(_ body: [UInt8]) throws(WebFailure) {
        guard let pairs = PercentText.pairs(String(decoding: body, as: UTF8.self)) else {
            throw WebFailure(400, "the form cannot be read")
        }
        for (name, value) in pairs {
            if name.lowercased() == "read", isRead != nil { throw Self.twice("read") }
            switch (name.lowercased(), value.lowercased()) {
            case ("ids", _): all = (all ?? []) + [try Self.id(Int(value))]
            case ("read", "true"), ("read", "1"): isRead = true
            case ("read", "false"), ("read", "0"): isRead = false
            default: throw WebFailure(400, "the form has `ids`, once for each, and with PUT `read`: true or false")
            }
        }
    }

    private mutating func readJSON(_ body: [UInt8]) throws(WebFailure) {
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(parsing: body)
        } catch {
            throw WebFailure(400, "the body is no JSON, at octet \(error.offset): \(error.reason)")
        }
        guard case .object(let members) = document else { throw WebFailure(400, "the body is to be a JSON object") }
        var known: Set<String> = []
        for (name, value) in members {
            guard known.insert(name.lowercased()).inserted else { throw Self.twice(name) }
            switch (name.lowercased(), value) {
            case ("ids", .array(let values)):
                // A program that found none, and goes on: all would be more than it meant.
                guard !values.isEmpty else { throw WebFailure(400, "`IDs` is empty; leave it out where all are meant") }
                for value in values { all = (all ?? []) + [try Self.id(of: value)] }
            case ("ids", .null): break
            case ("read", .bool(let value)): isRead = value
            default: throw WebFailure(400, "the body has `IDs`, an array of texts, and with PUT `Read`")
            }
        }
    }

    private static func twice(_ name: String) -> WebFailure {
        WebFailure(400, "`\(String(name.prefix(40)).escapedForTerminal)` is there twice; say it once")
    }

    private static func id(of value: JSONValue) throws(WebFailure) -> Int {
        switch value {
        case .string(let text): try id(Int(text))
        case .int(let number): try id(Int(number))
        default: try id(nil)
        }
    }

    private static func id(_ number: Int?) throws(WebFailure) -> Int {
        guard let number, number >= 0 else { throw WebFailure(400, "an ID is a number, such as \"17\"") }
        return number
    }
}
