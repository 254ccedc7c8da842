import FanmailBasics
public import SMTPCore
import SMTPProtocol

/// What became of one recipient's copy. A refusal is an outcome, never an error: it costs nobody else their mail.
public struct RecipientOutcome: Sendable, CustomStringConvertible {
    /// The five things that can become of a copy.
    public enum Fate: Sendable {
        /// The server took responsibility for the copy (2xx; RFC 5321, 4.2.5).
        case accepted(Reply)
        /// Refused for good (5xx).
        case refused(Reply)
        /// Refused for now (4xx): the caller may try again later.
        case deferred(Reply)
        /// The connection failed or could not be opened; no copy was made.
        case unsent(SMTPFailure)
        /// The connection failed between the last octet and its reply: a copy may or may not have been made.
        case unknown(SMTPFailure)
    }

    /// As it was given.
    public let recipient: String
    /// What became of the copy.
    public let fate: Fate

    /// A value like those that ``SMTPPool`` returns, for tests and adapters.
    public init(recipient: String, fate: Fate) {
        self.recipient = recipient
        self.fate = fate
    }

    /// A server took responsibility for the copy.
    public var isAccepted: Bool {
        if case .accepted = fate { true } else { false }
    }

    /// `ada@example.org: accepted: 250 2.0.0 Ok`, with control characters escaped.
    public var description: String {
        let what =
            switch fate {
            case .accepted(let reply): "accepted: \(reply.summary)"
            case .refused(let reply): "refused: \(reply.summary)"
            case .deferred(let reply): "deferred: \(reply.summary)"
            case .unsent(let failure): "unsent: \(failure.message)"
            case .unknown(let failure): "unknown: \(failure.message)"
            }
        return "\(recipient): \(what)".escapedForTerminal
    }
}

extension RecipientOutcome.Fate {
    /// By the class of the code: 251 is acceptance.
    init(_ reply: Reply) {
        switch reply.severity {
        case .completed, .intermediate: self = .accepted(reply)
        case .transient: self = .deferred(reply)
        case .permanent: self = .refused(reply)
        }
    }
}

extension TransactionResult {
    /// The fate of each recipient of a batch; nil for those that belong into another transaction (``overflow``).
    func fates(of count: Int) -> [RecipientOutcome.Fate?] {
        let common: RecipientOutcome.Fate? =
            switch ending {
            case .answered(let reply), .refused(let reply): .init(reply)
            case .unsent(let failure): .unsent(failure)
            case .unknown(let failure): .unknown(failure)
            case .withheld: .unsent(.init(.closed, "withheld"))
            case .noRecipients: nil
            }
        var fates = [RecipientOutcome.Fate?](repeating: common, count: count)
        for exception in exceptions { fates[exception.index] = .init(exception.reply) }
        for index in overflow { fates[index] = nil }
        return fates
    }
}
