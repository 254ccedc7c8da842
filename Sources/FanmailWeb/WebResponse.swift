/// An answer.
package struct WebResponse: Sendable {
    package var status: Int
    package var type: String
    package var body: [UInt8]
    /// Fields of the header, beside those that each answer has, or in place of them.
    package var fields: [(name: String, value: String)]

    package init(
        status: Int = 200, type: String, body: [UInt8], fields: [(name: String, value: String)] = []
    ) {
        (self.status, self.type, self.body, self.fields) = (status, type, body, fields)
    }

    /// Plain text of this server's own.
    package static func text(_ text: String, status: Int = 200) -> WebResponse {
        WebResponse(status: status, type: "text/plain; charset=utf-8", body: Array(text.utf8))
    }
}
