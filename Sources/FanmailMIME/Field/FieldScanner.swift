/// Takes the value of a structured field apart (RFC 5322, 3.2), in one pass; what is not closed goes on to the end.
struct FieldScanner {
    struct Piece {
        enum Kind {
            /// One of `,;:`.
            case separator(UInt8)
            /// `<...>`.
            case angle
            case comment
            case quoted
            case word
        }

        let kind: Kind
        /// As it is written.
        let raw: ArraySlice<UInt8>
        /// The white space before it.
        let blanks: ArraySlice<UInt8>

        /// Without quotes and backslashes.
        var content: [UInt8] {
            guard case .quoted = kind else { return Array(raw) }
            var content: [UInt8] = []
            var rest = raw.dropFirst()
            if rest.last == UInt8(ascii: "\"") { rest.removeLast() }
            while let next = rest.popFirst() { content.append(next == 0x5C ? rest.popFirst() ?? next : next) }
            return content
        }

        var isBeyondASCII: Bool { raw.contains { $0 > 0x7F } }
    }

    /// In order.
    private(set) var pieces: [Piece] = []

    /// - Parameter value: unfolded.
    init(_ value: ArraySlice<UInt8>) {
        var at = value.startIndex
        while at < value.endIndex {
            let blank = at
            while at < value.endIndex, value[at].isBlank { at += 1 }
            guard at < value.endIndex else { return }
            let start = at
            let kind = Self.skip(value, &at)
            pieces.append(Piece(kind: kind, raw: value[start..<at], blanks: value[blank..<start]))
        }
    }

    private static func skip(_ value: ArraySlice<UInt8>, _ at: inout Int) -> Piece.Kind {
        let first = value[at]
        switch first {
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"):
            at += 1
            return .separator(first)
        case UInt8(ascii: "\""):
            at += 1
            skip(value, &at, to: UInt8(ascii: "\""))
            return .quoted
        case UInt8(ascii: "<"):
            at += 1
            while at < value.endIndex, value[at] != UInt8(ascii: ">") {
                if value[at] == UInt8(ascii: "\"") {
                    at += 1
                    skip(value, &at, to: UInt8(ascii: "\""))
                } else {
                    at += 1
                }
            }
            at = min(at + 1, value.endIndex)
            return .angle
        case UInt8(ascii: "("):
            var depth = 0
            repeat {
                switch value[at] {
                case UInt8(ascii: "("): depth += 1
                case UInt8(ascii: ")"): depth -= 1
                case UInt8(ascii: "\\") where at + 1 < value.endIndex: at += 1
                default: break
                }
                at += 1
            } while at < value.endIndex && depth > 0
            return .comment
        default:
            while at < value.endIndex, !value[at].isBlank, !Self.ends.contains(value[at]) {
                if value[at] == UInt8(ascii: "[") { skip(value, &at, to: UInt8(ascii: "]")) } else { at += 1 }
            }
            return .word
        }
    }

    private static let ends = Array(",;:\"<(".utf8)

    /// Behind the next such octet without a backslash before it.
    private static func skip(_ value: ArraySlice<UInt8>, _ at: inout Int, to end: UInt8) {
        while at < value.endIndex {
            let next = value[at]
            at += next == 0x5C && at + 1 < value.endIndex ? 2 : 1
            if next == end { return }
        }
    }
}
