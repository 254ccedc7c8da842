#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Tells UTF-8 from what else people export.
enum TextEncodingCheck {
    /// How many of the first octets are looked at.
    static let prefix = 64
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    /// How a file of PKZIP begins, and so a workbook; the name of the first file in it stands behind 30 octets.
    static let archive = Array("PK\u{3}\u{4}".utf8)

    /// What a file that begins like this is, and what to do about it; nil when it may be UTF-8.
    static func refusal(beginning bytes: UnsafeBufferPointer<UInt8>, name: String) -> String? {
        let head = bytes.prefix(prefix)
        if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
            return refusal(encoding: "UTF-32", name: name)
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            return refusal(encoding: "UTF-16", name: name)
        }
        if head.starts(with: archive) {
            let names = ["[Content_Types]", "_rels", "xl/", "docProps", "mimetype"].map { Array($0.utf8) }
            let isWorkbook = names.contains { name in bytes.prefix(prefix).dropFirst(30).starts(with: name) }
            return isWorkbook
                ? "this is a workbook, not a CSV file; export it as CSV UTF-8"
                : "this is an archive of files (zip); unpack it, and give each file of it, in any order"
        }
        if head.starts(with: [0x1F, 0x8B]) { return "this is a compressed file; unpack it first" }
        // Any later one is told with its line.
        guard let null = head.firstIndex(of: 0), null < 2, head.count > 1 else { return nil }
        return refusal(encoding: null == 0 ? "UTF-16BE" : "UTF-16LE", name: name)
    }

    /// The remedy for a file in another encoding.
    static func refusal(encoding: String, name: String) -> String {
        "the file is \(encoding), not UTF-8; convert it with: iconv -f \(encoding) -t UTF-8 '\(name)' > utf-8.csv"
    }

    /// What to do about a row that is not UTF-8, in a file that is.
    static let rowRefusal =
        "the row is not UTF-8; mend it, or, where the whole file is in another encoding, say in which"

    /// What to do about a row with a NUL character in it.
    static func nullRefusal(_ name: String) -> String {
        "the row holds a NUL character, so the file is damaged, or no text; export it again as CSV UTF-8, "
            + "or take them out with: tr -d '\\000' < '\(name)' > clean.csv"
    }

    static func holdsNull(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        return memchr(start, 0, bytes.count) != nil
    }

    /// Whether the octets are well-formed UTF-8 (RFC 3629).
    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte < 0x80 { continue }
            let more: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch byte {
            case 0xC2...0xDF: more = 1
            case 0xE0...0xEF:
                more = 2
                if byte == 0xE0 { second = 0xA0...0xBF }
                if byte == 0xED { second = 0x80...0x9F }
            case 0xF0...0xF4:
                more = 3
                if byte == 0xF0 { second = 0x90...0xBF }
                if byte == 0xF4 { second = 0x80...0x8F }
            default: return false
            }
            guard index + more <= bytes.count, second.contains(bytes[index]) else { return false }
            for place in 1..<more where bytes[index + place] & 0xC0 != 0x80 { return false }
            index += more
        }
        return true
    }
}
