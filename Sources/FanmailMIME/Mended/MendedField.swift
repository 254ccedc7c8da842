/// A header field, written anew where mail cannot carry it as it is: in ASCII, and in lines of at most 998 octets.
///
/// Text beyond ASCII becomes encoded words (RFC 2047), parameters are written as in RFC 2231, the domain of an address in
/// A-labels. A name before `<local@domain>` that lacks its quotes gets them. Nothing else changes but the folding.
package struct MendedField {
    /// Its line ends among them.
    package var bytes: [UInt8] { output.ended() }
    /// An address in it whose local-part goes beyond ASCII, which nothing can encode (RFC 6531).
    package internal(set) var addressBeyondASCII: String?

    var output: FoldedField
    private static let longestLine = 998
    /// A word longer than that is encoded, where it may be.
    static let longestWord = 900

    /// Whether mail cannot carry the octets of a field.
    package static func isNeeded(_ field: ArraySlice<UInt8>) -> Bool {
        field.withUnsafeBufferPointer { bytes in
            var column = 0
            for byte in bytes {
                if byte > 0x7F { return true }
                column = byte == 0x0A || byte == 0x0D ? 0 : column + 1
                if column > longestLine { return true }
            }
            return false
        }
    }

    /// - Parameters:
    ///   - name: as it is written.
    ///   - bytes: the whole field.
    /// - Throws: why that cannot be.
    package init(_ name: String, _ bytes: ArraySlice<UInt8>) throws(MendedFieldFailure) {
        var line = 0
        for part in bytes.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard String(validating: part, as: UTF8.self) != nil else {
                throw MendedFieldFailure(
                    line: line,
                    "the \(name) field is neither ASCII nor UTF-8; save the message as UTF-8, or write that text in "
                        + "encoded words (RFC 2047)")
            }
            // A CRLF leaves nothing between its octets.
            if part.endIndex < bytes.endIndex, bytes[part.endIndex] == 0x0A || !Self.hasLineFeed(bytes, part.endIndex) {
                line += 1
            }
        }
        output = FoldedField(name: name)
        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.startIndex
        let value = bytes[(colon + 1)...].filter { $0 != 0x0D && $0 != 0x0A }
        switch FieldForm(of: name) {
        case .unstructured: appendText(value[...])
        case .addresses: try appendAddresses(FieldScanner(value[...]).pieces, name)
        case .phrases: try appendPhrases(FieldScanner(value[...]).pieces, name)
        case .links: try appendLinks(FieldScanner(value[...]).pieces)
        case .parameters: try appendParameters(FieldScanner(value[...]).pieces, name)
        case .tokens: try appendTokens(FieldScanner(value[...]).pieces, name)
        }
        guard !Self.hasLongLine(self.bytes) else {
            throw MendedFieldFailure(
                line: 0,
                "a line of the \(name) field has more than \(Self.longestLine) octets, which mail cannot carry, and "
                    + "nowhere to be folded; shorten it")
        }
    }

    private static func hasLineFeed(_ bytes: ArraySlice<UInt8>, _ carriageReturn: Int) -> Bool {
        carriageReturn + 1 < bytes.endIndex && bytes[carriageReturn + 1] == 0x0A
    }

    private static func hasLongLine(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: 0x0A).contains { $0.count - 1 > longestLine }
    }

    // MARK: - Text

    private typealias Word = (blanks: ArraySlice<UInt8>, text: [UInt8])

    /// Words between blanks; those that need it are encoded, with the blanks between them.
    private mutating func appendText(_ text: ArraySlice<UInt8>) {
        var words: [Word] = []
        var at = text.startIndex
        while at < text.endIndex {
            let blank = at
            while at < text.endIndex, text[at].isBlank { at += 1 }
            let start = at
            while at < text.endIndex, !text[at].isBlank { at += 1 }
            if at > start { words.append((text[blank..<start], Array(text[start..<at]))) }
        }
        append(words.map { ($0.blanks, $0.text, $0.text) })
    }

    /// - Parameter words: what stands before each, what it says, and how it is written.
    mutating func append(_ words: [(blanks: ArraySlice<UInt8>, content: [UInt8], raw: [UInt8])]) {
        func needsEncoding(_ word: (blanks: ArraySlice<UInt8>, content: [UInt8], raw: [UInt8])) -> Bool {
            word.raw.count > Self.longestWord || word.raw.contains { $0 > 0x7F }
        }
        func isEncoded(_ at: Int) -> Bool {
            words.indices.contains(at) && words[at].raw.starts(with: "=?".utf8)
                && words[at].raw.suffix(2) == [0x3F, 0x3D]
        }
        var at = 0
        while at < words.count {
            guard needsEncoding(words[at]) else {
                output.append(words[at].raw, after: words[at].blanks)
                at += 1
                continue
            }
            let first = at
            var text = words[at].content
            at += 1
            while at < words.count, needsEncoding(words[at]) {
                text += words[at].blanks + words[at].content
                at += 1
            }
            // White space between two encoded words is not shown (RFC 2047, 6.2): it goes into ours.
            if isEncoded(first - 1) { text = words[first].blanks + text }
            if isEncoded(at) { text += words[at].blanks }
            output.append(encoded: String(decoding: text, as: UTF8.self), after: Array(words[first].blanks))
        }
    }

    mutating func appendComment(_ piece: FieldScanner.Piece) {
        guard piece.isBeyondASCII else { return output.append(piece.raw, after: piece.blanks, mayBreak: true) }
        var start = piece.raw.startIndex
        var at = start
        var blanks = piece.blanks
        while at < piece.raw.endIndex {
            let byte = piece.raw[at]
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") {
                let text = piece.raw[start..<at]
                appendText(text)
                if let last = text.lastIndex(where: { !$0.isBlank }) { blanks = text[(last + 1)...] }
                output.append([byte], after: blanks)
                blanks = []
                start = at + 1
            }
            at += byte == 0x5C ? 2 : 1
        }
        if start < piece.raw.endIndex { appendText(piece.raw[start...]) }
    }
}
