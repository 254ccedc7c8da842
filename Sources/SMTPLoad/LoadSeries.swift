/// A run second by second. Beyond an hour two seconds become one interval, then four: however long it takes, there are
/// at most 3600 of them, and nothing is dropped.
struct LoadSeries: Sendable {
    struct Interval: Sendable, Equatable {
        /// Transactions that were to begin in it, of an open loop.
        var asked = 0
        /// That were meant to begin in it, and have ended.
        var transactions = 0
        /// That ended in it.
        var finished = 0
        /// Recipients of ``transactions``.
        var accepted = 0
        var notAccepted = 0
        /// Connections.
        var opened = 0
        var closed = 0
        var failed = 0
        /// Of ``transactions``.
        var latency = CoarseHistogram()

        mutating func add(_ other: Interval) {
            asked += other.asked
            transactions += other.transactions
            finished += other.finished
            accepted += other.accepted
            notAccepted += other.notAccepted
            opened += other.opened
            closed += other.closed
            failed += other.failed
            latency.add(other.latency)
        }
    }

    static let most = 3600

    /// Seconds of an interval.
    private(set) var length = 1
    private(set) var intervals: [Interval] = []

    init() {}

    /// The place of the interval that a second lies in.
    private mutating func place(_ second: Int) -> Int {
        if length == 1, second < intervals.count { return max(0, second) }
        while second / length >= Self.most { double() }
        let place = max(0, second / length)
        while intervals.count <= place { intervals.append(Interval()) }
        return place
    }

    private mutating func double() {
        length *= 2
        for place in 0..<intervals.count / 2 {
            var pair = intervals[place * 2]
            pair.add(intervals[place * 2 + 1])
            intervals[place] = pair
        }
        if intervals.count % 2 == 1, let last = intervals.last { intervals[intervals.count / 2] = last }
        intervals.removeLast(intervals.count / 2)
    }

    /// Changes what stands for a second from the start of the run.
    mutating func change(_ second: Int, _ body: (inout Interval) -> Void) { body(&intervals[place(second)]) }

    mutating func asked(_ second: Int) { intervals[place(second)].asked += 1 }

    /// - Parameters:
    ///   - begun: the second that it was meant to begin in.
    ///   - ended: the second that its last reply came in.
    ///   - time: microseconds.
    mutating func note(begun: Int, ended: Int, accepted: Int, notAccepted: Int, time: UInt64) {
        let end = place(ended)
        intervals[end].finished += 1
        let place = begun == ended ? end : place(begun)
        intervals[place].transactions += 1
        intervals[place].accepted += accepted
        intervals[place].notAccepted += notAccepted
        intervals[place].latency.record(time)
    }

    /// Adds another one.
    ///
    /// - Parameter shift: seconds that the other one began later.
    mutating func add(_ other: LoadSeries, shift: Int = 0) {
        while length < other.length { double() }
        for (place, interval) in other.intervals.enumerated() {
            change(place * other.length + shift) { $0.add(interval) }
        }
    }
}

extension LoadReport.Second {
    init(_ interval: LoadSeries.Interval, second: Int, length: Int) {
        func at(_ percentile: Double) -> Double { interval.latency.value(atPercentile: percentile) ?? 0 }
        self.init(
            second: second, transactions: interval.transactions, accepted: interval.accepted,
            notAccepted: interval.notAccepted, p50: at(50), p99: at(99), length: length == 1 ? nil : length,
            asked: interval.asked == 0 ? nil : interval.asked, finished: interval.finished,
            opened: interval.opened == 0 ? nil : interval.opened, closed: interval.closed == 0 ? nil : interval.closed,
            failed: interval.failed == 0 ? nil : interval.failed, histogram: HistogramText.text(interval.latency))
    }

    /// Nil where its histogram is none.
    var interval: LoadSeries.Interval? {
        var interval = LoadSeries.Interval()
        (interval.asked, interval.transactions, interval.finished) = (
            asked ?? 0, transactions, finished ?? transactions
        )
        (interval.accepted, interval.notAccepted) = (accepted, notAccepted)
        (interval.opened, interval.closed, interval.failed) = (opened ?? 0, closed ?? 0, failed ?? 0)
        guard transactions > 0 else { return interval }
        guard let latency = histogram.flatMap(HistogramText.coarse) else { return nil }
        interval.latency = latency
        return interval
    }
}

extension LoadSeries {
    /// As a report has it.
    var seconds: [LoadReport.Second] {
        intervals.enumerated().map { .init($1, second: $0 * length, length: length) }
    }

    /// Nil where a histogram is none, or the seconds are not those of a series.
    init?(_ seconds: [LoadReport.Second]) {
        self.init()
        guard seconds.count <= Self.most else { return nil }
        length = max(1, seconds.first?.length ?? 1)
        guard length <= 1 << 20 else { return nil }
        for second in seconds {
            guard let interval = second.interval, second.second == intervals.count * length else { return nil }
            intervals.append(interval)
        }
    }
}
