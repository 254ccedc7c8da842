import Histogram
import SMTPCore
import SMTPProtocol

/// What was counted of one phase, sender or target.
struct ScenarioTally {
    /// Of one fault; further ones are counted as `other`.
    static let mostAnswers = 100

    var transactions = 0
    /// Of recipients.
    var outcomes = OutcomeCounts()
    /// Transactions whose time came, and that were not begun.
    var notSent = 0
    /// Of messages that were accepted for somebody.
    var octets = 0
    var connections = 0
    var connectionFailures = 0
    /// What bad clients did, and by what they were told: a reply's codes, or how the connection ended.
    var faults: [String: [String: Int]] = [:]
    var latency = LoadStatistics.histogram()

    /// - Parameter time: microseconds from the (intended) start to the last reply.
    mutating func note(_ result: TransactionResult, recipients: Int, octets: Int, time: UInt64) {
        transactions += 1
        latency.note(time)
        let before = outcomes.accepted
        outcomes.note(result, recipients: recipients)
        if outcomes.accepted > before { self.octets += octets }
    }

    mutating func note(_ fault: ClientFault, _ answer: String) {
        transactions += 1
        count(fault.rawValue, answer, 1)
    }

    /// A server that says something else each time makes no report that nobody can read.
    private mutating func count(_ fault: String, _ answer: String, _ times: Int) {
        let known = faults[fault, default: [:]]
        let isRoom = known[answer] != nil || known.count < Self.mostAnswers
        faults[fault, default: [:]][isRoom ? answer : "other", default: 0] += times
    }

    mutating func add(_ other: ScenarioTally) {
        transactions += other.transactions
        outcomes.add(other.outcomes)
        notSent += other.notSent
        octets += other.octets
        connections += other.connections
        connectionFailures += other.connectionFailures
        for (fault, answers) in other.faults {
            for (answer, times) in answers.sorted(by: { $0.key < $1.key }) { count(fault, answer, times) }
        }
        latency.add(other.latency)
    }

    func part(_ name: String) -> ScenarioReport.Part {
        ScenarioReport.Part(
            name: name, transactions: transactions, accepted: outcomes.accepted, refused: outcomes.refused,
            deferred: outcomes.deferred, unsent: outcomes.unsent, unknown: outcomes.unknown, notSent: notSent,
            octets: octets, connections: connections,
            connectionFailures: connectionFailures, faults: faults.isEmpty ? nil : faults, latency: .init(latency))
    }
}
