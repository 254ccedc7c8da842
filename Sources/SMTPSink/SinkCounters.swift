import Synchronization

/// The counts of one event loop of a sink, from any thread.
final class SinkCounters: Sendable {
    private let counts = Mutex(SinkCounts())

    var current: SinkCounts { counts.withLock { $0 } }

    func update(_ change: (inout SinkCounts) -> Void) { counts.withLock { change(&$0) } }
}

/// What all event loops of a sink share.
final class SinkShared: Sendable {
    let connections = Atomic<Int>(0)
    let open = Atomic<Int>(0)
    /// Transactions whose message was whole.
    let transactions = Atomic<Int>(0)
    /// DSNs and complaints written.
    let answers = Atomic<Int>(0)
    let faults: FaultState

    init(_ faults: FaultPlan) { self.faults = FaultState(faults) }
}
