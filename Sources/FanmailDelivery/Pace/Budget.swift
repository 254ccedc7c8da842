package import FanmailBasics

/// How far the time is used up in which so many of something may be done a second, a minute or an hour, evenly.
///
/// What is granted is an interval of time. Intervals are disjoint, so that any number of processes together stay within the
/// rate, and nobody has to say what became of what was granted: who dies has used their interval up.
package struct Budget: Sendable, Equatable {
    /// How much of an idle phase may be made up for, in microseconds.
    package static let burst: Int64 = 100_000
    /// How far ahead of the clock intervals may begin, in microseconds.
    package static let ahead: Int64 = 2_000_000

    package private(set) var paidUntil: PaidTime
    /// The latest moment at which somebody asked, in microseconds since 1970.
    package private(set) var seenAt: Int64

    /// One that begins now, with nothing to make up for.
    package init(now: Int64) { self.init(paidUntil: PaidTime(microseconds: now), seenAt: now) }

    package init(paidUntil: PaidTime, seenAt: Int64) {
        self.paidUntil = paidUntil
        self.seenAt = seenAt
    }

    /// Grants as many as reach two seconds ahead, and `least` where the interval begins before that.
    package mutating func grant(_ request: BudgetRequest, now: Int64) -> BudgetGrant {
        turn(to: now)
        let rate = request.limit.rate
        let earliest = PaidTime(microseconds: now - Self.burst)
        let start = max(paidUntil, earliest)
        guard start.microseconds < now + Self.ahead else {
            return .nothing(until: start.microseconds - Self.ahead / 2)
        }
        let count = max(request.least, min(request.most, start.count(until: now + Self.ahead, at: rate)))
        paidUntil = start.adding(count, at: rate)
        return .interval(from: start, count: count)
    }

    /// Takes back the end of an interval, where nobody was granted anything behind it.
    package mutating func takeBack(from start: PaidTime, count: Int, at rate: MailRate) {
        if start.adding(count, at: rate) == paidUntil { paidUntil = start }
    }

    /// A clock that was set back moves what is paid with it: nobody waits until it is as late again as it was, and
    /// nothing is granted twice.
    private mutating func turn(to now: Int64) {
        if now < seenAt {
            paidUntil = PaidTime(microseconds: paidUntil.microseconds - (seenAt - now), rest: paidUntil.rest)
        }
        seenAt = now
    }
}
