/// When the transactions of an open loop begin, in seconds from the start.
struct Arrivals {
    private let steps: [LoadPlan.Pace.Step]
    private let isPoisson: Bool
    private var draws: SeededDraws
    private var step = 0
    private var stepStart = 0.0
    /// Of the current step, in seconds.
    private var within = 0.0
    private var debt: Double
    /// Of the rates: changed by hand.
    var factor = 1.0

    init(_ steps: [LoadPlan.Pace.Step], isPoisson: Bool, seed: UInt64) {
        self.steps = steps
        self.isPoisson = isPoisson
        draws = SeededDraws(seed: seed)
        debt = 0
        debt = nextGap()
    }

    /// Of all steps, in nanoseconds.
    var length: Int64 { steps.reduce(0) { $0 + $1.duration.nanoseconds } }

    /// How many arrivals' worth of time lies before the next one.
    private mutating func nextGap() -> Double { isPoisson ? -naturalLogarithm(1 - draws.fraction()) : 1 }

    /// Nil after the last step.
    mutating func next() -> Double? {
        while step < steps.count {
            let length = steps[step].duration / .seconds(1)
            let slope = length > 0 ? (steps[step].to - steps[step].from) / length * factor : 0
            let rate = steps[step].from * factor + slope * within
            // rate·t + slope·t²/2 = debt, solved so that nothing is lost where a ramp hardly rises.
            let root = rate * rate + 2 * slope * debt
            let sum = root >= 0 ? rate + root.squareRoot() : 0
            let time = sum > 0 ? 2 * debt / sum : .infinity
            // The sum of many gaps is not exact.
            if within + time <= length + 1e-9 {
                within = min(length, within + time)
                debt = nextGap()
                return stepStart + within
            }
            let left = length - within
            debt -= rate * left + slope * left * left / 2
            stepStart += length
            step += 1
            within = 0
        }
        return nil
    }
}
