/// What there is to read in HTML.
struct LetterText {
    /// How many letters and digits; one of a script that needs no more for a word than two or three, three times.
    let letters: Int
    let hasPicture: Bool

    init(_ html: String) {
        let bytes = Array(html.utf8)
        let tokens = HTMLTokenizer.tokens(bytes)
        hasPicture = tokens.contains { $0.kind == .startTag && ($0.name == "img" || $0.name == "input") }
        letters = tokens.reduce(0) { sum, token in
            guard token.kind == .text else { return sum }
            let text = String(decoding: CharacterReference.resolved(bytes[token.range]), as: UTF8.self)
            return text.unicodeScalars.reduce(sum) { $0 + Self.weight($1) }
        }
    }

    private static func weight(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        // Kana, ideographs, Hangul.
        case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFD: 3
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? 1 : 0
        }
    }
}
