/// Changes to some octets; all others stay as they are.
struct MarkupEdits {
    private var changes: [(range: Range<Int>, octets: [UInt8])] = []

    var isEmpty: Bool { changes.isEmpty }

    /// - Parameter range: behind those of earlier calls.
    mutating func replace(_ range: Range<Int>, with text: String) { changes.append((range, Array(text.utf8))) }

    func applied(to bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(changes.reduce(bytes.count) { $0 + $1.octets.count })
        var at = 0
        for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            output += bytes[at..<change.range.lowerBound]
            output += change.octets
            at = change.range.upperBound
        }
        return output + bytes[at...]
    }
}

extension HTMLAttribute {
    /// The attribute with another value: its name and quotation marks stay.
    ///
    /// - Parameter text: not escaped yet but for what placeholders stand for.
    func written(_ text: String, in bytes: [UInt8]) -> String {
        let mark = quote == 0x27 ? "'" : "\""
        let head = String(decoding: bytes[range.lowerBound..<range.lowerBound + name.utf8.count], as: UTF8.self)
        return "\(head)=\(mark)\(Self.escaped(text, quote: quote ?? 0x22))\(mark)"
    }

    /// For between such quotation marks.
    static func escaped(_ text: String, quote: UInt8) -> String {
        var output: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): output += Array("&amp;".utf8)
            case quote: output += Array((quote == 0x27 ? "&#39;" : "&quot;").utf8)
            default: output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
