/// The first four letters of a command in upper case, as one number: no string is made of a line.
struct Verb: Equatable {
    let letters: UInt32

    init(_ line: UnsafeRawBufferPointer) {
        // Clearing that bit makes a letter upper case, and never a letter of what is none.
        letters = line.count < 4 ? 0 : UInt32(bigEndian: line.loadUnaligned(as: UInt32.self)) & 0xDFDF_DFDF
    }

    private init(_ letters: UInt32) { self.letters = letters }

    static let mail = Verb(0x4D41_494C)
    static let rcpt = Verb(0x5243_5054)
    static let data = Verb(0x4441_5441)
    static let bdat = Verb(0x4244_4154)
    static let ehlo = Verb(0x4548_4C4F)
    static let lhlo = Verb(0x4C48_4C4F)
    static let helo = Verb(0x4845_4C4F)
    static let rset = Verb(0x5253_4554)
    static let noop = Verb(0x4E4F_4F50)
    static let vrfy = Verb(0x5652_4659)
    static let help = Verb(0x4845_4C50)
    static let quit = Verb(0x5155_4954)
    static let starttls = Verb(0x5354_4152)
    static let auth = Verb(0x4155_5448)
}

extension UnsafeRawBufferPointer {
    /// What stands between the angle brackets behind this prefix, and where the parameters behind them begin.
    func path(after prefix: StaticString) -> (path: UnsafeRawBufferPointer, parameters: Int)? {
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
        return (UnsafeRawBufferPointer(rebasing: self[(start + 1)..<end]), end + 1)
    }

    /// Without regard to case.
    func hasPrefix(_ prefix: StaticString) -> Bool {
        guard count >= prefix.utf8CodeUnitCount else { return false }
        for index in 0..<prefix.utf8CodeUnitCount {
            let byte = self[index]
            let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            guard upper == prefix.utf8Start[index] else { return false }
        }
        return true
    }

    /// Whether a path is one that a strict server takes: a local-part and a domain within the bounds of RFC 5321,
    /// 4.5.3.1, in visible ASCII.
    func isStrictAddress(allowsUTF8: Bool) -> Bool {
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
