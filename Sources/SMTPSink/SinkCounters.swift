import Synchronization

/// The counts of one event loop of a sink, from any thread.
final class SinkCounters: Sendable {
    private let counts = Mutex(SinkCounts())

    var current: SinkCounts { counts.withLock { $0 } }

    func update(_ change: (inout SinkCounts) -> Void) { counts.withLock { change(&$0) } }
}
