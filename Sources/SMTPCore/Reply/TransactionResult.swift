/// What became of a mail transaction. A refusal is a result, never an error.
public struct TransactionResult: Sendable {
    /// How the transaction as a whole ended.
    public enum Ending: Sendable {
        /// The end of data was answered. 2xx: every recipient without an exception was accepted.
        case answered(Reply)
        /// No recipient was taken, so nothing was delivered.
        case noRecipients
        /// MAIL or DATA was refused, by the server or because it could not have taken the message.
        case refused(Reply)
        /// The connection failed, and the last octet of the content provably never left.
        case unsent(SMTPFailure)
        /// The connection failed, and the content may have been taken.
        case unknown(SMTPFailure)
        /// The gate was closed; no content was sent.
        case withheld
    }

    /// A recipient with a reply of its own: one that was not accepted; with LMTP, where the connection was lost behind some
    /// of the replies after the data, also one that was.
    public struct Exception: Sendable, Equatable {
        /// Its place in the transaction's recipients.
        public let index: Int
        /// What the server said to its RCPT, or with LMTP after the data.
        public let reply: Reply
        /// It was not offered, because this server lacks SMTPUTF8 (RFC 6531); another may take it.
        public let isLack: Bool

        /// A recipient's own reply.
        public init(index: Int, reply: Reply, isLack: Bool = false) {
            self.index = index
            self.reply = reply
            self.isLack = isLack
        }
    }

    /// How the transaction as a whole ended.
    public var ending: Ending
    /// Nothing was offered, because this server lacks what the message needs (SIZE, 8BITMIME, SMTPUTF8), and ``ending`` is
    /// the refusal it would get; another may take it.
    public var isLack = false
    /// Ascending by index, without those in ``overflow``.
    public var exceptions: [Exception] = []
    /// Recipients beyond what the server takes in one transaction, or that it did not hear in this one; send them in another.
    public var overflow: [Int] = []
    /// The first of ``overflow`` is one more than the server takes. It tells nothing where some are there for their domain
    /// (RFC 9422, RCPTDOMAINMAX) or were not heard.
    public var overflowTellsLimit = true
    /// The connection takes no further transaction.
    public var connectionIsOver = false

    /// How it ended, and for whom otherwise.
    public init(
        ending: Ending, exceptions: [Exception] = [], overflow: [Int] = [], connectionIsOver: Bool = false
    ) {
        self.ending = ending
        self.exceptions = exceptions
        self.overflow = overflow
        self.connectionIsOver = connectionIsOver
    }

    /// Every recipient was accepted: 250 2.0.0, and this text.
    public static func accepted(_ text: String) -> TransactionResult {
        TransactionResult(ending: .answered(Reply(code: 250, status: EnhancedStatusCode(2, 0, 0), text: text)))
    }

    /// The outcome of each recipient, in order: the reply that decided it, nil where none did.
    public func replies(for recipients: RecipientBatch) -> [Reply?] {
        var common: Reply?
        switch ending {
        case .answered(let reply), .refused(let reply): common = reply
        case .unsent(let failure), .unknown(let failure): common = failure.reply
        case .noRecipients, .withheld: break
        }
        var replies = [Reply?](repeating: common, count: recipients.count)
        for exception in exceptions { replies[exception.index] = exception.reply }
        for index in overflow { replies[index] = nil }
        return replies
    }
}
