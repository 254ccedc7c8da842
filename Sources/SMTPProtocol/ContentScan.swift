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

    init(_ bytes: UnsafeRawBufferPointer) { failure = scan(bytes) }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer) -> ContentFailure? {
        var lineStart = 0
        var previous: UInt8 = 0x0A
        for offset in 0..<bytes.count {
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
                guard offset - lineStart < 998 else { return .longLine(offset: offset) }
                if byte > 0x7F, first8Bit == nil { first8Bit = offset }
                if byte == 0x2E, offset == lineStart { dots.append(offset) }
            }
            previous = byte
        }
        guard previous != 0x0D else { return .bareCarriageReturn(offset: bytes.count - 1) }
        isEnded = previous == 0x0A
        return nil
    }
}
