import FanmailBasics
public import SMTPCore

/// How a sink misbehaves. The same seed misbehaves in the same way.
public struct FaultPlan: Sendable {
    /// A share of the recipients, told apart by their addresses alone.
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
    /// The shares of all rules together divide the recipients; one recipient is struck by one rule at most.
    public var rules: [Rule] = []
    /// The first that strikes decides.
    public var faults: [Fault] = []
    /// Every n-th transaction ends with a cut connection, after its message was taken and before the reply; 0 for none.
    public var cutAfterTakingEvery = 0
    /// Every n-th transaction ends with a cut connection before its message was taken; 0 for none.
    public var cutBeforeTakingEvery = 0
    /// Messages a second over all connections; MAIL beyond it gets 451 4.7.1.
    public var rateLimit: Double?
    /// As of ``SinkConfiguration/recipientLimit``, when the plan sets it.
    public var recipientLimit: Int?
    /// As of ``SinkConfiguration/connectionLimit``, when the plan sets it.
    public var connectionLimit: Int?
    /// Messages of one connection; MAIL beyond it gets 421.
    public var messageLimit: Int?

    public init() {}

    /// The rule that strikes a recipient, by a number drawn from its address.
    func strike(_ forwardPath: some Sequence<UInt8>) -> (index: Int, rule: Rule)? {
        var draw = Digest64(forwardPath, seed: seed).fraction
        for (index, rule) in rules.enumerated() {
            if draw < rule.share { return (index, rule) }
            draw -= rule.share
        }
        return nil
    }
}

extension Digest64 {
    /// From 0 to 1, 1 excluded.
    var fraction: Double { Double(value >> 11) / Double(1 << 53) }
}
