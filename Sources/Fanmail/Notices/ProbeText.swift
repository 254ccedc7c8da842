import FanmailBasics
import ListStore
import MailingLists
import SMTPClient
import SMTPCore

/// By what an address that bounced is asked whether it is there, in the list's language.
struct ProbeText {
    let mailbox: Mailbox
    let list: ListRecord
    /// Ends the subscription; nil where none could be made.
    let token: String?

    private var words: ProbeWords { ProbeWords.of(list.definition.language) }

    /// With CRLF ends. A machine wrote it (RFC 3834).
    func message(now: Timestamp = .now) throws -> [UInt8] {
        let sender = list.definition.look.sender
        let message = MailMessage(
            from: MailAddress(name: sender?.name, address: sender?.address ?? list.definition.owner.address),
            to: [MailAddress(name: nil, address: mailbox.address)], subject: filled(words.subject), text: text,
            fields: [.init("Auto-Submitted", "auto-generated")])
        do throws(SubmissionError) {
            return try message.encoded(now: now)
        } catch {
            throw FanmailFailure(
                .unusableInput, "\(list.name): \(mailbox.address) cannot be asked: \(error)".escapedForTerminal)
        }
    }

    var text: String {
        var parts = [words.cameBack, words.nothing].map(filled)
        if let way { parts.append("\(filled(words.leave))\n\(way)") }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The owner's page, else the address that acts by mail.
    private var way: String? {
        guard let token else { return nil }
        if let page = list.definition.unsubscribeURL, page.contains("{token}") {
            return page.replacing("{token}", with: token)
        }
        return TokenAddress.address(of: list.address, .unsubscribe, token: token)
    }

    private func filled(_ text: String) -> String {
        text.replacing("{list}", with: list.name).replacing("{address}", with: mailbox.address)
    }
}
