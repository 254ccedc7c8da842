import NIOConcurrencyHelpers
import SMTPClient
import SMTPCore

/// The opening of a connection by somebody slow, which is not waited for to its end.
final class SlowAttempt: Sendable {
    typealias Outcome = Result<any LoadConnection, SMTPFailure>

    private struct State {
        var outcome: Outcome?
        var waiter: CheckedContinuation<Outcome, Never>?
        var isOver = false
    }

    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let state = NIOLockedValueBox(State())

    /// - Parameters:
    ///   - executor: where it is opened.
    ///   - open: whose connection is closed when it comes too late.
    init(
        on executor: (any TaskExecutor)? = nil,
        _ open: @escaping @Sendable () async throws(SMTPFailure) -> any LoadConnection
    ) {
        Task(executorPreference: executor) {
            let outcome: Outcome
            do throws(SMTPFailure) { outcome = .success(try await open()) } catch { outcome = .failure(error) }
            if !self.finish(outcome), case .success(let connection) = outcome { await connection.abandon() }
        }
    }

    /// Called once.
    func wait() async -> Outcome {
        await withCheckedContinuation { waiter in
            let outcome = state.withLockedValue { state in
                if state.outcome == nil { state.waiter = waiter }
                return state.outcome
            }
            if let outcome { waiter.resume(returning: outcome) }
        }
    }

    func breakOff() { _ = finish(.failure(Self.brokenOff)) }

    static let brokenOff = SMTPFailure(.closed, "broken off, for it is slow on purpose")

    /// - Returns: whether this was its end.
    private func finish(_ outcome: Outcome) -> Bool {
        let (isFirst, waiter) = state.withLockedValue { state in
            guard !state.isOver else { return (false, CheckedContinuation<Outcome, Never>?.none) }
            state.isOver = true
            state.outcome = outcome
            return (true, state.waiter)
        }
        waiter?.resume(returning: outcome)
        return isFirst
    }
}
