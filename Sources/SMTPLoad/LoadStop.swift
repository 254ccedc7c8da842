import NIOConcurrencyHelpers

/// Ends a run before its time, in good order: no transaction begins any more, those under way are finished and counted.
public final class LoadStop: Sendable {
    private struct State {
        var isAsked = false
        var calls: [@Sendable () -> Void] = []
    }

    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let state = NIOLockedValueBox(State())

    public init() {}

    public var isAsked: Bool { state.withLockedValue { $0.isAsked } }

    public func ask() {
        let calls = state.withLockedValue { state in
            state.isAsked = true
            defer { state.calls = [] }
            return state.calls
        }
        for call in calls { call() }
    }

    /// Whoever was to be called has ended by itself.
    func forget() { state.withLockedValue { $0.calls = [] } }

    /// Calls at once where it was asked already.
    func whenAsked(_ call: @escaping @Sendable () -> Void) {
        let isAsked = state.withLockedValue { state in
            if !state.isAsked { state.calls.append(call) }
            return state.isAsked
        }
        if isAsked { call() }
    }
}
