import NIOConcurrencyHelpers

/// The counts of one event loop of a sink, from any thread.
final class SinkCounters: Sendable {
    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let counts = NIOLockedValueBox(SinkCounts())

    var current: SinkCounts { counts.withLockedValue { $0 } }

    func update(_ change: (inout SinkCounts) -> Void) { counts.withLockedValue { change(&$0) } }
}
