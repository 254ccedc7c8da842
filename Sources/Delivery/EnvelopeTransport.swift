public import MailCore

/// Where envelopes go: the port through which a run reaches a relay.
package protocol EnvelopeTransport: Sendable {
    /// Opens one connection that is ready for its first mail transaction.
    func connect() async throws(TransportFailure) -> any EnvelopeConnection
}

/// One connection to a relay.
package protocol EnvelopeConnection: Sendable {
    /// The relay as it is shown and recorded: host, port.
    var relay: String { get }
    /// How the connection is protected, for people: `TLSv1.3, certificate verified`.
    var security: String { get }
    /// How many envelopes may be handed over at once: 2 where the next one is pipelined behind the current one, else 1.
    var lanes: Int { get }
    /// The most recipients the server announced to take in one transaction (RFC 9422, RCPTMAX).
    var recipientLimit: Int? { get }

    /// Offers one envelope. The content leaves only after the gate has opened.
    /// Returns when the transaction's fate is known; never throws: a failure is part of the report.
    func deliver(_ envelope: CutEnvelope, gate: ContentGate) async -> TransactionReport

    /// Finishes open transactions, says QUIT, closes.
    func close() async
}

extension EnvelopeConnection {
    package var security: String { "not encrypted" }
}

/// What became of one mail transaction.
package struct TransactionReport: Sendable {
    package enum Ending: Sendable {
        /// The end of data was answered. 2xx accepts every recipient without an exception; 4xx and 5xx concern the message.
        case answered(Reply)
        /// No recipient was taken at RCPT; nothing was delivered. Every recipient has an exception or is overflow.
        case noRecipients
        /// MAIL or DATA was refused: it concerns the message or the session, not a recipient.
        case refused(Reply)
        /// The connection failed, and the last octet of the content provably never left.
        case unsent(TransportFailure)
        /// The connection failed, and the content may have been taken.
        case unknown(TransportFailure)
        /// The gate was closed; no content was sent.
        case withheld
    }

    /// A recipient with a reply of its own: anything other than a 2xx to its RCPT, or with LMTP its reply after the data.
    package struct RecipientException: Sendable {
        /// Its place in the envelope's batch.
        package let index: Int
        package let reply: Reply

        package init(index: Int, reply: Reply) {
            self.index = index
            self.reply = reply.cut(to: Settlement.textLimit)
        }
    }

    package var ending: Ending
    /// In the order of the batch. Without those in ``overflow``.
    package var exceptions: [RecipientException]
    /// Recipients beyond what the server takes in one transaction, or that it did not hear: to be sent at once in another,
    /// not charged with an attempt.
    package var overflow: [Int]
    /// The first of ``overflow`` is one more than the server takes.
    package var overflowTellsLimit = true
    /// The connection can take no further envelope.
    package var connectionIsOver: Bool

    package init(
        ending: Ending, exceptions: [RecipientException] = [], overflow: [Int] = [], connectionIsOver: Bool = false
    ) {
        self.ending = ending
        self.exceptions = exceptions
        self.overflow = overflow
        self.connectionIsOver = connectionIsOver
    }
}

/// Why a connection could not be opened or did not last.
public struct TransportFailure: Error, Sendable {
    public enum Kind: String, Sendable {
        case nameNotFound, refused, timedOut, tls, authentication, protocolError, reply, closed
        /// The server lacks what the message needs.
        case unfit
    }

    public let kind: Kind
    /// One line for a person: what, where, why.
    public let message: String
    /// The server's reply, when one ended it (421, a refused greeting).
    public let reply: Reply?
    /// Another try would come to the same: a login refused for good, a certificate that is not taken, a message too large.
    public let isPermanent: Bool

    public init(kind: Kind, message: String, reply: Reply? = nil, isPermanent: Bool = false) {
        self.kind = kind
        self.message = message
        self.reply = reply
        self.isPermanent = isPermanent
    }
}
