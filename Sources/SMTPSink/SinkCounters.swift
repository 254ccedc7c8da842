import Synchronization

/// What a sink has seen so far.
public struct SinkCounts: Sendable, Equatable {
    public var connections = 0
    public var open = 0
    /// Messages taken.
    public var messages = 0
    /// Copies taken: recipients of those messages.
    public var copies = 0
    public var refused = 0
    public var deferred = 0
    /// Octets of message content.
    public var bytes = 0

    public init() {}
}

/// The counts of a sink, from any thread.
final class SinkCounters: Sendable {
    private let counts = Mutex(SinkCounts())

    var current: SinkCounts { counts.withLock { $0 } }

    func update<T: Sendable>(_ change: (inout sending SinkCounts) -> sending T) -> T { counts.withLock(change) }
}
