import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// Where a sink's messages are kept: one thread, so that no event loop waits for the disk, nor for whoever else is given
/// them. What gathered while it was busy it takes at once.
final class KeepingThread: Sendable {
    /// One message; a connection has one at most.
    struct Job: Sendable {
        /// Keeps it.
        let keep: @Sendable () -> SinkPolicy.Kept
        /// Goes on with the connection, wherever that lives.
        let done: @Sendable (SinkPolicy.Kept) -> Void
    }

    private struct State {
        var jobs: [Job] = []
        var isClosed = false
    }

    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let state = NIOLockedValueBox(State())
    private let wake = DispatchSemaphore(value: 0)
    private let end = DispatchGroup()

    /// - Parameter behindAll: called behind each batch, before any of it is answered; false where none of it is kept.
    init(_ behindAll: (@Sendable () -> Bool)?) {
        end.enter()
        let thread = Thread { [self] in
            serve(behindAll)
            end.leave()
        }
        thread.name = "keeping"
        thread.start()
    }

    /// Takes a job.
    ///
    /// - Returns: false once it is closed; the job is not done then.
    func add(_ job: Job) -> Bool {
        let (isTaken, isFirst) = state.withLockedValue { state in
            guard !state.isClosed else { return (false, false) }
            state.jobs.append(job)
            return (true, state.jobs.count == 1)
        }
        if isFirst { wake.signal() }
        return isTaken
    }

    /// Does what was taken, takes nothing any more, and returns when the thread is at its end.
    func close() async {
        let isFirst = state.withLockedValue { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        if isFirst { wake.signal() }
        await withCheckedContinuation { waiter in end.notify(queue: .global()) { waiter.resume() } }
    }

    private func serve(_ behindAll: (@Sendable () -> Bool)?) {
        var batch: [Job] = []
        var kept: [SinkPolicy.Kept] = []
        while true {
            wake.wait()
            let isClosed = state.withLockedValue { state in
                swap(&state.jobs, &batch)
                return state.isClosed
            }
            for job in batch { kept.append(job.keep()) }
            let isKept = batch.isEmpty || behindAll?() ?? true
            for (job, result) in zip(batch, kept) {
                job.done(isKept ? result : SinkPolicy.Kept(isKept: false, answers: 0))
            }
            batch.removeAll(keepingCapacity: true)
            kept.removeAll(keepingCapacity: true)
            if isClosed { return }
        }
    }
}
