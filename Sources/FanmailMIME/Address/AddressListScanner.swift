/// Reads the parts of an address list, left to right. The text is UTF-8; whatever means something is ASCII.
struct AddressListScanner {
    /// How deeply comments may be nested.
    static let deepestComment = 20

    private let text: [UInt8]
    private var at = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    var peek: UInt8? { at < text.count ? text[at] : nil }

    /// Where the next octet is.
    var place: Int { at }

    mutating func goBack(to place: Int) { at = place }

    mutating func advance() { at += 1 }

    /// What is still to be read, cut for a message to a person.
    var rest: String {
        let rest = String(decoding: text[min(at, text.count)...], as: UTF8.self)
        return rest.count > 40 ? rest.prefix(40) + "…" : rest
    }

    /// Passes white space and comments; tells whether there were any.
    @discardableResult
    mutating func skipBlanks() throws(AddressListFailure) -> Bool {
        let start = at
        while let next = peek {
            if next.isBlank {
                advance()
            } else if next == UInt8(ascii: "(") {
                try skipComment()
            } else {
                break
            }
        }
        return at > start
    }

    private mutating func skipComment() throws(AddressListFailure) {
        var depth = 0
        while let next = peek {
            advance()
            switch next {
            case UInt8(ascii: "\\"): advance()
            case UInt8(ascii: "("):
                depth += 1
                guard depth <= Self.deepestComment else {
                    throw AddressListFailure("comments are nested more than \(Self.deepestComment) deep")
                }
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return }
            default: break
            }
        }
        throw AddressListFailure("a comment is not closed")
    }

    /// Words up to one of `<>@,;:` or the end.
    mutating func words() throws(AddressListFailure) -> AddressWords {
        var words = AddressWords()
        while true {
            let isApart = try skipBlanks()
            guard let next = peek, !next.endsWords else { return words }
            let start = at
            let content: String
            if next == UInt8(ascii: "\"") {
                content = try quotedString()
            } else {
                while let part = peek, !part.endsWords, !part.isBlank, part != UInt8(ascii: "("),
                    part != UInt8(ascii: "\"")
                {
                    guard part != UInt8(ascii: ")") else {
                        throw AddressListFailure("there is a closing parenthesis without an opening one")
                    }
                    advance()
                }
                content = string(from: start)
            }
            words.append(content: content, raw: string(from: start), isApart: isApart)
        }
    }

    private func string(from start: Int) -> String { String(decoding: text[start..<at], as: UTF8.self) }

    private mutating func quotedString() throws(AddressListFailure) -> String {
        var content: [UInt8] = []
        advance()
        while let next = peek {
            advance()
            if next == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
            if next == UInt8(ascii: "\\"), let escaped = peek {
                advance()
                content.append(escaped)
            } else {
                content.append(next)
            }
        }
        throw AddressListFailure("a quoted string is not closed")
    }

    /// `<local-part@domain>`, from the `<`.
    mutating func angleAddress() throws(AddressListFailure) -> String {
        advance()
        try skipBlanks()
        guard peek != UInt8(ascii: "@") else {
            throw AddressListFailure("a source route <@host:...> is not used any more; write <local@domain>")
        }
        let words = try words()
        guard peek == UInt8(ascii: "@") else {
            let end = peek == UInt8(ascii: ">") ? ">" : ""
            throw AddressListFailure("<\(words.shown)\(end) is no address; write <local@domain>")
        }
        let address = try address(localPart: words)
        guard peek == UInt8(ascii: ">") else { throw AddressListFailure("<\(address) is not closed with >") }
        advance()
        return address
    }

    /// The address whose local-part was read, from the `@`; passes the blanks behind it.
    mutating func address(localPart words: AddressWords) throws(AddressListFailure) -> String {
        guard let local = words.localPart else {
            throw AddressListFailure(
                words.isEmpty
                    ? "there is nothing before an @"
                    : "\"\(words.shown)\" before an @ has a space; write a comma, quotes, or name <local@domain>",
                mayBeName: true)
        }
        advance()
        let address = local + "@" + (try domain())
        guard !address.unicodeScalars.contains(where: { $0 == "\u{FF1C}" || $0 == "\u{FF1E}" }) else {
            throw AddressListFailure(
                "the brackets of \(address) are full-width; write name <local@domain>", mayBeName: true)
        }
        return address
    }

    // MARK: - Names without quotes

    enum Bracket {
        case usual
        /// U+FF1C and U+FF1E, as East Asian keyboards write them.
        case fullWidth

        fileprivate var opening: [UInt8] { self == .usual ? [0x3C] : Array("\u{FF1C}".utf8) }
        fileprivate var closing: [UInt8] { self == .usual ? [0x3E] : Array("\u{FF1E}".utf8) }
    }

    /// The text up to the next `<`, else up to the next full-width one, outside quotes and comments; stops before it.
    mutating func textBeforeAngle() -> (text: String, bracket: Bracket)? {
        let start = at
        for bracket in [Bracket.usual, .fullWidth] {
            at = start
            let opening = bracket.opening
            while let next = peek {
                if text[at...].starts(with: opening) { return (string(from: start), bracket) }
                do throws(AddressListFailure) {
                    switch next {
                    case UInt8(ascii: "\""): _ = try quotedString()
                    case UInt8(ascii: "("): try skipComment()
                    default: advance()
                    }
                } catch {
                    break
                }
            }
        }
        return nil
    }

    /// The address within brackets, from the opening one.
    mutating func angle(_ bracket: Bracket) throws(AddressListFailure) -> String {
        guard bracket == .fullWidth else { return try angleAddress() }
        let start = at + bracket.opening.count
        let closing = bracket.closing
        at = start
        while at < text.count, !text[at...].starts(with: closing) { advance() }
        let address = string(from: start)
        guard peek != nil, address.utf8.contains(UInt8(ascii: "@")) else {
            throw AddressListFailure("\(address) is no address")
        }
        at += closing.count
        return address
    }

    private mutating func domain() throws(AddressListFailure) -> String {
        try skipBlanks()
        if peek == UInt8(ascii: "[") { return try domainLiteral() }
        var domain = ""
        while let next = peek, !next.endsWords {
            let start = at
            while let part = peek, part.isInDomain { advance() }
            guard at > start else { break }
            domain += string(from: start)
            try skipBlanks()
            // Blanks around a dot are obsolete and harmless; elsewhere the domain ends.
            guard peek == UInt8(ascii: ".") || domain.hasSuffix(".") else { break }
        }
        guard !domain.isEmpty else { throw AddressListFailure("there is nothing behind an @", mayBeName: true) }
        return domain
    }

    private mutating func domainLiteral() throws(AddressListFailure) -> String {
        let start = at
        while let next = peek {
            advance()
            if next == UInt8(ascii: "]") {
                let literal = string(from: start)
                try skipBlanks()
                return literal
            }
            guard !next.isBlank, next != UInt8(ascii: "<"), next != UInt8(ascii: ">") else { break }
        }
        throw AddressListFailure("an address literal is not closed with ]")
    }
}

extension UInt8 {
    /// One of the specials behind which something else begins: `<>@,;:`.
    fileprivate var endsWords: Bool {
        switch self {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }

    fileprivate var isInDomain: Bool {
        !endsWords && !isBlank && self != UInt8(ascii: "(") && self != UInt8(ascii: ")") && self != UInt8(ascii: "\"")
    }
}
