/// What somebody changed by hand while a run went on: it is no longer what was asked for.
public struct LoadChange: Sendable, Codable, Equatable {
    /// From the start of the run.
    public var second: Double
    /// Of the rate that was asked for, from then on; 0 while it is paused.
    public var factor: Double
}
