import Synchronization

/// Ends a run before its time, in good order: no transaction begins any more, those under way are finished and counted.
public final class LoadStop: Sendable {
    private struct State {
        var isAsked = false
        var calls: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    public init() {}

    public var isAsked: Bool { state.withLock { $0.isAsked } }

    public func ask() {
        let calls = state.withLock { state in
            state.isAsked = true
            defer { state.calls = [] }
            return state.calls
        }
        for call in calls { call() }
    }

    /// Whoever was to be called has ended by itself.
    func forget() { state.withLock { $0.calls = [] } }

    /// Calls at once where it was asked already.
    func whenAsked(_ call: @escaping @Sendable () -> Void) {
        let isAsked = state.withLock { state in
            if !state.isAsked { state.calls.append(call) }
            return state.isAsked
        }
        if isAsked { call() }
    }
}
