import Synchronization

/// Who was seen before, by digest.
final class Greylist: Sendable {
    private let seen = Mutex<Set<UInt64>>([])

    func isNew(_ digest: UInt64) -> Bool { seen.withLock { $0.insert(digest).inserted } }
}
