import Histogram

/// What a run has measured. Times are in milliseconds.
public struct LoadReport: Sendable, Codable {
    public struct Latency: Sendable, Codable {
        public var count: UInt64
        public var mean, p50, p90, p99, p999, max: Double
        /// Nil in reports of versions that did not tell it.
        public var p95: Double?
        /// All of it, in microseconds: HdrHistogram's compressed encoding V2 in base64. Nil where the count is 0, and in
        /// reports of before.
        public var histogram: String?

        init(_ histogram: Histogram<some FixedWidthInteger & Codable & Sendable>) {
            count = histogram.totalCount
            let isEmpty = count == 0
            func at(_ percentile: Double) -> Double {
                isEmpty ? 0 : Double(histogram.valueAtPercentile(percentile)) / 1000
            }
            mean = isEmpty ? 0 : histogram.mean / 1000
            (p50, p90, p99, p999, max) = (at(50), at(90), at(99), at(99.9), at(100))
            p95 = at(95)
            self.histogram = (histogram as? Histogram<UInt64>).flatMap(HistogramText.text)
        }
    }

    /// A second of a run, or some of them: of a run of more than an hour two seconds are one interval, then four.
    public struct Second: Sendable, Codable {
        /// From the start of the run, with the warm-up.
        public var second: Int
        /// That were meant to begin in it.
        public var transactions: Int
        /// Recipients.
        public var accepted, notAccepted: Int
        public var p50, p99: Double
        /// Seconds; nil is one.
        public var length: Int?
        /// Transactions that an open loop had to begin in it.
        public var asked: Int?
        /// Transactions that ended in it.
        public var finished: Int?
        /// Connections.
        public var opened, closed, failed: Int?
        /// Of ``transactions``, as ``Latency/histogram`` is, within 3 %.
        public var histogram: String?
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
    /// Seconds from the start of the run to the first that was measured; nil of none, and in reports of before.
    public var warmUp: Double?
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
    /// Of the program that measured.
    public var version: String?
    /// When the first transactions began, as RFC 3339 has it.
    public var startedAt: String?
    /// Where the generator ran.
    public var machine: LoadMachine?
    /// What was asked for.
    public var settings: [Setting]?
    /// What somebody changed by hand meanwhile.
    public var changes: [LoadChange]?
    /// The generators, where several ran at once.
    public var parts: [Part]?

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
