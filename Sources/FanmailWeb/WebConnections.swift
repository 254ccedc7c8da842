import NIOCore
import Synchronization

/// The connections that a server has.
final class WebConnections: Sendable {
    private let most: Int
    private let channels = Mutex<[ObjectIdentifier: any Channel]?>([:])

    init(most: Int) { self.most = most }

    /// False where there are too many already, or there are to be none any more.
    func add(_ channel: any Channel) -> Bool {
        let isTaken = channels.withLock { channels in
            guard let count = channels?.count, count < most else { return false }
            channels?[ObjectIdentifier(channel)] = channel
            return true
        }
        if isTaken {
            channel.closeFuture.whenComplete { _ in
                self.channels.withLock { _ = $0?.removeValue(forKey: ObjectIdentifier(channel)) }
            }
        }
        return isTaken
    }

    /// From then on there are none.
    func takeAll() -> [any Channel] {
        channels.withLock { channels in
            defer { channels = nil }
            return channels.map { Array($0.values) } ?? []
        }
    }
}
