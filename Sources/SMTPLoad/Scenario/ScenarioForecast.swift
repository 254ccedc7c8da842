import SMTPProtocol

/// What a scenario will do, as far as it can be known before: a closed phase without a count is the server's to decide.
public struct ScenarioForecast: Sendable, Codable {
    public struct Part: Sendable, Codable {
        public var name: String
        /// Of the weights; nil for a phase.
        public var share: Double?
        public var transactions: Int
        public var recipients: Int
        /// Of all messages.
        public var octets: Int
    }

    /// More transactions than these are not gone through one by one.
    private static let most = 200_000
    /// Of each phase so many are looked at all the same.
    private static let least = 2000

    /// Of a phase whose transactions the server decides, nothing but its name.
    public private(set) var phases: [Part]
    public private(set) var senders: [Part]
    public private(set) var targets: [Part]
    /// Without those of closed phases that have no count.
    public private(set) var transactions = 0
    public private(set) var recipients = 0
    public private(set) var octets = 0
    /// Phases come to it in which the server decides how many there are.
    public private(set) var isOpenEnded = false

    public init(_ scenario: Scenario) {
        func parts(_ names: [(String, Double)]) -> [Part] {
            let sum = names.reduce(0) { $0 + $1.1 }
            return names.map { Part(name: $0.0, share: $0.1 / sum, transactions: 0, recipients: 0, octets: 0) }
        }
        phases = scenario.phases.map { Part(name: $0.name, share: nil, transactions: 0, recipients: 0, octets: 0) }
        senders = parts(scenario.senders.map { ($0.name, $0.weight) })
        targets = parts(scenario.targets.map { ($0.name, $0.weight) })
        var left = Self.most
        for index in scenario.phases.indices { add(scenario, index, &left) }
    }

    private mutating func add(_ scenario: Scenario, _ index: Int, _ left: inout Int) {
        let phase = scenario.phases[index]
        guard let expected = phase.expectedTransactions else {
            isOpenEnded = true
            return
        }
        // What is beyond the limit is like what is within.
        let looked = min(expected, max(left, Self.least))
        let factor = looked > 0 ? Double(expected) / Double(looked) : 1
        var arrivals: ScenarioArrivals?
        if phase.isPoisson, factor == 1 {
            arrivals = phase.arrivals(seed: ScenarioDraws.seed(scenario.seed, index) &+ 3)
        }
        let most = arrivals == nil ? looked : min(max(left, Self.least), phase.transactions ?? .max)
        var draws = ScenarioDraws(scenario, phase: index)
        var sums = (senders: senders.map { _ in Sum() }, targets: targets.map { _ in Sum() })
        var number = 0
        while number < most, arrivals == nil || arrivals?.next(number) != nil {
            let job = draws.next()
            let sum = Self.sum(scenario, job)
            sums.senders[job.sender].add(sum)
            sums.targets[job.target].add(sum)
            number += 1
        }
        left = max(0, left - number)
        for (place, sum) in sums.senders.enumerated() {
            senders[place].add(sum, factor)
            phases[index].add(sum, factor)
        }
        for (place, sum) in sums.targets.enumerated() { targets[place].add(sum, factor) }
        transactions.add(phases[index].transactions)
        recipients.add(phases[index].recipients)
        octets.add(phases[index].octets)
    }

    fileprivate struct Sum {
        var transactions = 0
        var recipients = 0
        var octets = 0

        mutating func add(_ other: Sum) {
            transactions.add(other.transactions)
            recipients.add(other.recipients)
            octets.add(other.octets)
        }
    }

    private static func sum(_ scenario: Scenario, _ job: ScenarioJob) -> Sum {
        let sender = scenario.senders[job.sender]
        guard !sender.isBad else { return Sum(transactions: 1) }
        guard let place = job.message, let messages = scenario.phases[job.phase].messages ?? sender.messages else {
            return Sum(transactions: 1, recipients: job.recipients, octets: job.size)
        }
        return Sum(transactions: 1, recipients: job.recipients, octets: messages.contents[place].size)
    }
}

extension ScenarioForecast.Part {
    fileprivate mutating func add(_ sum: ScenarioForecast.Sum, _ factor: Double) {
        func scaled(_ value: Int) -> Int { factor > 1 ? Int(min(9e18, (Double(value) * factor).rounded())) : value }
        transactions.add(scaled(sum.transactions))
        recipients.add(scaled(sum.recipients))
        octets.add(scaled(sum.octets))
    }
}

extension Int {
    /// Saturating: what nobody could send is still told.
    fileprivate mutating func add(_ other: Int) {
        let (sum, overflows) = addingReportingOverflow(other)
        self = overflows ? .max : sum
    }
}
