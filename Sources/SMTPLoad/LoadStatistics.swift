import Histogram
import SMTPCore
import SMTPProtocol

/// What one worker has measured; times in microseconds.
struct LoadStatistics {
    /// How many connections were free when a transaction began.
    enum Load {
        /// None, or it is not told: every connection of a closed loop is busy.
        case busy
        /// Half of them or more.
        case calm
        case neither
    }

    /// How long transactions took from when they really began.
    struct Service {
        var count = 0
        /// Microseconds.
        var sum: UInt64 = 0

        /// In milliseconds; nil of none.
        var mean: Double? { count > 0 ? Double(sum) / Double(count) / 1000 : nil }

        mutating func add(_ other: Service) {
            count += other.count
            sum &+= other.sum
        }
    }

    var connect = LoadStatistics.histogram()
    /// The TLS handshake alone.
    var handshake = LoadStatistics.histogram()
    var transaction = LoadStatistics.histogram()
    /// How late the generator itself was.
    var lag = LoadStatistics.histogram()
    /// Of a transaction.
    var longest: UInt64 = 0
    var transactions = 0
    /// Outside of the warm-up.
    var measured = 0
    var outcomes = OutcomeCounts()
    var connections = 0
    var connectionFailures = 0
    /// Of these, by a reply of the server.
    var connectionsRefused = 0
    /// At once.
    var mostOpen = 0
    /// Transactions under way on one connection at once; 0 where none was opened.
    var lanes = 0
    /// Transactions of an open loop whose time came, with the warm-up.
    var asked = 0
    /// Those outside of the warm-up; and for which no connection was free then.
    var planned = 0
    var waited = 0
    var busy = Service()
    var calm = Service()
    /// From the start to the end of the last transaction, or of the schedule.
    var span = Duration.zero
    /// At the end no connection could be opened.
    var isAway = false
    var lastFailure: String?
    /// How many recipients each reply was the answer for.
    var codes: [String: Int] = [:]
    var series = LoadSeries()
    /// The same as ``transaction`` and ``lag``, small enough to be looked at meanwhile.
    var live = (latency: CoarseHistogram(), lateness: CoarseHistogram())
    var lastBadReply: Reply?
    /// How long the schedule stood still.
    var paused = Duration.zero

    /// Microseconds; what takes longer counts as this.
    static let longestTime: UInt64 = 3_600_000_000

    /// Codes of replies that are told apart; a server may make up one for each.
    private static let mostCodes = 100

    static func histogram() -> Histogram<UInt64> {
        Histogram<UInt64>(
            lowestDiscernibleValue: 1, highestTrackableValue: longestTime, numberOfSignificantValueDigits: .three)
    }

    /// - Parameter lag: microseconds that the generator was late.
    mutating func note(lag time: UInt64) {
        lag.note(time)
        live.lateness.record(time)
    }

    /// - Parameter service: microseconds from when it began.
    mutating func note(service: UInt64, _ load: Load) {
        switch load {
        case .busy: busy.add(Service(count: 1, sum: service))
        case .calm: calm.add(Service(count: 1, sum: service))
        case .neither: break
        }
    }

    /// - Parameters:
    ///   - time: microseconds from the (intended) start to the last reply.
    ///   - begun: the second of the run that it was meant to begin in.
    ///   - ended: the second that its last reply came in.
    mutating func note(_ result: TransactionResult, recipients: Int, time: UInt64, begun: Int, ended: Int) {
        measured += 1
        transaction.note(time)
        longest = max(longest, time)
        live.latency.record(time)
        let before = outcomes
        outcomes.note(result, recipients: recipients)
        result.eachReply(for: recipients) { note($0, $1) }
        if case .unsent(let failure) = result.ending { lastFailure = failure.message }
        if case .unknown(let failure) = result.ending { lastFailure = failure.message }
        series.note(
            begun: begun, ended: ended, accepted: outcomes.accepted - before.accepted,
            notAccepted: outcomes.notAccepted - before.notAccepted, time: time)
    }

    private mutating func note(_ reply: Reply, _ recipients: Int) {
        if reply.severity == .transient || reply.severity == .permanent { lastBadReply = reply }
        let key = reply.codes
        codes[codes.count < Self.mostCodes || codes[key] != nil ? key : "other", default: 0] += recipients
    }

    /// Had nothing to connect to.
    private var isIdle: Bool { connections + connectionFailures == 0 }

    mutating func add(_ other: LoadStatistics) {
        // Away is a server that nobody reaches any more: whoever had nothing to do says nothing of it.
        isAway = (isAway || other.isAway) && (isAway || isIdle) && (other.isAway || other.isIdle)
        connect.add(other.connect)
        handshake.add(other.handshake)
        transaction.add(other.transaction)
        lag.add(other.lag)
        longest = max(longest, other.longest)
        transactions += other.transactions
        measured += other.measured
        asked += other.asked
        outcomes.add(other.outcomes)
        connections += other.connections
        connectionFailures += other.connectionFailures
        connectionsRefused += other.connectionsRefused
        mostOpen += other.mostOpen
        lanes = max(lanes, other.lanes)
        planned += other.planned
        waited += other.waited
        busy.add(other.busy)
        calm.add(other.calm)
        span = max(span, other.span)
        lastFailure = lastFailure ?? other.lastFailure
        codes.merge(other.codes) { $0 + $1 }
        paused = max(paused, other.paused)
        series.add(other.series)
    }
}

extension Histogram<UInt64> {
    /// Also a value that is beyond it, which would not be counted at all.
    mutating func note(_ time: UInt64) { record(Swift.min(time, LoadStatistics.longestTime)) }
}
