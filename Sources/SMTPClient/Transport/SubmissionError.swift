public import FanmailBasics
public import SMTPCore
public import SMTPProtocol

/// What makes a submission impossible before anything is sent: one line, which another try would come to again.
public struct SubmissionError: ExplainedError, Equatable {
    /// What is wrong, for a program to tell apart. There may be more kinds one day.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        /// The kind's name.
        public let description: String

        /// One more kind, by its name.
        public init(_ name: String) { description = name }

        /// No address (RFC 5321, 4.1.2), or one that could smuggle a command; ``SubmissionError/addressError`` says more.
        public static let address = Self("address")
        /// A message that cannot go over the wire as it is; ``SubmissionError/contentFailure`` says more.
        public static let content = Self("content")
        /// What a ``MailMessage`` would write into a field cannot stand there; the field is the place.
        public static let field = Self("field")
    }

    /// What is wrong.
    public let kind: Kind
    /// Where, what and why.
    public let explanation: Explanation
    /// What is wrong with the address, where it is that.
    public let addressError: MailboxSyntaxError?
    /// What is wrong with the message, where it is that.
    public let contentFailure: ContentFailure?

    private init(
        _ kind: Kind, _ explanation: Explanation, address: MailboxSyntaxError? = nil, content: ContentFailure? = nil
    ) {
        self.kind = kind
        self.explanation = explanation
        addressError = address
        contentFailure = content
    }

    static func address(_ text: String, _ error: MailboxSyntaxError) -> Self {
        Self(.address, Explanation("\(text.debugDescription) is no address: \(error)"), address: error)
    }

    static func content(_ failure: ContentFailure) -> Self {
        Self(.content, Explanation("the message cannot be sent as it is: \(failure)"), content: failure)
    }

    static func field(_ name: String, _ reason: String) -> Self {
        Self(.field, Explanation(reason, at: name))
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
