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
        while at < lines.count {
            var end = at
            // A CR, an LF or a NUL: nothing else is below.
            while end < lines.count, lines[end] > 0x0D || !Self.isStop(lines[end]) { end += 1 }
            if end - at > Self.longestLine { hasLongLine = true }
            bytes.append(contentsOf: lines[at..<end])
            if end < lines.count, lines[end] == 0 { return line }
            appendLineEnd()
            line += 1
            at = end + 1
            if end + 1 < lines.count, lines[end] == 0x0D, lines[end + 1] == 0x0A { at += 1 }
        }
        return nil
    }

    private static func isStop(_ byte: UInt8) -> Bool { byte == 0x0D || byte == 0x0A || byte == 0 }
}
