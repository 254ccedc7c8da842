import Histogram
import SMTPCore
import SMTPProtocol

/// What was counted of one phase, sender or target.
struct ScenarioTally {
    /// Of one fault; further ones are counted as `other`.
    static let mostAnswers = 100

    var transactions = 0
    var accepted = 0
    var refused = 0
    var deferred = 0
    var unsent = 0
    var unknown = 0
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
        latency.record(time)
        deferred += result.overflow.count
        for exception in result.exceptions { count(exception.reply, 1) }
        let rest = max(0, recipients - result.exceptions.count - result.overflow.count)
        let before = accepted
        switch result.ending {
        case .answered(let reply), .refused(let reply): count(reply, rest)
        case .unsent: unsent += rest
        case .unknown: unknown += rest
        case .noRecipients, .withheld: break
        }
        if accepted > before { self.octets += octets }
    }

    private mutating func count(_ reply: Reply, _ recipients: Int) {
        switch reply.severity {
        case .completed, .intermediate: accepted += recipients
        case .transient: deferred += recipients
        case .permanent: refused += recipients
        }
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
        accepted += other.accepted
        refused += other.refused
        deferred += other.deferred
        unsent += other.unsent
        unknown += other.unknown
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
            name: name, transactions: transactions, accepted: accepted, refused: refused, deferred: deferred,
            unsent: unsent, unknown: unknown, notSent: notSent, octets: octets, connections: connections,
            connectionFailures: connectionFailures, faults: faults.isEmpty ? nil : faults, latency: .init(latency))
    }
}
