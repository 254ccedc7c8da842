import FanmailBasics
public import FanmailMIME
public import SMTPCore

/// Which lists a message's header names, and which other addresses stand there.
public struct Addressing<List: Sendable>: Sendable {
    /// In the order of To, Cc, Bcc; each once.
    public let lists: [List]
    /// Addresses that name no list. Nobody is mailed because of them.
    public let others: [String]

    /// - Parameters:
    ///   - header: a message's header.
    ///   - list: the list that has an address, if one has.
    /// - Throws: `CompositionFailure` when a field cannot be read or no list is named; what `list` throws.
    public init<Failure: Error>(
        of header: HeaderSection, list: (Mailbox) throws(Failure) -> List?
    ) throws {
        var lists: [List] = []
        var others: [String] = []
        var seen: Set<String> = []
        for name in ["To", "Cc", "Bcc"] {
            for field in header.all(name) {
                let entries: [AddressList.Entry]
                do {
                    entries = try AddressList(field.value).entries
                } catch {
                    throw CompositionFailure(line: field.line, "\(name): \(error.reason)")
                }
                for entry in entries {
                    guard let mailbox = try? Mailbox(parsing: entry.address) else {
                        if seen.insert(entry.address).inserted { others.append(entry.address) }
                        continue
                    }
                    guard seen.insert(mailbox.key).inserted else { continue }
                    if let found = try list(mailbox) { lists.append(found) } else { others.append(mailbox.address) }
                }
            }
        }
        guard !lists.isEmpty else {
            let more = others.count > 3 ? " and \(others.count - 3) more" : ""
            let found = others.isEmpty ? "no address at all" : others.prefix(3).joined(separator: ", ") + more
            throw CompositionFailure(
                .noList,
                "its To, Cc and Bcc name no list: there is \(found); write the address of a list, "
                    + "such as To: announce@lists.example", remedy: .seeLists)
        }
        self.lists = lists
        self.others = others
    }
}
