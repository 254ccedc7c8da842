/// How far a run is, for whoever watches it.
public struct LoadProgress: Sendable, Equatable {
    /// Since the connections were open.
    public var seconds = 0.0
    /// Whether the connections are open.
    public var hasBegun = false
    public var transactions = 0
    /// Recipients.
    public var accepted = 0
    public var notAccepted = 0
    /// Of these, by outcome.
    public var refused = 0
    public var deferred = 0
    public var unsent = 0
    public var unknown = 0
    /// Of a transaction, in milliseconds.
    public var longest = 0.0
    public var connectionFailures = 0
    /// Transactions of an open loop whose time has come and that no connection was free for.
    public var overdue = 0
    /// Milliseconds, of the last whole second of whichever event loop was slowest; nil while there is none.
    public var p99: Double?

    public init() {}

    mutating func add(_ other: LoadProgress) {
        hasBegun = hasBegun || other.hasBegun
        transactions += other.transactions
        accepted += other.accepted
        notAccepted += other.notAccepted
        refused += other.refused
        deferred += other.deferred
        unsent += other.unsent
        unknown += other.unknown
        longest = max(longest, other.longest)
        connectionFailures += other.connectionFailures
        overdue += other.overdue
        p99 = [p99, other.p99].compactMap(\.self).max()
    }
}
