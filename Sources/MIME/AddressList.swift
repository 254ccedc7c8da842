/// The addresses of a header field such as To (RFC 5322, 3.4): mailboxes and groups, with comments and quoted names.
public struct AddressList: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        /// As it is written; encoded words are not decoded.
        public let displayName: String?
        /// local-part@domain, as it is written.
        public let address: String
    }

    public let entries: [Entry]

    private static let deepestComment = 20

    /// - Throws: what is wrong, in a clause.
    public init(_ text: String) throws(AddressListFailure) {
        var scanner = Scanner(text)
        var entries: [Entry] = []
        var inGroup = false
        while true {
            try scanner.skipBlanks()
            guard let next = scanner.peek else { break }
            switch next {
            case ",":
                scanner.advance()
                continue
            case ";" where inGroup:
                scanner.advance()
                inGroup = false
                continue
            case "<":
                entries.append(Entry(displayName: nil, address: try scanner.angleAddress()))
                continue
            default: break
            }
            let words = try scanner.phrase()
            switch scanner.peek {
            case "<": entries.append(Entry(displayName: words, address: try scanner.angleAddress()))
            case ":" where !inGroup:
                scanner.advance()
                inGroup = true
            case "@":
                scanner.advance()
                entries.append(Entry(displayName: nil, address: words + "@" + (try scanner.domain())))
            case let other:
                let found = other.map { "before \($0)" } ?? "at the end"
                throw AddressListFailure("\"\(words)\" \(found) is no address; write name <local@domain>")
            }
        }
        guard !inGroup else { throw AddressListFailure("a group is not closed with a semicolon") }
        self.entries = entries
    }

    private struct Scanner {
        private let text: [Character]
        private var at = 0

        init(_ text: String) { self.text = Array(text) }

        var peek: Character? { at < text.count ? text[at] : nil }

        mutating func advance() { at += 1 }

        /// White space and comments.
        mutating func skipBlanks() throws(AddressListFailure) {
            while let next = peek {
                if next == " " || next == "\t" {
                    advance()
                } else if next == "(" {
                    try skipComment()
                } else {
                    return
                }
            }
        }

        private mutating func skipComment() throws(AddressListFailure) {
            var depth = 0
            while let next = peek {
                advance()
                switch next {
                case "\\": advance()
                case "(":
                    depth += 1
                    guard depth <= AddressList.deepestComment else {
                        throw AddressListFailure("comments are nested too deeply")
                    }
                case ")":
                    depth -= 1
                    if depth == 0 { return }
                default: break
                }
            }
            throw AddressListFailure("a comment is not closed")
        }

        /// Words up to a special; quotes are kept only around a local-part, which is told by what follows.
        mutating func phrase() throws(AddressListFailure) -> String {
            var words: [String] = []
            var raw = ""
            while let next = peek, !"<>@,;:".contains(next) {
                if next == "\"" {
                    let quoted = try quotedString()
                    words.append(quoted.content)
                    raw += quoted.raw
                } else if next == " " || next == "\t" || next == "(" {
                    try skipBlanks()
                } else {
                    var atom = ""
                    while let part = peek, !"<>@,;:\"( \t".contains(part) {
                        atom.append(part)
                        advance()
                    }
                    words.append(atom)
                    raw += atom
                }
            }
            return peek == "@" ? raw : words.joined(separator: " ")
        }

        private mutating func quotedString() throws(AddressListFailure) -> (content: String, raw: String) {
            var content = ""
            var raw = "\""
            advance()
            while let next = peek {
                advance()
                raw.append(next)
                if next == "\"" { return (content, raw) }
                if next == "\\", let escaped = peek {
                    advance()
                    raw.append(escaped)
                    content.append(escaped)
                } else {
                    content.append(next)
                }
            }
            throw AddressListFailure("a quoted string is not closed")
        }

        mutating func angleAddress() throws(AddressListFailure) -> String {
            advance()
            try skipBlanks()
            guard peek != "@" else { throw AddressListFailure("a source route <@host:...> is not used any more") }
            let local = try phrase()
            guard peek == "@", !local.isEmpty else {
                throw AddressListFailure("<\(local)\(peek == ">" ? ">" : "") is no address; write <local@domain>")
            }
            advance()
            let domain = try domain()
            try skipBlanks()
            guard peek == ">" else { throw AddressListFailure("<\(local)@\(domain) is not closed with >") }
            advance()
            return local + "@" + domain
        }

        mutating func domain() throws(AddressListFailure) -> String {
            try skipBlanks()
            var domain = ""
            while let next = peek, !"<>@,;: \t(".contains(next) || domain.hasPrefix("[") {
                domain.append(next)
                advance()
                if next == "]" { break }
            }
            guard !domain.isEmpty else { throw AddressListFailure("there is nothing behind an @") }
            try skipBlanks()
            return domain
        }
    }
}

/// What is wrong with a field of addresses.
public struct AddressListFailure: Error, Sendable, Equatable {
    public let reason: String

    init(_ reason: String) { self.reason = reason }
}
