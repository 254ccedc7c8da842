import NIOConcurrencyHelpers

/// Whether any worker of a run has ever had a connection: only where none has is the server out of reach.
final class LoadReach: Sendable {
    private struct State {
        var isReached = false
        var trying = 0
    }

    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let state = NIOLockedValueBox(State())

    var isReached: Bool { state.withLockedValue { $0.isReached } }

    /// Nobody has ever had a connection, and nobody tries for the first time: those who are let in may be answered later
    /// than others are refused.
    var isOut: Bool { state.withLockedValue { !$0.isReached && $0.trying == 0 } }

    func reached() { state.withLockedValue { $0.isReached = true } }

    /// So many try for the first time.
    func expect(_ count: Int) { state.withLockedValue { $0.trying += count } }

    /// One of them knows.
    func settle() { state.withLockedValue { $0.trying -= 1 } }
}
