import NIOConcurrencyHelpers
import NIOCore

/// The connections that a server has.
final class WebConnections: Sendable {
    private let most: Int
    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let channels = NIOLockedValueBox<[ObjectIdentifier: any Channel]?>([:])

    init(most: Int) { self.most = most }

    /// False where there are too many already, or there are to be none any more.
    func add(_ channel: any Channel) -> Bool {
        let isTaken = channels.withLockedValue { channels in
            guard let count = channels?.count, count < most else { return false }
            channels?[ObjectIdentifier(channel)] = channel
            return true
        }
        if isTaken {
            channel.closeFuture.whenComplete { _ in
                self.channels.withLockedValue { _ = $0?.removeValue(forKey: ObjectIdentifier(channel)) }
            }
        }
        return isTaken
    }

    /// From then on there are none.
    func takeAll() -> [any Channel] {
        channels.withLockedValue { channels in
            defer { channels = nil }
            return channels.map { Array($0.values) } ?? []
        }
    }
}
