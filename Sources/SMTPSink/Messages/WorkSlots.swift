import FanmailBasics
import NIOConcurrencyHelpers

/// So many pieces of work at once that decode messages, each on a thread of its own: what they hold meanwhile is many
/// times what they look at. Others wait for their turn, first come, first served, and hold nothing.
package final class WorkSlots: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let label: String
    private let state: NIOLockedValueBox<State>

    /// - Parameters:
    ///   - label: what the threads are called.
    ///   - count: how many at once.
    package init(_ label: String, _ count: Int) {
        self.label = label
        state = NIOLockedValueBox(State(free: count))
    }

    /// - Throws: what the closure throws; `CancellationError` where nobody wants it any more when its turn comes.
    package func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        await enter()
        defer { leave() }
        try Task.checkCancellation()
        return try await OwnThread.run(label, body)
    }

    /// The same, also where nobody wants it any more.
    func runAlways<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await enter()
        defer { leave() }
        return await OwnThread.run(label, body)
    }

    /// How many wait for their turn.
    package var waiting: Int { state.withLockedValue { $0.waiting.count } }

    private func enter() async {
        await withCheckedContinuation { waiter in
            let isFree = state.withLockedValue { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(waiter)
                return false
            }
            if isFree { waiter.resume() }
        }
    }

    private func leave() {
        let next = state.withLockedValue { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
