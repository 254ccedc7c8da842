/// A closed phase that is played: what its connections take from, and who of them is still at it.
struct ClosedPhase {
    let place: Int
    var draws: ScenarioDraws
    /// The last number of all.
    let last: Int

    init(_ scenario: Scenario, place: Int) {
        self.place = place
        draws = ScenarioDraws(scenario, phase: place)
        last = (scenario.phases[place].transactions ?? .max) - 1
    }

    /// Nothing is left to be begun.
    var isDrawn: Bool { draws.isBeyond(last) }

    /// Connections that a closed phase keeps busy, and transactions of ordinary senders that are under way over them.
    struct Users {
        var count = 0
        var ordinary = 0
    }
}
