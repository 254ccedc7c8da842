extension AddressList {
    /// The addresses of a field in mail that comes in: whatever is no lawful list is read as far as its addresses can be
    /// told, in time linear in its length.
    ///
    /// Each `<local@domain>` is an address, and what stands before it its name, whatever that holds: `Bob :: X <b@c.example>`,
    /// `Bob, Smith <b@c.example>`, `b@c.example <b@c.example>`; full-width brackets are brackets, source routes are left
    /// out. Of what stands alone every word with an `@` within it is an address.
    ///
    /// - Parameter text: the field's unfolded value.
    public init(lenient text: String) {
        if let list = try? AddressList(text) {
            self = list
            return
        }
        var reader = LenientAddressReader(text)
        self.init(entries: reader.read(), lacksQuotes: true)
    }
}

/// Reads what is no lawful list of addresses.
private struct LenientAddressReader {
    private let text: [UInt8]
    private var at = 0
    /// Behind the last octet with which a quoted string, a comment, an address in brackets could end.
    private let ends: (quote: Int, comment: Int, angle: Int)
    private var entries: [AddressList.Entry] = []
    /// Since the last address in brackets, or the last comma behind an address.
    private var words: [String] = []
    /// Those of the words.
    private var addresses: [String] = []
    private var word: [UInt8] = []

    init(_ text: String) {
        // Outside and inside quotes: a name with full-width brackets shows them as plain ones.
        let plain = text.replacing("\u{FF1C}", with: "<").replacing("\u{FF1E}", with: ">")
        self.text = Array(plain.utf8)
        let bytes = self.text
        func end(_ octet: UInt8) -> Int { bytes.lastIndex(of: octet).map { $0 + 1 } ?? 0 }
        ends = (end(UInt8(ascii: "\"")), end(UInt8(ascii: ")")), end(UInt8(ascii: ">")))
    }

    mutating func read() -> [AddressList.Entry] {
        while at < text.count {
            let next = text[at]
            switch next {
            case UInt8(ascii: "\"") where at + 1 < ends.quote: readQuoted()
            case UInt8(ascii: "(") where at + 1 < ends.comment:
                endWord()
                skipComment()
            case UInt8(ascii: "<") where at + 1 < ends.angle:
                endWord()
                readAngle()
            case UInt8(ascii: ","), UInt8(ascii: ";"):
                word.append(next)
                at += 1
                endWord()
                // Before an address in brackets it is the name's.
                if !addresses.isEmpty { takeBare() }
            case 0x20, 0x09:
                at += 1
                endWord()
            default:
                word.append(next)
                at += 1
            }
        }
        endWord()
        takeBare()
        return entries
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        let text = String(decoding: word, as: UTF8.self)
        words.append(text)
        if let address = Self.address(text) { addresses.append(address) }
        word = []
    }

    private mutating func readQuoted() {
        let start = at
        var content: [UInt8] = []
        at += 1
        while at < text.count, text[at] != UInt8(ascii: "\"") {
            if text[at] == UInt8(ascii: "\\"), at + 1 < text.count { at += 1 }
            content.append(text[at])
            at += 1
        }
        at = min(at + 1, text.count)
        // The quotes of a local-part belong to it.
        if at < text.count, text[at] == UInt8(ascii: "@") {
            word += text[start..<at]
        } else {
            endWord()
            words.append(String(decoding: content, as: UTF8.self))
        }
    }

    private mutating func skipComment() {
        var depth = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\\"): at += 1
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            default: break
            }
            at += 1
            if depth == 0 { return }
        }
    }

    private mutating func readAngle() {
        let start = at + 1
        at = text[start...].firstIndex(of: UInt8(ascii: ">")) ?? text.count
        let inner = text[start..<at].lastIndex(of: UInt8(ascii: "<")).map { $0 + 1 } ?? start
        let content = String(decoding: text[inner..<at].filter { !$0.isBlank }, as: UTF8.self)
        at = min(at + 1, text.count)
        guard let address = Self.address(content) else { return }
        let name = words.joined(separator: " ")
        entries.append(AddressList.Entry(displayName: name.isEmpty ? nil : name, address: address))
        (words, addresses) = ([], [])
    }

    private mutating func takeBare() {
        entries += addresses.map { AddressList.Entry(displayName: nil, address: $0) }
        (words, addresses) = ([], [])
    }

    /// The address in a word: without a source route, the name of a group, or commas.
    private static func address(_ word: String) -> String? {
        var text = word[...]
        while let last = text.utf8.last, last == UInt8(ascii: ",") || last == UInt8(ascii: ";") { text.removeLast() }
        if let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")), !text.utf8.contains(UInt8(ascii: "[")) {
            text = text[text.utf8.index(after: colon)...]
        }
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")), at > text.startIndex,
            text.utf8.index(after: at) < text.endIndex
        else { return nil }
        return String(text)
    }
}
