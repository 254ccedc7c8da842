/// How long one connection waits before it is opened anew: after each failure twice as long, and never as long as the
/// others, so that a server that comes back is not met by all of them at once.
struct ReconnectDelay {
    static let first = Duration.milliseconds(20)
    /// So soon a server that is back is seen.
    static let longest = Duration.milliseconds(500)

    private(set) var failures = 0
    private var draws: SeededDraws

    init(seed: UInt64) { draws = SeededDraws(seed: seed) }

    /// After a failure: between half of the time that is due and all of it.
    mutating func next() -> Duration {
        let whole = min(Self.first * Int(1 << min(failures, 10)), Self.longest)
        failures += 1
        return whole * (0.5 + draws.fraction() / 2)
    }

    /// The server did something.
    mutating func reset() { failures = 0 }
}
