/// A cell that holds an address, perhaps with a display name: `"Ada Lovelace" <ada@example.org>`.
package enum AddressCell {
    typealias Bytes = UnsafeMutableBufferPointer<UInt8>

    /// The address, and the display name without its quotes; either may be empty. Works in place.
    ///
    /// Around an address every blank is taken away, such as no-break spaces and the invisible characters that are pasted
    /// along with it.
    @inline(__always)
    static func split(_ cell: Bytes) -> (address: Bytes, name: Bytes) {
        let cell = bare(cell)
        guard cell.last == UInt8(ascii: ">") else { return (cell, Bytes(rebasing: cell[..<0])) }
        return splitAtBracket(cell)
    }

    private static func splitAtBracket(_ cell: Bytes) -> (address: Bytes, name: Bytes) {
        guard let bracket = cell.lastIndex(of: UInt8(ascii: "<")) else { return (cell, Bytes(rebasing: cell[..<0])) }
        let address = bare(Bytes(rebasing: cell[(bracket + 1)..<(cell.count - 1)]))
        let name = bare(Bytes(rebasing: cell[..<bracket]))
        guard name.count > 1, name.first == UInt8(ascii: "\""), name.last == UInt8(ascii: "\"") else {
            return (address, name)
        }
        return (address, trimmed(unescaped(Bytes(rebasing: name[1..<(name.count - 1)]))))
    }

    /// Without quoted pairs (RFC 5322, 3.2.1).
    private static func unescaped(_ text: Bytes) -> Bytes {
        var target = 0
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\"), index + 1 < text.count { index += 1 }
            text[target] = text[index]
            target += 1
            index += 1
        }
        return Bytes(rebasing: text[..<target])
    }

    /// Without spaces, tabs and line ends around it.
    @inline(__always)
    static func trimmed(_ text: Bytes) -> Bytes {
        var start = 0
        var end = text.count
        while start < end, isSpace(text[start]) { start += 1 }
        while end > start, isSpace(text[end - 1]) { end -= 1 }
        return Bytes(rebasing: text[start..<end])
    }

    /// Without blanks of any kind around it.
    @inline(__always)
    static func bare(_ text: Bytes) -> Bytes {
        let text = trimmed(text)
        guard let first = text.first, first >= 0x80 || text[text.count - 1] >= 0x80 else { return text }
        return bareBeyondASCII(text)
    }

    private static func bareBeyondASCII(_ text: Bytes) -> Bytes {
        let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
        let start = scalars.prefix { $0.isBlank }.reduce(0) { $0 + UTF8.width($1) }
        let end = scalars.reversed().prefix { $0.isBlank }.reduce(text.count) { $0 - UTF8.width($1) }
        return start < end ? Bytes(rebasing: text[start..<end]) : Bytes(rebasing: text[..<0])
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// The text with every character shown that nobody could see: `ada\u{200B}@example.org`.
    package static func visible(_ text: some Sequence<UInt8>) -> String {
        var result = ""
        for scalar in String(decoding: Array(text), as: UTF8.self).unicodeScalars {
            if scalar != " ", scalar.isBlank || scalar.properties.generalCategory == .control {
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// White space, and what has no width or no look of its own (general category Cf).
    var isBlank: Bool {
        properties.isWhitespace || properties.generalCategory == .format
            // Hangul fillers, the braille blank, variation selectors and other ignorable ones.
            || (!isASCII && properties.isDefaultIgnorableCodePoint) || self == "\u{2800}"
    }
}
