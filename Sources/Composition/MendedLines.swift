/// Lines that end in CRLF, made from lines with whatever ends they have.
struct MendedLines {
    /// Without the line end (RFC 5322, 2.1.1).
    private static let longestLine = 998

    private(set) var bytes: [UInt8] = []
    /// A line is longer than mail can carry.
    private(set) var hasLongLine = false

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func appendLineEnd() {
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    /// A field of our own, folded by the caller.
    mutating func append(field name: String, _ value: String) {
        bytes.append(contentsOf: "\(name): \(value)".utf8)
        appendLineEnd()
    }

    /// Lines whose ends are CRLF already.
    mutating func append(_ lines: [UInt8]) { bytes += lines }

    /// Lines as they were written; a last one without an end gets one.
    ///
    /// - Parameter firstLine: its number in the message, from 1.
    /// - Throws: the line with a NUL octet, and the remedy.
    mutating func append(_ lines: ArraySlice<UInt8>, firstLine: Int) throws(CompositionFailure) {
        guard let line = lines.withUnsafeBufferPointer({ append($0) }) else { return }
        throw CompositionFailure(
            line: firstLine + line, "there is a NUL octet, which mail cannot carry; encode the part")
    }

    /// - Returns: the line with a NUL octet, from 0; nil when there is none.
    private mutating func append(_ lines: UnsafeBufferPointer<UInt8>) -> Int? {
        var line = 0
        var at = 0
        var lineStart = 0
        // Lines that end in CRLF are copied together.
        var copied = 0
        while at < lines.count {
            at = Self.stop(in: lines, from: at)
            if at - lineStart > Self.longestLine { hasLongLine = true }
            line += 1
            if at + 1 < lines.count, lines[at] == 0x0D, lines[at + 1] == 0x0A {
                at += 2
            } else {
                bytes.append(contentsOf: lines[copied..<at])
                if at < lines.count, lines[at] == 0 { return line - 1 }
                appendLineEnd()
                at += 1
                copied = at
            }
            lineStart = at
        }
        if copied < lines.count { bytes.append(contentsOf: lines[copied...]) }
        return nil
    }

    /// Where the next CR, LF or NUL is.
    private static func stop(in lines: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let octets = UnsafeRawBufferPointer(lines)
        var at = start
        // Nearly all are above these, and so are those beside them: eight are looked at at once.
        while at + 8 <= lines.count {
            let eight = octets.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            guard (eight &- Self.fourteens) & ~eight & Self.highBits == 0 else { break }
            at += 8
        }
        while at < lines.count, !isStop(lines[at]) { at += 1 }
        return at
    }

    /// With ``highBits`` they tell whether one of eight octets is less than 14.
    private static let fourteens: UInt64 = 0x0E0E_0E0E_0E0E_0E0E
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    private static func isStop(_ byte: UInt8) -> Bool { byte == 0x0D || byte == 0x0A || byte == 0 }
}
