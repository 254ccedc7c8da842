/// What became of a scenario, by its phases, senders and targets. Times are in milliseconds.
public struct ScenarioReport: Sendable, Codable {
    public struct Part: Sendable, Codable {
        public var name: String
        /// Also what bad clients did instead of one.
        public var transactions: Int
        /// Recipients, by outcome.
        public var accepted, refused, deferred, unsent, unknown: Int
        /// Transactions whose time came, and that were not begun.
        public var notSent: Int
        /// Of messages that were accepted for somebody.
        public var octets: Int
        public var connections, connectionFailures: Int
        /// What bad clients did, and by what they were told: a reply's codes, `left`, `closed`, `timed out`, `not reached`;
        /// `other` of more than a hundred.
        public var faults: [String: [String: Int]]?
        /// Of transactions, in an open loop from the intended start.
        public var latency: LoadReport.Latency
        /// Of a phase that was played: when it began, and how long it was, in seconds; pauses by hand are not among them.
        public var start, seconds: Double?
        /// Of a phase: transactions a second that were asked for on average; nil where the server decides.
        public var targetRate: Double?
        /// Of a phase: whether it is in the sums.
        public var isMeasured: Bool?
    }

    /// Nil of several generators that had different ones.
    public var seed: UInt64?
    public var phases, senders, targets: [Part]
}
