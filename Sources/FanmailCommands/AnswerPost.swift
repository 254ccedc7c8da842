import Composition
import Fanmail
import ListStore
import MailCore
import Roster
import SMTPClient

/// Sends what a list says to one person by itself.
struct AnswerPost {
    let options: DeliveryOptions
    let store: Store

    /// - Returns: how it went, for a person; nil where no relay is named, or the list's policy is not to say it.
    func send(_ kind: AnswerTemplate.Kind, to mailbox: Mailbox, _ list: ListRecord, token: String?) async throws
        -> String?
    {
        let isWanted =
            switch kind {
            case .confirm: true
            case .welcome: list.definition.welcome
            case .goodbye: list.definition.goodbye
            }
        guard isWanted, try options.relay(of: [list]) != nil else { return nil }
        let office = try options.office(for: [list], store)
        let template = AnswerTemplate(kind: kind, mailbox: mailbox, list: list, token: token)
        let message = try template.message(office)
        do {
            let signed = try office.settings.dkim?.signed(message, now: .now) ?? message
            // Nothing comes back from the null reverse-path (RFC 3834, 3.3).
            let outcomes = try await office.settings.relay.send(
                signed, from: nil, to: [mailbox.address], configuration: office.settings.smtp)
            return outcomes.map { "\($0)" }.joined()
        } catch {
            return "not sent: \(error)"
        }
    }
}
