/// Lines that end in CRLF, made from lines with whatever ends they have.
struct MendedLines {
    enum Part {
        case header, body
    }

    /// Without the line end (RFC 5322, 2.1.1).
    private static let longestLine = 998

    private(set) var bytes: [UInt8] = []

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

    /// Lines as they were written; a last one without an end gets one.
    ///
    /// - Parameter firstLine: its number in the message, from 1.
    /// - Throws: the line with a NUL octet or too many octets, and the remedy.
    mutating func append(
        _ lines: ArraySlice<UInt8>, firstLine: Int, part: Part
    ) throws(CompositionFailure) {
        let broken = lines.withUnsafeBufferPointer { append($0) }
        guard let broken else { return }
        let line = firstLine + broken.line
        if broken.hasNUL {
            throw CompositionFailure(line: line, "there is a NUL octet, which mail cannot carry; encode the part")
        }
        throw Self.tooLong(line, part)
    }

    /// - Returns: the line that cannot be carried, from 0; nil when all can.
    private mutating func append(_ lines: UnsafeBufferPointer<UInt8>) -> (line: Int, hasNUL: Bool)? {
        var line = 0
        var at = 0
        while at < lines.count {
            var end = at
            // A CR, an LF or a NUL: nothing else is below.
            while end < lines.count, lines[end] > 0x0D || !Self.isStop(lines[end]) { end += 1 }
            guard end - at <= Self.longestLine else { return (line, false) }
            bytes.append(contentsOf: lines[at..<end])
            if end < lines.count, lines[end] == 0 { return (line, true) }
            appendLineEnd()
            line += 1
            at = end + 1
            if end + 1 < lines.count, lines[end] == 0x0D, lines[end + 1] == 0x0A { at += 1 }
        }
        return nil
    }

    private static func isStop(_ byte: UInt8) -> Bool { byte == 0x0D || byte == 0x0A || byte == 0 }

    private static func tooLong(_ line: Int, _ part: Part) -> CompositionFailure {
        let remedy =
            switch part {
            case .header: "fold it: break it at a space, and begin the next line with one"
            case .body: "encode the part as quoted-printable or base64"
            }
        return CompositionFailure(
            line: line, "the line has more than \(longestLine) octets, which mail cannot carry; \(remedy)")
    }
}
