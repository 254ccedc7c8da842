/// So many of something in any twenty-four hours. There is no midnight, so neither a time zone nor daylight saving matters, and
/// a day's worth before midnight is never followed by another one behind it.
package struct DayQuota: Sendable, Equatable {
    /// Microseconds.
    package static let day: Int64 = 86_400_000_000
    /// What is granted is counted by slices of time, in microseconds; unused for longer than that, it is lost.
    package static let slice: Int64 = 60_000_000
    private static let hour: Int64 = 3_600_000_000

    /// What was granted between two moments.
    package struct Use: Sendable, Equatable {
        package var from: Int64
        package var until: Int64
        package var count: Int

        package init(from: Int64, until: Int64, count: Int) {
            self.from = from
            self.until = until
            self.count = count
        }

        /// When nothing of it is within the last twenty-four hours any more.
        package var end: Int64 { until + DayQuota.slice + DayQuota.day }
    }

    /// In the order of time; what is over is gone.
    package private(set) var uses: [Use]
    /// The latest moment at which somebody asked, in microseconds since 1970.
    package private(set) var seenAt: Int64

    package init(_ uses: [Use] = [], seenAt: Int64) {
        self.uses = uses
        self.seenAt = seenAt
    }

    package var used: Int { uses.reduce(0) { $0 + $1.count } }

    /// Grants as many as are left, where that is enough.
    ///
    /// - Parameter limit: a day's worth, which may have become another one.
    package mutating func grant(_ request: BudgetRequest, of limit: Int, now: Int64) -> BudgetGrant {
        turn(to: now)
        let left = limit - used
        // An envelope that is more than a day's worth has to go some day.
        guard left >= request.least || (uses.isEmpty && limit > 0) else {
            return .nothing(until: moment(of: request.least, limit, now: now))
        }
        let count = max(request.least, min(request.most, left))
        if let last = uses.last, now - last.from < Self.slice {
            uses[uses.count - 1].until = now
            uses[uses.count - 1].count += count
        } else {
            uses.append(Use(from: now, until: now, count: count))
        }
        return .quota(count: count)
    }

    /// Takes back what was granted lately and not used.
    package mutating func takeBack(_ count: Int) {
        guard let last = uses.indices.last else { return }
        uses[last].count = max(0, uses[last].count - count)
        if uses[last].count == 0 { uses.removeLast() }
    }

    /// When so many are left; where that is never, when somebody should look again.
    package func moment(of count: Int, _ limit: Int, now: Int64) -> Int64 {
        guard limit > 0 else { return now + Self.hour }
        var left = limit - used
        for use in uses {
            left += use.count
            if left >= count { return max(use.end, now) }
        }
        return uses.last?.end ?? now + Self.hour
    }

    /// Forgets what is over. A clock that was set back takes what was granted along.
    package mutating func turn(to now: Int64) {
        if now < seenAt {
            let step = seenAt - now
            for place in uses.indices {
                uses[place].from -= step
                uses[place].until -= step
            }
        }
        seenAt = now
        uses.removeAll { $0.end <= now }
    }
}
