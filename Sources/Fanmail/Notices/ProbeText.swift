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

    /// With CRLF ends.
    func message(now: Timestamp = .now) throws -> [UInt8] {
        let notice = PlainNotice(list: list, recipient: mailbox, subject: filled(words.subject), text: text)
        do throws(SubmissionError) {
            return try notice.message(now: now)
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
