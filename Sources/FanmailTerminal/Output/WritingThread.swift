package import Dispatch
import Foundation
import Synchronization

/// Writes to one file on a thread of its own: whoever adds to it, on an event loop, does not wait for the disk, nor for
/// whoever reads a pipe. What gathered meanwhile is written at once. Whoever makes one closes it.
package final class WritingThread: Sendable {
    private struct State {
        var waiting: [UInt8] = []
        /// Who waits until there is room.
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// Lines that were left out since there was no room for them.
        var leftOut = 0
        var isClosed = false
    }

    private let limit: Int
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let end = DispatchGroup()

    /// - Parameters:
    ///   - limit: octets that may wait.
    ///   - write: writes all of them; called on the thread, one call after the other.
    ///   - note: the line that tells how many were left out; nil where none are.
    package init(
        _ name: String, limit: Int, note: (@Sendable (Int) -> String)? = nil,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.limit = limit
        end.enter()
        let thread = Thread { [self] in
            serve(note, write)
            end.leave()
        }
        thread.name = name
        thread.start()
    }

    /// Takes lines, and leaves them out where there is no room: a file that is too slow keeps nobody waiting.
    package func offer(_ lines: [UInt8]) {
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            guard state.waiting.count + lines.count <= limit else {
                state.leftOut += 1
                return false
            }
            return Self.append(lines, to: &state)
        }
        if isFirst { wake.signal() }
    }

    /// Takes lines; waits for room where there is none, and blocks no thread.
    package func add(_ lines: [UInt8]) async {
        while true {
            let (isTaken, isFirst) = state.withLock { state in
                guard !state.isClosed else { return (true, false) }
                guard state.waiting.isEmpty || state.waiting.count + lines.count <= limit else { return (false, false) }
                return (true, Self.append(lines, to: &state))
            }
            if isFirst { wake.signal() }
            if isTaken { return }
            await room()
        }
    }

    /// Returns whether the thread is to be woken.
    private static func append(_ lines: [UInt8], to state: inout State) -> Bool {
        let isFirst = state.waiting.isEmpty
        state.waiting += lines
        return isFirst && !lines.isEmpty
    }

    private func room() async {
        await withCheckedContinuation { waiter in
            let hasRoom = state.withLock { state in
                // It may have come meanwhile.
                guard !state.waiting.isEmpty, !state.isClosed else { return true }
                state.waiters.append(waiter)
                return false
            }
            if hasRoom { waiter.resume() }
        }
    }

    /// Writes what waits, takes nothing any more, and returns when the thread is at its end. May be called again.
    ///
    /// - Returns: false where the deadline came before that: whoever reads a pipe stands still.
    @discardableResult
    package func close(by deadline: DispatchTime = .distantFuture) -> Bool {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        if isFirst { wake.signal() }
        return end.wait(timeout: deadline) == .success
    }

    private func serve(_ note: (@Sendable (Int) -> String)?, _ write: @Sendable ([UInt8]) -> Void) {
        var batch: [UInt8] = []
        while true {
            wake.wait()
            let (isClosed, leftOut, waiters) = state.withLock { state in
                swap(&state.waiting, &batch)
                defer { (state.leftOut, state.waiters) = (0, []) }
                return (state.isClosed, state.leftOut, state.waiters)
            }
            for waiter in waiters { waiter.resume() }
            if leftOut > 0, let note { batch += note(leftOut).utf8 }
            if !batch.isEmpty { write(batch) }
            batch.removeAll(keepingCapacity: true)
            if isClosed { return }
        }
    }
}
