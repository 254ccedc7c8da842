/// One transaction of a scenario, as seed, phase and number alone decide it.
struct ScenarioJob: Sendable, Equatable {
    let phase: Int
    /// Within the phase.
    let number: Int
    let sender: Int
    let target: Int
    let isEncrypted: Bool
    let recipients: Int
    /// The number of the first of its recipients, among those of its sender in this phase.
    let firstRecipient: Int
    /// Octets of a message that is made up.
    let size: Int
    /// The place of a message that is not.
    let message: Int?
    let fault: ClientFault?
    /// For what else is drawn about it.
    let seed: UInt64
}

/// What the transactions of a phase are, one after the other. Neither time nor how many event loops there are matter.
struct ScenarioDraws {
    private let scenario: Scenario
    private let phase: Int
    private let seed: UInt64
    private var number = 0
    private let places: [Int]
    private var senders: MixSampler
    private var targets: MixSampler
    /// Of each sender.
    private var transactions: [Int]
    private var recipients: [Int]

    init(_ scenario: Scenario, phase: Int) {
        self.scenario = scenario
        self.phase = phase
        seed = Self.seed(scenario.seed, phase)
        places = scenario.phases[phase].senders ?? Array(scenario.senders.indices)
        senders = MixSampler(places.map { scenario.senders[$0].weight }, seed: seed &+ 1)
        targets = MixSampler(scenario.targets.map(\.weight), seed: seed &+ 2)
        transactions = scenario.senders.map { _ in 0 }
        recipients = transactions
    }

    /// Of a phase, or of a transaction in it.
    static func seed(_ seed: UInt64, _ number: Int) -> UInt64 {
        var draws = SeededDraws(seed: seed ^ (UInt64(truncatingIfNeeded: number) &* 0x2545_F491_4F6C_DD1D))
        return draws.next()
    }

    /// The one with this number was drawn.
    func isBeyond(_ last: Int) -> Bool { number > last }

    mutating func next() -> ScenarioJob {
        let own = Self.seed(seed, number)
        var draws = SeededDraws(seed: own)
        let place = places[senders.next()]
        let sender = scenario.senders[place]
        let target = sender.target ?? targets.next()
        let count = sender.isBad ? 1 : sender.recipients.value(draws.fraction())
        let size = sender.size.value(draws.fraction())
        let turn = transactions[place]
        // Spread evenly: of any few the share is right.
        let isEncrypted = Int(Double(turn + 1) * sender.encryptedShare) > Int(Double(turn) * sender.encryptedShare)
        var message: Int?
        if scenario.phases[phase].kind == .replay {
            message = number
        } else if let messages = sender.messages, !messages.contents.isEmpty {
            message = turn % messages.contents.count
        }
        let fault = sender.faults.isEmpty ? nil : sender.faults[Int(draws.next() % UInt64(sender.faults.count))]
        let job = ScenarioJob(
            phase: phase, number: number, sender: place, target: target, isEncrypted: isEncrypted, recipients: count,
            firstRecipient: recipients[place], size: size, message: message, fault: fault, seed: draws.next())
        transactions[place] += 1
        recipients[place] += count
        number += 1
        return job
    }
}
