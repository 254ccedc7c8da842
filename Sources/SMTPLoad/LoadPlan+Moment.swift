extension LoadPlan {
    /// Transactions a second that are asked for so many seconds after the start; nil for a closed loop, and after the end.
    func rate(at second: Double) -> Double? {
        guard case .open(let steps, _) = pace else { return nil }
        var passed = 0.0
        for step in steps {
            let length = step.duration / .seconds(1)
            if second < passed + length {
                return step.from + (step.to - step.from) * max(0, second - passed) / length
            }
            passed += length
        }
        return nil
    }

    /// Seconds that it takes, where a number of transactions does not end it before.
    var length: Double {
        guard case .open(let steps, _) = pace else { return duration / .seconds(1) }
        return steps.reduce(0) { $0 + $1.duration / .seconds(1) }
    }
}
