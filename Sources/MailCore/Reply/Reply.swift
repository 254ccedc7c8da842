/// A server's reply: a code, perhaps an enhanced status code, and text (RFC 5321, 4.2; RFC 2034).
public struct Reply: Hashable, Sendable {
    /// What the first digit of a code says (RFC 5321, 4.2.1). Acceptance is judged by this, never by an exact code.
    public enum Severity: Sendable {
        /// 2xx.
        case completed
        /// 3xx.
        case intermediate
        /// 4xx: the same command may succeed later.
        case transient
        /// 5xx: the same command will not succeed.
        case permanent
    }

    /// 200 to 599.
    public let code: UInt16
    /// The enhanced status code that opened the text, when its class agrees with the code.
    public let status: EnhancedStatusCode?
    /// The text of all lines without codes, joined by a line feed; bytes that are not UTF-8 are replaced. Untrusted.
    public let text: String

    public init(code: UInt16, status: EnhancedStatusCode? = nil, text: String) {
        self.code = code
        self.status = status
        self.text = text
    }

    /// The same with no more than so many octets of text, and no character cut in two.
    public func cut(to octets: Int) -> Reply {
        guard text.utf8.count > octets else { return self }
        var end = text.utf8.index(text.startIndex, offsetBy: octets)
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return Reply(code: code, status: status, text: String(text.unicodeScalars[..<end]))
    }

    public var severity: Severity {
        switch code / 100 {
        case 2: .completed
        case 3: .intermediate
        case 4: .transient
        default: .permanent
        }
    }

    /// The text line by line, empty ones among them. By octets: a CR before the line feed makes one `Character` of both.
    public var lines: [Substring] {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// The reply on one line, safe for a terminal: `550 5.1.1 no such user`.
    public var summary: String {
        let line = text.replacing("\n", with: " ").escapedForTerminal
        return status.map { "\(code) \($0) \(line)" } ?? "\(code) \(line)"
    }
}
