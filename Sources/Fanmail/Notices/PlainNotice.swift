import FanmailBasics
import ListStore
import MailingLists
import SMTPClient
import SMTPCore

/// What a list says by itself in plain text, as its sender does in letters, else its owner.
struct PlainNotice {
    let list: ListRecord
    let recipient: Mailbox
    let subject: String
    let text: String

    /// With CRLF ends. A machine wrote it (RFC 3834).
    func message(now: Timestamp) throws(SubmissionError) -> [UInt8] {
        let sender = list.definition.look.sender
        let message = MailMessage(
            from: MailAddress(name: sender?.name, address: sender?.address ?? list.definition.owner.address),
            to: [MailAddress(name: nil, address: recipient.address)], subject: subject, text: text,
            fields: [.init("Auto-Submitted", "auto-generated")])
        return try message.encoded(now: now)
    }
}
