import FanmailBasics

/// Reads texts in several charsets: each is looked up once, of which there are some dozens.
struct CharsetTables {
    private var tables: [String: SystemCharset?] = [:]

    /// - Returns: nil where the charset is not known, or not here.
    mutating func text(of octets: ArraySlice<UInt8>, _ charset: Charset) -> String? {
        switch charset {
        case .utf8: return String(decoding: Self.unmarked(octets), as: UTF8.self)
        case .unlabelled: return Self.unlabelled(octets)
        case .windows1252: return Windows1252.text(octets)
        case .unknown: return nil
        // Which octet comes first is said by a mark in front; without one the high one does (RFC 2781, 4.3). The system
        // would take its own order, and remember a mark of another text.
        case .table("UTF-16"):
            if octets.starts(with: [0xFF, 0xFE]) { return text(of: octets.dropFirst(2), .table("UTF-16LE")) }
            return text(of: octets.starts(with: [0xFE, 0xFF]) ? octets.dropFirst(2) : octets, .table("UTF-16BE"))
        case .table("UTF-32"):
            if octets.starts(with: [0xFF, 0xFE, 0, 0]) { return text(of: octets.dropFirst(4), .table("UTF-32LE")) }
            return text(of: octets.starts(with: [0, 0, 0xFE, 0xFF]) ? octets.dropFirst(4) : octets, .table("UTF-32BE"))
        case .table(let name):
            if let known = tables[name] { return known?.text(of: octets) }
            let table = SystemCharset(name)
            tables[name] = .some(table)
            return table?.text(of: octets)
        }
    }

    /// Of what says nothing of itself.
    static func unlabelled(_ octets: ArraySlice<UInt8>) -> String {
        String(validating: unmarked(octets), as: UTF8.self) ?? Windows1252.text(octets)
    }

    /// Without a byte order mark in front, which is no character of the text (WHATWG Encoding, 6).
    private static func unmarked(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        octets.starts(with: [0xEF, 0xBB, 0xBF]) ? octets.dropFirst(3) : octets
    }
}
