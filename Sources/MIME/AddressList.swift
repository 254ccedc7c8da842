/// The addresses of a header field such as To (RFC 5322, 3.4): mailboxes and groups, with comments and quoted names.
///
/// Obsolete forms are read where they are harmless (empty elements, blanks around a dot or an `@`); source routes are
/// refused. Whether what stands around an `@` is an address that mail can go to is not judged here.
public struct AddressList: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        /// As it is written, without quotes; encoded words are not decoded. Nil when there is none.
        public let displayName: String?
        /// local-part@domain, as it is written, without comments and blanks.
        public let address: String
    }

    /// In order, the members of groups among them.
    public let entries: [Entry]
    /// The names of the groups, in order; a group may be empty.
    public let groups: [String]

    /// - Parameter text: the field's unfolded value.
    /// - Throws: what is wrong, in a clause.
    public init(_ text: String) throws(AddressListFailure) {
        var scanner = AddressListScanner(text)
        var entries: [Entry] = []
        var groups: [String] = []
        var inGroup = false
        var isCommaDue = false
        while true {
            try scanner.skipBlanks()
            guard let next = scanner.peek else { break }
            if next == UInt8(ascii: ",") {
                scanner.advance()
                isCommaDue = false
                continue
            }
            if next == UInt8(ascii: ";") {
                guard inGroup else {
                    throw AddressListFailure("a semicolon stands outside a group; write a comma between addresses")
                }
                scanner.advance()
                inGroup = false
                isCommaDue = true
                continue
            }
            guard !isCommaDue else {
                throw AddressListFailure("there is no comma before \"\(scanner.rest)\"; write one between addresses")
            }
            let words = try scanner.words()
            switch scanner.peek {
            case UInt8(ascii: "<"):
                let name = words.phrase
                let address = try scanner.angleAddress()
                entries.append(Entry(displayName: name.isEmpty ? nil : name, address: address))
                isCommaDue = true
            case UInt8(ascii: "@"):
                entries.append(Entry(displayName: nil, address: try scanner.address(localPart: words)))
                isCommaDue = true
            case UInt8(ascii: ":") where !inGroup && !words.isEmpty:
                scanner.advance()
                groups.append(words.phrase)
                inGroup = true
            case let other:
                let found = other.map { "before \(Character(Unicode.Scalar($0)))" } ?? "at the end"
                throw AddressListFailure("\"\(words.shown)\" \(found) is no address; write name <local@domain>")
            }
        }
        guard !inGroup else { throw AddressListFailure("a group is not closed with a semicolon") }
        self.entries = entries
        self.groups = groups
    }
}
