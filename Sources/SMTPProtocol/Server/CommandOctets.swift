#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension UnsafeRawBufferPointer {
    var firstLineFeed: Int? {
        guard let base = baseAddress, let found = memchr(base, 0x0A, count) else { return nil }
        return base.distance(to: UnsafeRawPointer(found))
    }

    /// Where the octets between the angle brackets behind this prefix are.
    func path(after prefix: StaticString) -> Range<Int>? {
        guard count > prefix.utf8CodeUnitCount, hasPrefix(prefix) else { return nil }
        var start = prefix.utf8CodeUnitCount
        while start < count, self[start] == 0x20 { start += 1 }
        guard start < count, self[start] == 0x3C else { return nil }
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
        guard count >= prefix.utf8CodeUnitCount else { return false }
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
        for (index, byte) in enumerated() {
            switch byte {
            case 0x80...: if !allowsUTF8 { return false }
            case 0x00...0x1F, 0x7F: return false
            case _ where isQuoted && index < at: break
            case 0x20, 0x22, 0x28, 0x29, 0x2C, 0x3A, 0x3B, 0x3C, 0x3E, 0x5C:
                // In an address literal a colon stands by right.
                if byte != 0x3A || self[at + 1] != 0x5B { return false }
            case 0x2E where previous == 0x2E: return false
            case 0x40 where index != at || previous == 0x2E: return false
            default: break
            }
            previous = byte == 0x40 ? 0x2E : byte
        }
        return previous != 0x2E
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
}
