/// One pass over a message: what is wrong with it, and what its encoding needs to know.
struct ContentScan {
    private(set) var failure: ContentFailure?
    /// Where the lines stand that begin with a dot.
    private(set) var dots: [Int] = []
    private(set) var first8Bit: Int?
    /// Where the empty line behind the header ends.
    private(set) var headerEnd: Int?
    /// The last line ends in CRLF; so does no line at all.
    private(set) var isEnded = true

    /// Octets of a line without its end (RFC 5321, 4.5.3.1.6).
    private static let longest = 998

    init(_ bytes: UnsafeRawBufferPointer) { failure = scan(bytes) }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer) -> ContentFailure? {
        var lineStart = 0
        var previous: UInt8 = 0x0A
        var offset = 0
        // Up to here it goes octet by octet.
        var close = 0
        while offset < bytes.count {
            if offset >= close, previous != 0x0A, previous != 0x0D {
                let ordinary = Self.ordinary(bytes, from: offset)
                close = ordinary + 8
                if ordinary > offset {
                    guard ordinary - lineStart <= Self.longest else {
                        return .longLine(offset: lineStart + Self.longest)
                    }
                    previous = bytes[ordinary - 1]
                    offset = ordinary
                    continue
                }
            }
            let byte = bytes[offset]
            if byte == 0x0A {
                guard previous == 0x0D else { return .bareLineFeed(offset: offset) }
                if offset - lineStart == 1, headerEnd == nil { headerEnd = offset }
                lineStart = offset + 1
            } else if previous == 0x0D {
                return .bareCarriageReturn(offset: offset - 1)
            } else if byte == 0x00 {
                return .nul(offset: offset)
            } else if byte != 0x0D {
                guard offset - lineStart < Self.longest else { return .longLine(offset: offset) }
                if byte > 0x7F, first8Bit == nil { first8Bit = offset }
                if byte == 0x2E, offset == lineStart { dots.append(offset) }
            }
            previous = byte
            offset += 1
        }
        guard previous != 0x0D else { return .bareCarriageReturn(offset: bytes.count - 1) }
        isEnded = previous == 0x0A
        return nil
    }

    /// Where eight octets begin, at `start` or after it, with a control character or 8-bit among them.
    private static func ordinary(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let high: UInt64 = 0x8080_8080_8080_8080
        var offset = start
        while offset + 8 <= bytes.count {
            let eight = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // Where no octet is 8-bit, a subtraction borrows for those below 0x0E alone, and then for their neighbours:
            // some too many stop here, never one too few.
            if eight & high != 0 || (eight &- 0x0E0E_0E0E_0E0E_0E0E) & high != 0 { break }
            offset += 8
        }
        return offset
    }
}
