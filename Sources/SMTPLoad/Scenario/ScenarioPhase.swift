/// A part of a scenario, with a load of its own.
public struct ScenarioPhase: Sendable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// From one rate to another.
        case ramp
        /// At one rate.
        case steady
        /// At one rate, with another in its middle third.
        case spike
        /// Nothing begins.
        case pause
        /// Every connection sends as soon as it is answered, and has thought.
        case closed
        /// Messages at the times at which they came once.
        case replay
    }

    public var name: String
    public var kind: Kind
    /// The rates of a ramp, a steady phase or a spike.
    public var steps: [LoadPlan.Pace.Step] = []
    /// Times between transactions vary as those of independent senders do.
    public var isPoisson = false
    public var duration: Duration
    /// The most that are open at once.
    public var connections: Int
    /// The most transactions; nil for no limit.
    public var transactions: Int?
    /// Who sends in it, by their places in the scenario; nil for all.
    public var senders: [Int]?
    /// Whether it counts; one that warms a server up does not.
    public var isMeasured = true
    /// What is replayed, in the order of ``ScenarioMessages/moments``.
    public var messages: ScenarioMessages?

    public init(name: String, kind: Kind, duration: Duration, connections: Int = 10) {
        self.name = name
        self.kind = kind
        self.duration = duration
        self.connections = connections
    }

    mutating func hasten(by speed: Double) {
        duration = .nanoseconds(max(1_000_000, Int64(Double(duration.nanoseconds) / speed)))
        for index in steps.indices { steps[index].duration = steps[index].duration / speed }
        messages?.hasten(by: speed)
    }

    /// When its transactions begin, in seconds from its start; nil where they begin as connections are free.
    func arrivals(seed: UInt64) -> ScenarioArrivals? {
        switch kind {
        case .closed: nil
        case .pause: .given([])
        case .replay: .given(messages?.moments ?? [])
        case .ramp, .steady, .spike: .drawn(Arrivals(steps, isPoisson: isPoisson, seed: seed))
        }
    }

    /// Transactions that begin in it: of a Poisson process on average; nil where the server decides.
    public var expectedTransactions: Int? {
        let count: Int?
        switch kind {
        case .pause: count = 0
        case .closed: count = nil
        case .replay: count = messages?.moments.count ?? 0
        case .ramp, .steady, .spike:
            // Both ends of a step: an arrival may fall on the very last moment.
            let sum = steps.reduce(0) { $0 + ($1.from + $1.to) / 2 * ($1.duration / .seconds(1)) }
            count = Int(sum + 1e-6)
        }
        return count.map { min($0, transactions ?? .max) } ?? transactions
    }

    /// A hand makes it faster or slower.
    public var hasRate: Bool { !steps.isEmpty }

    /// The rate at a time from its start; nil where the server decides.
    public func rate(at seconds: Double) -> Double? {
        switch kind {
        case .pause: return 0
        case .closed: return nil
        case .replay: return messages?.rate(at: seconds, of: duration / .seconds(1))
        case .ramp, .steady, .spike:
            var left = seconds
            for step in steps {
                let length = step.duration / .seconds(1)
                if left < length { return step.from + (step.to - step.from) * left / length }
                left -= length
            }
            return steps.last?.to ?? 0
        }
    }
}

/// When transactions begin: drawn from rates, or given.
enum ScenarioArrivals {
    case drawn(Arrivals)
    case given([Double])

    /// Changes the rate from the next one on; what is given has its times.
    mutating func change(by factor: Double) {
        guard case .drawn(var arrivals) = self else { return }
        arrivals.factor = factor
        self = .drawn(arrivals)
    }

    /// Seconds from the start of the phase; nil behind the last.
    mutating func next(_ number: Int) -> Double? {
        switch self {
        case .drawn(var arrivals):
            let time = arrivals.next()
            self = .drawn(arrivals)
            return time
        case .given(let moments): return number < moments.count ? moments[number] : nil
        }
    }
}
