import FanmailBasics
package import ListStore
import MailingLists
import SMTPClient
package import SMTPCore

/// Writes down what a list says to one person by itself. It waits in the database until ``NoticePost`` sends it.
package struct NoticeWriter: Sendable {
    package let store: Store
    /// The owner's own words are letters.
    package let letters: LetterReader

    package init(store: Store, letters: LetterReader) {
        self.store = store
        self.letters = letters
    }

    /// Verifies a token, does what it says, once, and writes down what the list says of it.
    ///
    /// - Parameters:
    ///   - source: where it came back; kept in the history.
    ///   - isDryRun: only tells what it would do.
    /// - Throws: ``TokenFailure`` for what is no token of this database's; nothing is changed then.
    package func redeem(_ token: String, source: String, isDryRun: Bool = false) throws -> TokenEffect {
        let effect = try store.redeem(token, source: source, isDryRun: isDryRun)
        if !isDryRun { _ = try write(answerTo: effect) }
        return effect
    }

    /// Writes the welcome or the goodbye.
    ///
    /// - Returns: its id; nil where nothing changed, or the list's policy is not to say it.
    package func write(answerTo effect: TokenEffect) throws -> Int64? {
        let mailbox = try Mailbox(parsing: effect.address)
        let list = try store.list(named: effect.list)
        switch effect.result {
        case .unchanged: return nil
        case .unsubscribed: return try write(.goodbye, to: mailbox, list, token: nil)
        case .confirmed:
            let token = try store.token(.unsubscribe, for: mailbox, list: list, lasting: Store.leaveLifetime)
            return try write(.welcome, to: mailbox, list, token: token)
        }
    }

    /// - Parameter token: what confirms, of a request to confirm; what ends the subscription, of a welcome.
    /// - Returns: its id; nil where the list's policy is not to say it, or nobody has the address any more.
    package func write(
        _ kind: NoticeRecord.Kind, to mailbox: Mailbox, _ list: ListRecord, token: String?
    ) throws -> Int64? {
        let isWanted =
            switch kind {
            case .confirm, .stranger: true
            case .welcome: list.definition.welcome
            case .goodbye: list.definition.goodbye
            // One goes to nobody but the owner, the other by a bounce alone.
            case .warning, .probe: false
            }
        guard isWanted else { return nil }
        let template = NoticeTemplate(kind: kind, mailbox: mailbox, list: list, token: token, letters: letters)
        return try store.queueNotice(kind, to: mailbox, list: list, message: template.message(store))
    }
}
