import FanmailBasics
import SMTPCore

/// Finds a reply's code and an enhanced status code among the words of a server.
struct RemarkText {
    private(set) var code: UInt16?
    private(set) var status: EnhancedStatusCode?

    /// Octets that are looked at, and kept.
    static let most = 2_000

    init(_ text: String) {
        let bytes = Array(text.utf8.prefix(Self.most))
        var at = 0
        while at < bytes.count {
            guard bytes[at].isDigit, at == 0 || !Self.goesOn(bytes[at - 1]) else {
                at += 1
                continue
            }
            let end = bytes[at...].firstIndex { !$0.isDigit && $0 != 0x2E } ?? bytes.count
            let word = bytes[at..<end]
            if code == nil, word.count == 3, let number = Self.code(word), Self.endsCode(bytes, end) { code = number }
            if status == nil || status.map({ $0.subject == 0 && $0.detail == 0 }) == true,
                let found = Self.status(word, bytes, end)
            {
                status = found
            }
            at = end
        }
        // A code that contradicts the status is part of something else.
        if let code, let status, code / 100 != UInt16(status.class), status.class != 2 { self.code = nil }
    }

    /// What stands before a code is no letter or digit, and no part of a name or number.
    private static func goesOn(_ byte: UInt8) -> Bool {
        byte.isWordPart || byte == 0x2E || byte == 0x2D || byte == 0x5F || byte == 0x40 || byte == 0x2F
            || byte == 0x3D || byte == 0x2B
    }

    private static func code(_ word: ArraySlice<UInt8>) -> UInt16? {
        let number = word.reduce(UInt16(0)) { $0 * 10 + UInt16($1 &- 0x30) }
        return (420...459).contains(number) || (500...559).contains(number) ? number : nil
    }

    private static func endsCode(_ bytes: [UInt8], _ end: Int) -> Bool {
        guard end < bytes.count else { return true }
        return bytes[end].isWhite || "-:;,)]#<\"'".utf8.contains(bytes[end])
    }

    private static func status(_ word: ArraySlice<UInt8>, _ bytes: [UInt8], _ end: Int) -> EnhancedStatusCode? {
        var word = word
        while word.last == 0x2E { word.removeLast() }
        guard word.count >= 5, let status = EnhancedStatusCode(utf8: word), status.subject < 10, status.class != 2
        else {
            return nil
        }
        guard end < bytes.count else { return status }
        // Part of an address on the network, or of a version.
        return bytes[end].isWordPart || bytes[end] == 0x2D && end + 1 < bytes.count && bytes[end + 1].isDigit
            ? nil : status
    }
}
