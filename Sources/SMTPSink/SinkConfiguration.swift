public import MailCore

/// What a sink offers, and how it misbehaves.
public struct SinkConfiguration: Sendable {
    public var host = "127.0.0.1"
    /// 0 for any free port.
    public var port = 0
    public var hostname = "sink.example"
    public var isLMTP = false
    /// The EHLO keywords it offers; those it acts on are PIPELINING, 8BITMIME, SIZE and ENHANCEDSTATUSCODES.
    public var extensions = ["PIPELINING", "8BITMIME", "SIZE", "ENHANCEDSTATUSCODES"]
    /// Recipients beyond this many in one transaction get 452 4.5.3.
    public var recipientLimit = 100_000
    /// Connections beyond this many get 421.
    public var connectionLimit = 100_000
    public var faults = FaultPlan()
    /// Called once for every copy, before the reply to the end of data is written, on an event loop.
    public var recorder: (@Sendable ([RecordedCopy]) -> Void)?

    public init() {}
}

/// Who is refused, and how. The same seed refuses the same people.
public struct FaultPlan: Sendable {
    public struct Rule: Sendable {
        /// The share of forward-paths it strikes, 0 to 1.
        public var share: Double
        /// What RCPT is answered.
        public var reply: Reply
        /// Only the first time a recipient is seen, as a greylisting server does.
        public var onlyFirst: Bool

        public init(share: Double, reply: Reply, onlyFirst: Bool = false) {
            self.share = share
            self.reply = reply
            self.onlyFirst = onlyFirst
        }
    }

    public var seed: UInt64 = 0
    /// The first rule that strikes decides.
    public var rules: [Rule] = []
    /// Every n-th transaction ends with a cut connection, after its message was taken and before the reply; 0 for none.
    public var cutAfterTakingEvery = 0
    /// Every n-th transaction ends with a cut connection before its message was taken; 0 for none.
    public var cutBeforeTakingEvery = 0

    public init() {}

    var isEmpty: Bool { rules.isEmpty }

    /// The rule that strikes a recipient, by a number drawn from its address.
    func strike(_ forwardPath: some Sequence<UInt8>) -> (index: Int, rule: Rule)? {
        var draw = Double(Digest64(forwardPath, seed: seed).value >> 11) / Double(1 << 53)
        for (index, rule) in rules.enumerated() {
            if draw < rule.share { return (index, rule) }
            draw -= rule.share
        }
        return nil
    }
}

/// A copy that was taken.
public struct RecordedCopy: Sendable {
    public let at: Timestamp
    public let connection: Int
    /// Counted over the sink's life.
    public let transaction: Int
    public let reversePath: String
    public let forwardPath: String
    /// Of the message after dot-unstuffing, as 16 hex digits.
    public let digest: String
    /// Octets of the message.
    public let size: Int
}
