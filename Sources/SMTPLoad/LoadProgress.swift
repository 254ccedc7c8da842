import SMTPCore

/// How far a run is, for whoever watches it. Counts are from its start, without the warm-up unless it says so.
public struct LoadProgress: Sendable, Equatable {
    /// Since the connections were open.
    public var seconds = 0.0
    /// Whether the connections are open.
    public var hasBegun = false
    /// With the warm-up.
    public var transactions = 0
    /// Transactions that an open loop had to begin, with the warm-up.
    public var asked = 0
    /// Of a scenario those that are in the sums of its report.
    var outcomes = OutcomeCounts()
    /// Of a transaction, in milliseconds.
    public var longest = 0.0
    /// Connections that are open.
    public var open = 0
    public var connectionFailures = 0
    /// Transactions of an open loop whose time has come and that no connection was free for.
    public var overdue = 0
    /// Of the transactions.
    public var latency = CoarseHistogram()
    /// How late the generator itself was.
    public var lateness = CoarseHistogram()
    /// Recipients by code and enhanced code.
    public var replies: [String: Int] = [:]
    /// The last 4xx or 5xx. Untrusted.
    public var lastBadReply: String?
    /// What became of the last connection that failed. Untrusted.
    public var lastFailure: String?
    /// CPU time of this process, and the threads that it is of.
    public var cpuSeconds = 0.0
    public var threads = 1
    /// Seconds that the schedule stood still.
    public var paused = 0.0
    /// Transactions a second that are asked for now; nil for a closed loop.
    public var rate: Double?
    /// Seconds to the end of the plan; nil where that is a number of transactions.
    public var left: Double?
    /// Of a scenario: which of its phases is played, from 1 on, of how many, and its name.
    public var phase: Phase?

    /// A phase of a scenario.
    public struct Phase: Sendable, Equatable {
        public var number: Int
        public var count: Int
        public var name: String

        public init(number: Int, count: Int, name: String) {
            self.number = number
            self.count = count
            self.name = name
        }
    }

    public init() {}

    /// Recipients, by outcome.
    public var accepted: Int { outcomes.accepted }
    public var refused: Int { outcomes.refused }
    public var deferred: Int { outcomes.deferred }
    public var unsent: Int { outcomes.unsent }
    public var unknown: Int { outcomes.unknown }
    public var notAccepted: Int { outcomes.notAccepted }

    /// What statistics tell of it.
    mutating func take(_ statistics: LoadStatistics) {
        (transactions, asked) = (statistics.transactions, statistics.asked)
        outcomes = statistics.outcomes
        longest = Double(statistics.longest) / 1000
        connectionFailures = statistics.connectionFailures
        (latency, lateness) = statistics.live
        replies = statistics.codes
        lastBadReply = statistics.lastBadReply.map { "\($0.code) \($0.text)" }
        lastFailure = statistics.lastFailure
    }

    mutating func add(_ other: LoadProgress) {
        hasBegun = hasBegun || other.hasBegun
        transactions += other.transactions
        asked += other.asked
        outcomes.add(other.outcomes)
        longest = max(longest, other.longest)
        open += other.open
        connectionFailures += other.connectionFailures
        overdue += other.overdue
        latency.add(other.latency)
        lateness.add(other.lateness)
        replies.merge(other.replies) { $0 + $1 }
        lastBadReply = lastBadReply ?? other.lastBadReply
        lastFailure = lastFailure ?? other.lastFailure
        paused = max(paused, other.paused)
        // The first of them tells it for all.
        (rate, left, phase) = (rate ?? other.rate, left ?? other.left, phase ?? other.phase)
    }
}
