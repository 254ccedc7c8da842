@testable import SMTPLoad

/// Phases for tests.
extension ScenarioPhase {
    static func steady(_ rate: Double, _ milliseconds: Int, connections: Int = 4) -> ScenarioPhase {
        var phase = ScenarioPhase(
            name: "steady", kind: .steady, duration: .milliseconds(milliseconds), connections: connections)
        phase.steps = [.init(from: rate, to: rate, duration: phase.duration)]
        return phase
    }

    /// - Parameter transactions: nil for as many as the time allows.
    static func closed(
        _ transactions: Int?, connections: Int = 4, _ duration: Duration = .seconds(60), name: String = "closed"
    ) -> ScenarioPhase {
        var phase = ScenarioPhase(name: name, kind: .closed, duration: duration, connections: connections)
        phase.transactions = transactions
        return phase
    }
}
