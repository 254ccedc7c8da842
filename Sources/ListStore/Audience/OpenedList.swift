import MailingLists
import SMTPCore

/// A list of a mailing, as its journal needs it.
struct OpenedList: Sendable {
    let audience: Audience
    /// Its place among the lists of the message.
    let position: Int
    let reversePath: ReversePath
    let cursor: AudienceCursor
    /// Its audience is cut to the end.
    let isDone: Bool
    let bounces: BouncePolicy
    /// Who has a reverse-path of their own.
    let verp: VERPScope
}

extension ReversePath {
    /// From its text in the database; empty is the null reverse-path.
    init(stored text: String) {
        guard let at = text.lastIndex(of: "@") else {
            self = .null
            return
        }
        self = .mailbox(
            Mailbox(trustedLocalPart: String(text[..<at]), domain: String(text[text.index(after: at)...])))
    }
}
