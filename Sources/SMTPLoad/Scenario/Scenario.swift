public import SMTPClient

/// What a load of several kinds of senders does to several servers, phase after phase.
public struct Scenario: Sendable {
    /// A server, and how large its share of the transactions is.
    public struct Target: Sendable, Equatable {
        public var name: String
        public var relay: Relay
        public var weight: Double

        public init(name: String, relay: Relay, weight: Double = 1) {
            self.name = name
            self.relay = relay
            self.weight = weight
        }
    }

    /// The same seed makes the same transactions.
    public var seed: UInt64 = 1
    /// Event loops.
    public var threads = 1
    public var targets: [Target]
    public var senders: [ScenarioSender]
    public var phases: [ScenarioPhase]
    /// When it has failed. Commands are not measured one by one.
    public var thresholds: [Threshold] = []

    public init(targets: [Target], senders: [ScenarioSender], phases: [ScenarioPhase]) {
        self.targets = targets
        self.senders = senders
        self.phases = phases
    }

    /// How long its phases are together; a closed one that ends by its count may be shorter.
    public var duration: Duration { phases.reduce(.zero) { $0 + $1.duration } }

    /// The most connections of ordinary senders that are open at once, to all servers.
    public var connections: Int { phases.map(\.connections).max() ?? 0 }

    /// The most connections of all: those who are bad or slow on purpose have as many again.
    public var allConnections: Int { senders.contains { !$0.isOrdinary } ? 2 * connections : connections }

    /// Plays it so many times faster: each phase is shorter, at the same rate.
    public mutating func hasten(by speed: Double) {
        for index in phases.indices { phases[index].hasten(by: speed) }
    }
}
