import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: the first one is heeded in good order, with the second the process ends as soon as it has saved
/// what it can in a moment, with the third at once.
///
/// A `ServiceGroup` has no such second step: it heeds one signal gracefully, and another one, which may not be the same,
/// by cancelling its tasks; nothing is said or written before the process ends.
package struct Interruption {
    package static let exitStatus: Int32 = 130
    private static let signals = [SIGINT, SIGTERM]

    private final class Count: Sendable {
        private let asked = Mutex(0)

        func next() -> Int {
            asked.withLock {
                $0 += 1
                return $0
            }
        }
    }

    private let signals: [Int32]
    private let id: UInt64

    /// From its return on, each is heeded.
    ///
    /// - Parameter save: before the process ends with the second one; takes seconds at most.
    package init(
        of signals: [Int32] = signals, exitStatus: Int32 = exitStatus, _ heed: @escaping @Sendable () -> Void,
        save: @escaping @Sendable () -> Void = {}
    ) {
        let count = Count()
        self.signals = signals
        id = SignalPipe.shared.listen(to: signals) {
            switch count.next() {
            case 1: heed()
            case 2:
                Thread.detachNewThread {
                    save()
                    TranscriptFile.closeAll(by: .now() + .seconds(2))
                    exit(exitStatus)
                }
            default:
                TerminalScreen.end()
                _exit(exitStatus)
            }
        }
    }

    /// From now on they end the process again.
    package func end() { SignalPipe.shared.end(id, signals) }
}
