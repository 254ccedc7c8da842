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

extension WebFailure {
    var response: WebResponse {
        .json(.object([("Error", .string(reason)), ("Status", JSONValue(status))]), status: status)
    }
}
