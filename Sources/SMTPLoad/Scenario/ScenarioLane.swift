import NIOCore

/// Connections of some of the senders, and what waits for them. The ordinary ones have a lane, and those who are bad or
/// slow on purpose have another one of the same width: they hold a connection for long, and take none of the others'.
struct ScenarioLane {
    /// More transactions than these are not remembered while they wait: they count as not sent at once.
    private static let mostDue = 500_000

    var idle = IdleConnections()
    /// Connections, with those that are just opened or closed.
    var open = 0
    /// Transactions under way, and what their senders think about afterwards.
    var active = 0
    /// With the time of each in the schedule.
    var due = DueQueue<(job: ScenarioJob, planned: NIODeadline)>(limit: mostDue)
}
