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
    var accepted = 0
    var refused = 0
    var deferred = 0
    var unsent = 0
    var unknown = 0
    var connections = 0
    var connectionFailures = 0
    /// Of these, by a reply of the server.
    var connectionsRefused = 0
    /// At once.
    var mostOpen = 0
    /// Transactions of an open loop, outside of the warm-up, whose time came; and for which no connection was free then.
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
        var (taken, other) = (recipients - result.exceptions.count - result.overflow.count, result.overflow.count)
        for exception in result.exceptions { count(exception.reply, 1) }
        other += result.exceptions.count
        deferred += result.overflow.count
        switch result.ending {
        case .answered(let reply), .refused(let reply):
            if taken > 0 { count(reply, taken) }
            if reply.severity != .completed {
                other += taken
                taken = 0
            }
        case .noRecipients:
            taken = 0
        case .unsent(let failure):
            unsent += taken
            lastFailure = failure.message
            other += taken
            taken = 0
        case .unknown(let failure):
            unknown += taken
            lastFailure = failure.message
            other += taken
            taken = 0
        case .withheld: taken = 0
        }
        series.note(begun: begun, ended: ended, accepted: taken, notAccepted: other, time: time)
    }

    private mutating func count(_ reply: Reply, _ recipients: Int) {
        switch reply.severity {
        case .completed, .intermediate: accepted += recipients
        case .transient:
            deferred += recipients
            lastBadReply = reply
        case .permanent:
            refused += recipients
            lastBadReply = reply
        }
        let key = reply.status.map { "\(reply.code) \($0)" } ?? "\(reply.code)"
        if codes.count < 1000 || codes[key] != nil { codes[key, default: 0] += recipients }
    }

    mutating func add(_ other: LoadStatistics) {
        connect.add(other.connect)
        handshake.add(other.handshake)
        transaction.add(other.transaction)
        lag.add(other.lag)
        longest = max(longest, other.longest)
        transactions += other.transactions
        measured += other.measured
        accepted += other.accepted
        refused += other.refused
        deferred += other.deferred
        unsent += other.unsent
        unknown += other.unknown
        connections += other.connections
        connectionFailures += other.connectionFailures
        connectionsRefused += other.connectionsRefused
        mostOpen += other.mostOpen
        planned += other.planned
        waited += other.waited
        busy.add(other.busy)
        calm.add(other.calm)
        span = max(span, other.span)
        isAway = isAway || other.isAway
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
