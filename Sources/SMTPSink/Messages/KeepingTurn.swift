import Dispatch
import NIOConcurrencyHelpers

/// A sink's turn at a storage that several share: from the first message of a batch to its commit, so that none commits
/// the messages of another, nor answers for them. Its thread waits; it is its own (``KeepingThread``).
final class KeepingTurn: Sendable {
    private let turns: DispatchSemaphore
    /// Of whose storage it is.
    let order: ObjectIdentifier
    private let held = NIOLockedValueBox(false)

    /// - Parameters:
    ///   - turns: of one, shared by all of the storage.
    ///   - order: who waits for several turns does so in this order.
    init(_ turns: DispatchSemaphore, _ order: ObjectIdentifier) { (self.turns, self.order) = (turns, order) }

    /// Whether there is something to commit.
    var isHeld: Bool { held.withLockedValue { $0 } }

    /// Waits for it, unless it is its turn already.
    func begin() {
        guard !isHeld else { return }
        turns.wait()
        held.withLockedValue { $0 = true }
    }

    func end() {
        held.withLockedValue { $0 = false }
        turns.signal()
    }
}
