import FanmailBasics

/// What a run was granted by its budgets. A value; time is an argument.
struct Wallet {
    /// Clocks that differ by more than that, in microseconds, were set.
    private static let tolerance: Int64 = 50_000

    private var purses: [BudgetLimit: Purse] = [:]
    /// From the monotonic clock to the wall clock, which budgets are written by.
    private var offset: Int64?

    enum Payment: Equatable {
        case paid
        /// Not before that moment, in microseconds since 1970.
        case at(Int64)
        /// More has to be granted.
        case short
    }

    /// The moment, in microseconds since 1970, without the leaps of a clock that is set.
    mutating func moment(elapsed: Duration, now: Timestamp) -> Int64 {
        let (seconds, attoseconds) = elapsed.components
        let monotonic = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let current = now.milliseconds * 1000 - monotonic
        guard let before = offset else {
            offset = current
            return monotonic + current
        }
        guard abs(current - before) > Self.tolerance else { return monotonic + before }
        offset = current
        for limit in purses.keys { purses[limit]?.turn(by: current - before) }
        return monotonic + current
    }

    /// Pays out of all budgets, or out of none.
    ///
    /// - Parameter all: what will be wanted, as far as is known.
    mutating func pay(
        _ charge: BudgetCharge, of all: BudgetCharge, by limits: [BudgetLimit], now: Int64
    ) -> Payment {
        let answer = look(charge, of: all, by: limits, now: now)
        if answer == .paid { spend(charge, by: limits, now: now) }
        return answer
    }

    /// What paying would come to at this moment.
    mutating func look(
        _ charge: BudgetCharge, of all: BudgetCharge, by limits: [BudgetLimit], now: Int64
    ) -> Payment {
        var answer = Payment.paid
        for limit in limits where charge[limit.rate.unit] > 0 {
            var purse = purses[limit] ?? Purse(limit)
            purse.want(charge[limit.rate.unit], of: all[limit.rate.unit], now: now)
            switch (purse.answer(charge[limit.rate.unit], now: now), answer) {
            case (.now, _), (_, .short): break
            case (.short, _): answer = purse.closedUntil > now ? .at(purse.closedUntil) : .short
            case (.at(let one), .at(let other)): answer = .at(max(one, other))
            case (.at(let moment), .paid): answer = .at(moment)
            }
            purses[limit] = purse
        }
        return answer
    }

    /// Spends what there is.
    mutating func spend(_ charge: BudgetCharge, by limits: [BudgetLimit], now: Int64) {
        for limit in limits { purses[limit]?.spend(charge[limit.rate.unit], now: now) }
    }

    /// What is to be asked for.
    func requests(now: Int64) -> [BudgetRequest] { purses.values.compactMap { $0.request(now: now) } }

    mutating func accept(_ grants: [BudgetGrant], for requests: [BudgetRequest], now: Int64) {
        for (grant, request) in zip(grants, requests) { purses[request.limit]?.accept(grant, now: now) }
    }

    /// The budget that grants nothing for longest, and until when.
    func closed(now: Int64) -> (limit: BudgetLimit, until: Int64)? {
        purses.values.filter { $0.closedUntil > now }.max { $0.closedUntil < $1.closedUntil }
            .map { ($0.limit, $0.closedUntil) }
    }

    /// What was granted and not used; of each limit the latest first.
    var unused: [(limit: BudgetLimit, grant: BudgetGrant)] {
        purses.values.flatMap { purse in purse.unused.map { (purse.limit, $0) } }
    }
}
