/// The addresses of a header field such as To (RFC 5322, 3.4): mailboxes and groups, with comments and quoted names.
///
/// Obsolete forms are read where they are harmless (empty elements, blanks around a dot or an `@`), and so is a name that
/// lacks its quotes but says what the address says (`news@b.example <news@b.example>`); source routes are refused. Whether
/// what stands around an `@` is an address that mail can go to is not judged here.
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
    /// A name was read that RFC 5322 would have in quotes.
    public let lacksQuotes: Bool

    init(entries: [Entry], groups: [String] = [], lacksQuotes: Bool = false) {
        self.entries = entries
        self.groups = groups
        self.lacksQuotes = lacksQuotes
    }

    /// - Parameter text: the field's unfolded value.
    /// - Throws: what is wrong, in a clause.
    public init(_ text: String) throws(AddressListFailure) {
        var reader = Reader(text)
        while try reader.readElement() {}
        self.init(entries: reader.entries, groups: reader.groups, lacksQuotes: reader.lacksQuotes)
    }
}

extension AddressList {
    /// Reads one element after the other: a mailbox, the beginning or the end of a group, a comma.
    private struct Reader {
        private var scanner: AddressListScanner
        private(set) var entries: [Entry] = []
        private(set) var groups: [String] = []
        private(set) var lacksQuotes = false
        private var isCommaDue = false
        /// Where the mailbox that is being read, or was read last, begins, and how many entries there were before it.
        private var element = (start: 0, entries: 0)
        /// The same of the open group.
        private var group: (start: Int, entries: Int)?

        init(_ text: String) { scanner = AddressListScanner(text) }

        /// - Returns: whether there may be more.
        mutating func readElement() throws(AddressListFailure) -> Bool {
            do throws(AddressListFailure) {
                return try readStrictly()
            } catch  where error.mayBeName {
                try readName(instead: error)
                return true
            }
        }

        private mutating func readStrictly() throws(AddressListFailure) -> Bool {
            try scanner.skipBlanks()
            guard let next = scanner.peek else {
                guard group == nil else {
                    throw AddressListFailure("a group is not closed with a semicolon", mayBeName: true)
                }
                return false
            }
            if next == UInt8(ascii: ",") {
                scanner.advance()
                isCommaDue = false
                return true
            }
            if next == UInt8(ascii: ";") {
                guard group != nil else {
                    throw AddressListFailure("a semicolon stands outside a group; write a comma between addresses")
                }
                scanner.advance()
                group = nil
                isCommaDue = true
                return true
            }
            guard !isCommaDue else {
                throw AddressListFailure(
                    "there is no comma before \"\(scanner.rest)\"; write one between addresses", mayBeName: true)
            }
            element = (scanner.place, entries.count)
            try readMailbox()
            return true
        }

        private mutating func readMailbox() throws(AddressListFailure) {
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
            case UInt8(ascii: ":") where group == nil && !words.isEmpty:
                group = element
                scanner.advance()
                groups.append(words.phrase)
            case let other:
                let found = other.map { "before \(Character(Unicode.Scalar($0)))" } ?? "at the end"
                throw AddressListFailure(
                    "\"\(words.shown)\" \(found) is no address; write name <local@domain>", mayBeName: true)
            }
        }

        /// Reads everything up to the next `<` as the name of the address in it, where it says what the address says.
        ///
        /// - Throws: that the name needs quotes, where that is the reason; else the failure.
        private mutating func readName(instead failure: AddressListFailure) throws(AddressListFailure) {
            var start = element
            // Of a group with one address or none the colon may be the name's: `Re: News <news@b.example>`.
            let isUnclosed = scanner.peek == nil && entries.count > element.entries
            if let group, entries.count == group.entries || isUnclosed && entries.count == group.entries + 1 {
                start = group
            } else if isUnclosed {
                throw failure
            }
            scanner.goBack(to: start.start)
            guard let name = scanner.textBeforeAngle() else { throw failure }
            let address: String
            do throws(AddressListFailure) { address = try scanner.angle(name.bracket) } catch { throw failure }
            let text = UnquotedName(name.text)
            if name.bracket == .fullWidth {
                throw AddressListFailure(
                    "the brackets around \(address) are full-width; write \(text.written(before: address)), or put the "
                        + "name in quotes where they belong to it")
            }
            switch text.judged(before: address) {
            case .saysTheSame:
                entries.removeSubrange(start.entries...)
                entries.append(Entry(displayName: text.text, address: address))
                lacksQuotes = true
                isCommaDue = true
            case .needsQuotes:
                throw AddressListFailure(
                    "the name \(text.shown) holds what has a meaning of its own; put the name in quotes: "
                        + text.written(before: address))
            case .isAnotherAddress:
                throw AddressListFailure(
                    "\(text.shown) before <\(address)> is another address; put the name in quotes, "
                        + "\(text.written(before: address)), or write a comma between addresses")
            case .isNone: throw failure
            }
        }
    }
}
