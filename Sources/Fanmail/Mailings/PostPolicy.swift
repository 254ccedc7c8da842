import FanmailBasics
import FanmailMIME
import ListStore
import MailingLists
import SMTPCore

/// Who may post to a list. It goes by From, which a server that takes mail for the list has to vouch for.
struct PostPolicy {
    let list: ListRecord
    let store: Store

    /// Those of From.
    static func authors(of header: HeaderSection) -> [Mailbox] {
        let field = header.first("From")?.value ?? ""
        return (try? AddressList(field))?.entries.compactMap { try? Mailbox(parsing: $0.address) } ?? []
    }

    /// Why the list does not take a message from these authors; nil when it does. Every one of them must be allowed.
    func objection(to authors: [Mailbox]) throws -> String? {
        guard list.definition.post != .anyone else { return nil }
        guard !authors.isEmpty else { return "\(takes), and this one has no author" }
        for author in authors {
            guard try !isAllowed(author) else { continue }
            return "\(takes), and not from \(author.address.escapedForTerminal)"
        }
        return nil
    }

    private func isAllowed(_ author: Mailbox) throws -> Bool {
        let definition = list.definition
        let sender = definition.look.sender.flatMap { try? Mailbox(parsing: $0.address) }
        let own = [definition.owner] + definition.posters + [sender].compactMap(\.self)
        if own.contains(where: { $0.key == author.key }) { return true }
        guard definition.post == .subscribers else { return false }
        return try store.subscriptions(of: author).contains { $0.list == list.name && $0.state == .active }
    }

    private var takes: String {
        let definition = list.definition
        let who =
            definition.post == .subscribers ? "its subscribers and its owner" : "its owner \(definition.owner.address)"
        let others = definition.posters.isEmpty ? "" : " and its posters"
        return "\(list.name) takes messages from \(who)\(others)".escapedForTerminal
    }
}
