/// How fast a run is, smoothed: what an earlier run of a resumed mailing did is not of this one.
struct ProgressPace {
    private static let weightOfLatest = 0.3

    private var last: (settled: Int, at: ContinuousClock.Instant)?
    /// Recipients a second; nil before there is a stretch to measure.
    private var rate: Double?

    /// - Parameter settled: recipients that have an outcome, those of earlier runs among them.
    /// - Returns: recipients a second, 0 at first.
    mutating func rate(at now: ContinuousClock.Instant, settled: Int) -> Double {
        guard let last else {
            self.last = (settled, now)
            return 0
        }
        let seconds = last.at.duration(to: now) / .seconds(1)
        if seconds > 0 {
            let latest = Double(settled - last.settled) / seconds
            rate = rate.map { $0 * (1 - Self.weightOfLatest) + latest * Self.weightOfLatest } ?? latest
            self.last = (settled, now)
        }
        return rate ?? 0
    }
}
