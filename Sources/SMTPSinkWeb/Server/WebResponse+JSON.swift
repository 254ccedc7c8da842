import FanmailBasics
import FanmailWeb

extension WebResponse {
    /// A JSON document.
    static func json(_ value: JSONValue, status: Int = 200) -> WebResponse {
        WebResponse(status: status, type: "application/json", body: Array((value.text + "\n").utf8))
    }

    /// Octets of somebody else: whatever they say they are, a browser runs nothing of them.
    static func octets(_ octets: [UInt8], type: String) -> WebResponse {
        WebResponse(
            type: type, body: octets, fields: [("Content-Security-Policy", "sandbox; default-src 'none'")])
    }
}

extension WebRequest {
    /// - Throws: for a parameter that is there twice: the one would mean other messages than the other.
    func expectOnce(besides many: [String] = []) throws(WebFailure) {
        guard let name = repeated(besides: many) else { return }
        throw WebFailure(400, "`\(String(name.prefix(40)).escapedForTerminal)` is there twice; say it once")
    }
}

extension WebFailure {
    var response: WebResponse {
        .json(.object([("Error", .string(reason)), ("Status", JSONValue(status))]), status: status)
    }
}
