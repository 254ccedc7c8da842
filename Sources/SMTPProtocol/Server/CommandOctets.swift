#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension UnsafeRawBufferPointer {
    var firstLineFeed: Int? { first(0x0A) }

    /// Where an octet stands first.
    private func first(_ byte: Int32) -> Int? {
        guard let base = baseAddress, let found = memchr(base, byte, count) else { return nil }
        return base.distance(to: UnsafeRawPointer(found))
    }

    /// Where the octets between the angle brackets behind this prefix are.
    func path(after prefix: StaticString) -> Range<Int>? {
        guard count > prefix.utf8CodeUnitCount, hasPrefix(prefix) else { return nil }
        var start = prefix.utf8CodeUnitCount
        while start < count, self[start] == 0x20 { start += 1 }
        guard start < count, self[start] == 0x3C else { return nil }
        // Most have no quotes, and end where the first bracket closes.
        let inside = UnsafeRawBufferPointer(rebasing: self[(start + 1)...])
        if let end = inside.first(0x3E), UnsafeRawBufferPointer(rebasing: inside[..<end]).first(0x22) == nil {
            return (start + 1)..<(start + 1 + end)
        }
        var end = start + 1
        var isQuoted = false
        while end < count, isQuoted || self[end] != 0x3E {
            if self[end] == 0x22 { isQuoted.toggle() }
            if isQuoted, self[end] == 0x5C { end += 1 }
            end += 1
        }
        guard end < count else { return nil }
        return (start + 1)..<end
    }

    /// Without regard to case; the prefix is in upper case.
    func hasPrefix(_ prefix: StaticString) -> Bool {
        guard count >= prefix.utf8CodeUnitCount, let base = baseAddress else { return false }
        if memcmp(base, prefix.utf8Start, prefix.utf8CodeUnitCount) == 0 { return true }
        for index in 0..<prefix.utf8CodeUnitCount {
            let byte = self[index]
            let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            guard upper == prefix.utf8Start[index] else { return false }
        }
        return true
    }

    /// Without regard to case; the word is in upper case.
    func equals(_ word: StaticString) -> Bool { count == word.utf8CodeUnitCount && hasPrefix(word) }

    /// Whether a path is an address: a local-part and a domain within the bounds of RFC 5321, 4.5.3.1, in visible ASCII.
    func isAddress(allowsUTF8: Bool) -> Bool {
        guard count <= 254, let at = lastIndex(of: 0x40), at > 0, at <= 64, at + 1 < count else { return false }
        let isQuoted = self[0] == 0x22 && self[at - 1] == 0x22
        var previous: UInt8 = 0x2E
        for index in 0..<count {
            let byte = self[index]
            if AddressOctets.isPlain(byte) {
                previous = byte
                continue
            }
            switch byte {
            case 0x80...: if !allowsUTF8 { return false }
            case 0x00...0x1F, 0x7F: return false
            case _ where isQuoted && index < at: break
            case 0x2E: if previous == 0x2E { return false }
            case 0x40: if index != at || previous == 0x2E { return false }
            // In an address literal a colon stands by right.
            default: if byte != 0x3A || self[at + 1] != 0x5B { return false }
            }
            previous = byte == 0x40 ? 0x2E : byte
        }
        return previous != 0x2E
    }
}

/// The octets that may stand anywhere in an address, as bits: visible ASCII but `"(),.:;<>@\` .
private enum AddressOctets {
    private static let low: UInt64 = 0xA3FF_ACFA_0000_0000
    private static let high: UInt64 = 0x7FFF_FFFF_EFFF_FFFE

    static func isPlain(_ byte: UInt8) -> Bool {
        guard byte < 0x80 else { return false }
        return (byte < 0x40 ? low : high) >> UInt64(byte & 0x3F) & 1 != 0
    }
}

/// The parameters of MAIL and RCPT, one by one (RFC 5321, 4.1.1.11); nothing is allocated.
struct ParameterReader {
    private var at: Int

    init(from at: Int) { self.at = at }

    mutating func next(_ line: UnsafeRawBufferPointer) -> Range<Int>? {
        while at < line.count, line[at] == 0x20 { at += 1 }
        guard at < line.count else { return nil }
        let start = at
        while at < line.count, line[at] != 0x20 { at += 1 }
        return start..<at
    }

    /// All of them, of a line whose path stands there.
    static func words(of line: [UInt8], behind path: Range<Int>) -> [String] {
        guard path.upperBound + 1 < line.count else { return [] }
        return line[(path.upperBound + 1)...].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    }
}
