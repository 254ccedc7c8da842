/// What stands before `<local@domain>` and is no phrase as it is written (RFC 5322, 3.2.5): quotes were forgotten.
struct UnquotedName {
    enum Judgement {
        /// It is the address, or holds it and no other.
        case saysTheSame
        /// It holds specials, but no address.
        case needsQuotes
        case isAnotherAddress
        /// It is no name, or one that needs no quotes.
        case isNone
    }

    /// Without blanks around it.
    let text: String

    init(_ text: String) {
        let bytes = text.utf8
        let first = bytes.firstIndex { !$0.isBlank } ?? bytes.endIndex
        let last = bytes.lastIndex { !$0.isBlank }
        self.text = last.map { String(text[first...$0]) } ?? ""
    }

    func judged(before address: String) -> Judgement {
        let addresses = text.split { $0 == " " || $0 == "\t" || Self.brackets.contains($0) }.filter(Self.isAddress)
        let octets = text.utf8
        let isList = octets.contains(UInt8(ascii: ",")) || octets.contains(UInt8(ascii: ";"))
        let hasColon = octets.contains(UInt8(ascii: ":"))
        switch addresses.count {
        case 0: return isList || hasColon || octets.contains(UInt8(ascii: "@")) ? .needsQuotes : .isNone
        // A list of addresses in which something else is wrong.
        case _ where isList: return .isNone
        case _ where addresses.allSatisfy({ $0.lowercased() == address.lowercased() }):
            return hasColon ? .needsQuotes : .saysTheSame
        case 1: return .isAnotherAddress
        default: return .isNone
        }
    }

    /// As it is to be written.
    func written(before address: String) -> String {
        guard !text.isEmpty, shown == text else { return "\"name\" <\(address)>" }
        guard text.utf8.contains(where: { !$0.isBlank && !$0.isPhraseText }) else { return "\(text) <\(address)>" }
        return "\(Self.quoted(text)) <\(address)>"
    }

    /// A quoted string (RFC 5322, 3.2.4).
    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Cut for a message to a person.
    var shown: String { text.count > 60 ? text.prefix(60) + "…" : text }

    private static let brackets: Set<Character> = ["＜", "＞", "(", ")", "[", "]", "'", "\""]

    private static func isAddress(_ word: Substring) -> Bool {
        guard let at = word.utf8.firstIndex(of: UInt8(ascii: "@")) else { return false }
        return at > word.startIndex && word.utf8.index(after: at) < word.endIndex
    }
}

extension UInt8 {
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// Atom text (RFC 5322, 3.2.3), the dot of obsolete phrases, and what is beyond ASCII.
    var isPhraseText: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
        default: "!#$%&'*+-/=?^_`{|}~.".utf8.contains(self)
        }
    }
}
