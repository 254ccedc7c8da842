import Foundation
import Synchronization

/// Hands signals to a thread, through a pipe: a handler may do nothing but write to it.
///
/// A source of Dispatch's is told only when its own thread has come to it, and what came before is lost: whoever is
/// interrupted right after it began, would not heed it.
final class SignalPipe: Sendable {
    static let shared = SignalPipe()

    /// Read by the handler; written once, before there is any.
    nonisolated(unsafe) private static var writer: Int32 = -1

    private struct Listener {
        let signals: [Int32]
        let heed: @Sendable () -> Void
    }

    private let listeners = Mutex<(last: UInt64, all: [UInt64: Listener])>((0, [:]))

    private init() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A handler must not wait for the thread.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        Self.writer = ends[1]
        let reader = ends[0]
        Thread.detachNewThread { [self] in
            var number: UInt8 = 0
            while true {
                let count = read(reader, &number, 1)
                if count == 1 { tell(Int32(number)) } else if count == 0 || errno != EINTR { return }
            }
        }
    }

    /// - Returns: by what ``end(_:_:)`` knows it.
    func listen(to signals: [Int32], _ heed: @escaping @Sendable () -> Void) -> UInt64 {
        let id = listeners.withLock { state in
            state.last += 1
            state.all[state.last] = Listener(signals: signals, heed: heed)
            return state.last
        }
        for number in signals {
            _ = signal(number) { number in
                let before = errno
                var octet = UInt8(truncatingIfNeeded: number)
                _ = write(SignalPipe.writer, &octet, 1)
                errno = before
            }
        }
        return id
    }

    /// Signals that nobody else listens to have their usual effect again.
    func end(_ id: UInt64, _ signals: [Int32]) {
        listeners.withLock { state in
            state.all[id] = nil
            for number in signals where !state.all.values.contains(where: { $0.signals.contains(number) }) {
                _ = signal(number, SIG_DFL)
            }
        }
    }

    private func tell(_ number: Int32) {
        let heeding = listeners.withLock { state in
            state.all.values.filter { $0.signals.contains(number) }.map(\.heed)
        }
        for heed in heeding { heed() }
    }
}
