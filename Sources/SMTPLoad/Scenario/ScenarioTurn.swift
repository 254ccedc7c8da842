import NIOCore

/// A transaction of a scenario that begins.
struct ScenarioTurn {
    let job: ScenarioJob
    /// What latency counts from.
    let intended: NIODeadline
    /// When somebody was there for it.
    let begun: NIODeadline
    /// How many of the connections were free.
    let load: LoadStatistics.Load
    /// Its sender thinks until then at most, in the schedule.
    var end = NIODeadline.distantFuture
}
