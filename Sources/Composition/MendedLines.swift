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
        var length = 0
        var line = firstLine
        var at = lines.startIndex
        while at < lines.endIndex {
            let byte = lines[at]
            at += 1
            switch byte {
            case 0x0D, 0x0A:
                if byte == 0x0D, at < lines.endIndex, lines[at] == 0x0A { at += 1 }
                appendLineEnd()
                length = 0
                line += 1
            case 0x00:
                throw CompositionFailure(line: line, "there is a NUL octet, which mail cannot carry; encode the part")
            default:
                bytes.append(byte)
                length += 1
                guard length <= Self.longestLine else { throw Self.tooLong(line, part) }
            }
        }
        if length > 0 { appendLineEnd() }
    }

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
