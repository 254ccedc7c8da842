/// A header field that is being written, folded at 78 octets where that can be (RFC 5322, 2.2.3).
struct FoldedField {
    private(set) var bytes: [UInt8]
    private var column: Int
    /// Something stands behind the name.
    private(set) var isBegun = false
    /// What was written last is an encoded word, which a blank has to follow (RFC 2047, 5).
    private var endsEncoded = false

    private static let preferredLine = 78

    init(name: String) {
        bytes = Array("\(name):".utf8)
        column = bytes.count
    }

    /// - Parameters:
    ///   - blanks: what stands before it; a line can be broken there.
    ///   - mayBreak: also where no blank is.
    mutating func append(
        _ text: some Collection<UInt8>, after blanks: some Collection<UInt8>, mayBreak: Bool = false
    ) {
        var blanks = Array(blanks)
        if !isBegun || endsEncoded && blanks.isEmpty && text.first != UInt8(ascii: ")") { blanks = [0x20] }
        if isBegun, !blanks.isEmpty || mayBreak, column + blanks.count + text.count > Self.preferredLine {
            newLine()
            if blanks.isEmpty { blanks = [0x20] }
        }
        bytes += blanks
        bytes += text
        column += blanks.count + text.count
        isBegun = true
        endsEncoded = false
    }

    /// Encoded words.
    mutating func append(encoded text: String, after blanks: [UInt8]) {
        var blanks = blanks
        if !isBegun { blanks = [0x20] }
        // An opening parenthesis is as good as a blank.
        if blanks.isEmpty, bytes.last != UInt8(ascii: "(") { blanks = [0x20] }
        // Room for a word worth its frame.
        if isBegun, !blanks.isEmpty, column > 40 { newLine() }
        bytes += blanks
        let words = EncodedWord.encode(text, column: column + blanks.count, always: true)
        bytes += words.utf8
        let last = words.utf8.split(separator: 0x0A).last?.count ?? 0
        column = words.utf8.contains(0x0A) ? last : column + blanks.count + last
        isBegun = true
        endsEncoded = true
    }

    /// A display name: words, a quoted string, or encoded words.
    mutating func append(phrase name: String, after blanks: [UInt8]) {
        let phrase = EncodedWord.phrase(name)
        // A word that no blank divides could be too long for a line; encoded words can be folded.
        if phrase.hasPrefix("=?") || phrase.utf8.count > 75 {
            append(encoded: name, after: blanks)
        } else {
            append(phrase.utf8, after: blanks)
        }
    }

    private mutating func newLine() {
        bytes += [0x0D, 0x0A]
        column = 0
    }

    /// The whole field.
    func ended() -> [UInt8] { bytes + [0x0D, 0x0A] }
}
