/// Searches for the highest rate at which a server keeps to a latency: doubles until it does not, then halves the gap.
public struct RateSearch: Sendable {
    public struct Trial: Sendable, Codable {
        public var rate: Double
        /// Milliseconds, from the intended start.
        public var p99: Double
        public var isKept: Bool
        /// Why it was not; nil where it was, or where the p99 says it.
        public var reason: String?
        public var p50 = 0.0
        /// That were reached.
        public var transactionsPerSecond = 0.0
        /// Transactions.
        public var notSent = 0
        /// Recipients, by outcome.
        public var accepted = 0
        public var refused = 0
        public var deferred = 0
        public var unsent = 0
        public var unknown = 0

        public init(rate: Double, p99: Double, isKept: Bool) {
            self.rate = rate
            self.p99 = p99
            self.isKept = isKept
        }

        /// - Parameters:
        ///   - report: of a run at this rate.
        ///   - reason: why it was not kept; empty where the p99 says it, nil where it was.
        public init(rate: Double, _ report: LoadReport, reason: String?) {
            self.init(rate: rate, p99: report.transaction.p99, isKept: reason == nil)
            self.reason = reason?.isEmpty == true ? nil : reason
            (p50, transactionsPerSecond) = (report.transaction.p50, report.transactionsPerSecond)
            notSent = report.notSent ?? 0
            (accepted, refused, deferred) = (report.accepted, report.refused, report.deferred)
            (unsent, unknown) = (report.unsent, report.unknown)
        }
    }

    public private(set) var trials: [Trial] = []
    private var low: Double?
    private var high: Double?
    private let limit: Double

    /// - Parameter limit: no rate beyond it is tried.
    public init(first: Double, limit: Double) {
        next = first
        self.limit = limit
    }

    /// The rate to try; nil when the answer is known to 5 %.
    public private(set) var next: Double?

    /// The highest rate that was kept.
    public var best: Double? { low }

    public mutating func note(_ trial: Trial) {
        trials.append(trial)
        if trial.isKept { low = max(low ?? 0, trial.rate) } else { high = min(high ?? .infinity, trial.rate) }
        switch (low, high) {
        case (let low?, let high?): next = high - low > low * 0.05 ? (low + high) / 2 : nil
        case (let low?, nil): next = low < limit ? min(limit, low * 2) : nil
        case (nil, let high?): next = high > 1 ? max(1, high / 2) : nil
        case (nil, nil): break
        }
        if trials.count >= 40 { next = nil }
    }
}
