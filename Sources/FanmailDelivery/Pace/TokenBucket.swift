/// A limit of recipients per second over the whole run, paid before an envelope is offered.
///
/// The bucket starts empty and holds little, so that no more than `rate × time` recipients were ever offered,
/// whatever the number of connections, and an idle phase is not made up for by a burst.
struct TokenBucket {
    /// How much of an idle phase may be made up for.
    private static let burst = 0.1

    private let rate: Double
    /// When the last token handed out is, or was, paid for.
    private var paidUntil: Duration

    init(recipientsPerSecond rate: Double, now: Duration) {
        self.rate = rate
        paidUntil = now
    }

    /// Takes tokens and says how long to wait before using them.
    mutating func take(_ count: Int, now: Duration) -> Duration {
        let earliest = now - .seconds(Self.burst)
        if paidUntil < earliest { paidUntil = earliest }
        paidUntil += .seconds(Double(count) / rate)
        return max(.zero, paidUntil - now)
    }

    /// Gives back tokens that were taken and not used.
    mutating func giveBack(_ count: Int) {
        paidUntil -= .seconds(Double(count) / rate)
    }
}
