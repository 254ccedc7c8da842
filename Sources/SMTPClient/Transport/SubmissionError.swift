public import FanmailBasics
public import SMTPCore
public import SMTPProtocol

/// What makes a submission impossible before anything is sent.
public enum SubmissionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No address (RFC 5321, 4.1.2), or one that could smuggle a command.
    case address(String, MailboxSyntaxError)
    /// A message that cannot go over the wire as it is.
    case message(ContentFailure)
    /// What a ``MailMessage`` would write into this field cannot stand there; the text says why.
    case field(String, String)

    /// One line, with control characters escaped.
    public var description: String {
        switch self {
        case .address(let text, let error): "\(text.debugDescription) is no address: \(error)".escapedForTerminal
        case .field(let name, let reason): "\(name): \(reason)".escapedForTerminal
        case .message(let failure): "the message cannot be sent as it is: \(failure)"
        }
    }

    static func reversePath(_ text: String?) throws(SubmissionError) -> ReversePath {
        guard let text, !text.isEmpty else { return .null }
        return .mailbox(try mailbox(text))
    }

    static func mailboxes(_ texts: [String]) throws(SubmissionError) -> [Mailbox] {
        var mailboxes: [Mailbox] = []
        mailboxes.reserveCapacity(texts.count)
        for text in texts { mailboxes.append(try mailbox(text)) }
        return mailboxes
    }

    private static func mailbox(_ text: String) throws(SubmissionError) -> Mailbox {
        do { return try Mailbox(parsing: text) } catch { throw .address(text, error) }
    }
}
