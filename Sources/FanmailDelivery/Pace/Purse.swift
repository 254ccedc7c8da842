import FanmailBasics

/// What a run was granted of one budget and has not used. Times are microseconds since 1970.
///
/// What is due may be used; what is late is made up for, a little faster than the rate, so that a moment's pause is followed by
/// no burst; what is later than that is lost, since others may be using their time by then.
struct Purse {
    /// How late may be made up for.
    private static let late: Int64 = 200_000
    /// Together they keep any tenth of a second within a tenth of the rate.
    private static let hurry = (percent: Int64(105), slack: Int64(3000))
    /// What is left when more is asked for, in time.
    private static let reserve: Int64 = 500_000

    let limit: BudgetLimit
    /// In their order; of a limit for a day none.
    private var intervals: [(start: PaidTime, count: Int)] = []
    private var quota = (count: 0, since: Int64(0), asked: 0)
    /// Nothing before that moment, for the sake of evenness.
    private var evenFrom: Int64 = .min
    /// Nothing is granted before that moment.
    private(set) var closedUntil: Int64 = .min
    /// What is wanted of it next, and in all.
    private(set) var wanted: (least: Int, most: Int)?

    private var rate: MailRate { limit.rate }
    private var isQuota: Bool { rate.period == .day }

    init(_ limit: BudgetLimit) { self.limit = limit }

    private var held: Int { isQuota ? quota.count : intervals.reduce(0) { $0 + $1.count } }

    enum Answer: Equatable {
        case now
        /// Not before that; perhaps later than that, when more is to be asked for first.
        case at(Int64)
        /// More has to be asked for.
        case short
    }

    /// Whether so many may be used.
    mutating func answer(_ count: Int, now: Int64) -> Answer {
        guard count > 0 else { return .now }
        if isQuota, quota.count > 0, now - quota.since >= DayQuota.slice { quota.count = 0 }
        guard held >= count else { return .short }
        guard !isQuota else { return .now }
        var (left, due) = (count, Int64.min)
        for (start, held) in intervals where left > 0 {
            due = start.adding(min(left, held), at: rate).end
            left -= min(left, held)
        }
        let moment = max(due, evenFrom)
        guard moment > now else { return .now }
        // Who only waits asks for more in time, too: else what follows would be lost.
        let soon = end - Self.reserve
        return .at(soon > now ? min(moment, soon) : moment)
    }

    mutating func spend(_ count: Int, now: Int64) {
        guard count > 0 else { return }
        guard !isQuota else { return quota.count -= count }
        take(count)
        let length = PaidTime(microseconds: 0).adding(count, at: rate).microseconds * 100 / Self.hurry.percent
        evenFrom = max(evenFrom, now - Self.hurry.slack) + length
        let lost = intervals.first.map { min($0.count, $0.start.count(until: now - Self.late, at: rate)) } ?? 0
        if lost > 0 { take(lost) }
    }

    private mutating func take(_ count: Int) {
        var left = count
        while left > 0, let (start, held) = intervals.first {
            let taken = min(left, held)
            left -= taken
            if taken == held {
                intervals.removeFirst()
            } else {
                intervals[0] = (start.adding(taken, at: rate), held - taken)
            }
        }
    }

    // MARK: - Grants

    /// Notes what is to be used next, and in all as far as is known.
    mutating func want(_ next: Int, of all: Int, now: Int64) {
        guard next > 0, wanted == nil else { return }
        let isLow = isQuota ? quota.count < next : held < next || end <= now + Self.reserve
        guard isLow, held < all else { return }
        wanted = (max(1, next - held), all - held)
    }

    /// Until when what is held lasts.
    private var end: Int64 {
        intervals.last.map { $0.start.adding($0.count, at: rate).end } ?? .min
    }

    /// What is to be asked for, if anything.
    func request(now: Int64) -> BudgetRequest? {
        guard let wanted, closedUntil <= now else { return nil }
        let most = isQuota ? max(1, quota.asked) : Int(clamping: Int64((rate.perSecond).rounded(.up)))
        return BudgetRequest(limit, least: wanted.least, most: max(wanted.least, min(wanted.most, most)))
    }

    mutating func accept(_ grant: BudgetGrant, now: Int64) {
        wanted = nil
        switch grant {
        case .interval(let start, let count):
            if let last = intervals.last, last.start.adding(last.count, at: rate) == start {
                intervals[intervals.count - 1].count += count
            } else {
                intervals.append((start, count))
            }
        case .quota(let count):
            // So much that it is asked for about once a second.
            let isQuick = now - quota.since < 1_000_000
            quota.asked = isQuick ? min(quota.asked * 2, Int(rate.count / 20) + 1) : max(1, quota.asked / 2)
            quota.asked = max(quota.asked, count)
            (quota.count, quota.since) = (quota.count + count, now)
        case .nothing(let moment):
            closedUntil = max(moment, now + 1000)
        }
    }

    /// What was not used, at the end.
    var unused: [BudgetGrant] {
        isQuota
            ? (quota.count > 0 ? [.quota(count: quota.count)] : [])
            : intervals.reversed().map { .interval(from: $0.start, count: $0.count) }
    }

    /// The clock was set.
    mutating func turn(by step: Int64) {
        for place in intervals.indices {
            let start = intervals[place].start
            intervals[place].start = PaidTime(microseconds: start.microseconds + step, rest: start.rest)
        }
        quota.since += step
        if evenFrom > .min { evenFrom += step }
        if closedUntil > .min { closedUntil += step }
    }
}
