/// What a message that came back says, read from the outside world: bounded, and no part of it trusted.
public struct BounceReading: Sendable {
    /// What the message is.
    public enum Nature: String, Hashable, CaseIterable, Sendable {
        /// Of copies that were not delivered, or not yet, or were (RFC 3464, or any server's own words).
        case delivery
        /// A reader calls a message spam, or takes it back (ARF, RFC 5965).
        case complaint
        /// Of a message that was shown (RFC 8098).
        case disposition
        /// Of a machine that speaks for somebody who is away, or got a question (RFC 3834).
        case autoReply = "auto-reply"
        /// A machine asks whether a person wrote.
        case challenge
        /// None of these.
        case other
    }

    public let nature: Nature
    /// Those whom the report names, in its order, each once.
    public let recipients: [ReportedRecipient]
    /// `Original-Envelope-Id` (RFC 3464, 2.2.1), which was the ENVID of the transaction; xtext is decoded.
    public let envelopeID: String?
    /// Of the message that came back; nil where none did.
    public let returned: ReturnedMessage?
    /// How it was read, a sentence a step: for explaining.
    public let steps: [String]

    /// Reads a message that came in, whatever it is, and whatever octets it is made of.
    ///
    /// It takes time and memory as the message is long, up to 24 MiB, of which nothing behind is looked at.
    public init(reading message: [UInt8]) { self = BounceReader.read(message) }

    public init(
        nature: Nature, recipients: [ReportedRecipient] = [], envelopeID: String? = nil,
        returned: ReturnedMessage? = nil, steps: [String] = []
    ) {
        self.nature = nature
        self.recipients = recipients
        self.envelopeID = envelopeID
        self.returned = returned
        self.steps = steps
    }
}
