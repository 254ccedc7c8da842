import FanmailBasics

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

    /// The same with no more than so many octets of text, cut where a word ends: half an address would be found by nobody
    /// who looks for the whole.
    public func cut(to octets: Int) -> Reply {
        guard text.utf8.count > octets else { return self }
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        // The octet behind belongs to it: a word may end right there.
        let whole = text.utf8.prefix(octets + 1)
        var kept = text.utf8.prefix(octets)
        if let end = whole.suffix(Self.longestAddress + 1).lastIndex(where: isBlank) {
            kept = whole[..<end]
        } else {
            // Some languages have no blanks. What may be an address goes, and so does a part of a character.
            let shortest = octets - Self.longestAddress
            while kept.count > shortest, let last = kept.last, (0x21...0x7E).contains(last) { kept.removeLast() }
            while kept.endIndex.samePosition(in: text.unicodeScalars) == nil { kept.removeLast() }
        }
        while let last = kept.last, isBlank(last) { kept.removeLast() }
        return Reply(code: code, status: status, text: String(decoding: kept, as: UTF8.self))
    }

    /// In octets, with its angle brackets (RFC 5321, 4.5.3.1.3).
    private static let longestAddress = 256

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
