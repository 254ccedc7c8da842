import Histogram

/// What a run has measured. Times are in milliseconds.
public struct LoadReport: Sendable, Codable {
    public struct Latency: Sendable, Codable {
        public var count: UInt64
        public var mean, p50, p90, p99, p999, max: Double
        /// Nil in reports of versions that did not tell it.
        public var p95: Double?

        init(_ histogram: Histogram<some FixedWidthInteger & Codable & Sendable>) {
            count = histogram.totalCount
            let isEmpty = count == 0
            func at(_ percentile: Double) -> Double {
                isEmpty ? 0 : Double(histogram.valueAtPercentile(percentile)) / 1000
            }
            mean = isEmpty ? 0 : histogram.mean / 1000
            (p50, p90, p99, p999, max) = (at(50), at(90), at(99), at(99.9), at(100))
            p95 = at(95)
        }
    }

    public struct Second: Sendable, Codable {
        /// From the start of the run, with the warm-up.
        public var second: Int
        /// That began in this second.
        public var transactions: Int
        /// Recipients.
        public var accepted, notAccepted: Int
        public var p50, p99: Double
    }

    /// The generator's own load: whether it was the limit, and not the server.
    public struct Generator: Sendable, Codable {
        public var threads: Int
        public var cpuSeconds: Double
        /// CPU time by wall time and thread.
        public var cpuShare: Double
        /// How late it sent what could have been sent at once.
        public var sendError: Latency
        public var wasTheLimit: Bool
    }

    public var target: String
    /// `closed` or `open`.
    public var loop: String
    public var run: String
    /// What was measured, without the warm-up.
    public var seconds: Double
    /// Transactions a second that were asked for, on average; nil for a closed loop.
    public var targetRate: Double?
    public var transactions: Int
    /// Transactions of an open loop whose time came, and of these the ones that were not begun: no connection was there for
    /// them. Nil for a closed loop, which plans none.
    public var planned, notSent: Int?
    /// Recipients, by outcome.
    public var accepted, refused, deferred, unsent, unknown: Int
    public var transactionsPerSecond: Double
    /// Accepted ones.
    public var recipientsPerSecond: Double
    public var connections, connectionFailures: Int
    public var lastFailure: String?
    /// Transactions under way on one connection.
    public var inFlight: Int?
    /// What kept it from going faster.
    public var limit: LoadLimit?
    /// To the greeting and EHLO's reply, with TLS and AUTH where they are used.
    public var connect: Latency
    /// In an open loop from the intended start.
    public var transaction: Latency
    /// By command, where that was measured: from when it was written to its reply. `TLS`, the handshake, always.
    public var commands: [String: Latency]
    /// Recipients by code and enhanced code.
    public var replies: [String: Int]
    public var series: [Second]
    public var generator: Generator
    /// What became of each of the plan's thresholds; nil where it has none.
    public var thresholds: [Threshold.Verdict]?
    /// True when the run was ended before its time; otherwise nil.
    public var isInterrupted: Bool?
    /// Of a scenario, by its phases, senders and targets; otherwise nil.
    public var scenario: ScenarioReport?

    private static let order = [
        "banner", "EHLO", "HELO", "LHLO", "STARTTLS", "TLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "end of data",
    ]

    /// What was measured, as it happens on a connection, from `connect` to `transaction` and what comes behind it.
    public var latencies: [(name: String, latency: Latency)] {
        let known = Self.order.compactMap { name in commands[name].map { (name: name, latency: $0) } }
        let others = commands.filter { !Self.order.contains($0.key) }.sorted { $0.key < $1.key }
            .map { (name: $0.key, latency: $0.value) }
        let all = [(name: "connect", latency: connect)] + known + [(name: "transaction", latency: transaction)] + others
        return all.filter { $0.latency.count > 0 }
    }
}
