import Dispatch
import FanmailBasics
import NIOConcurrencyHelpers

/// The messages that a sink holds: to be looked through, waited for, and thrown away.
///
/// ```swift
/// let messages = SinkMessages()
/// var configuration = SinkConfiguration()
/// messages.take(from: &configuration)
/// ```
public final class SinkMessages: Sendable {
    private let storage: any SinkStorage
    /// How much there is room for.
    public let room: SinkRoom

    private struct Waiters {
        var next = 0
        var all: [Int: AsyncStream<Void>.Continuation] = [:]
        /// Ids of messages that somebody has read.
        var read: Set<Int> = []
        /// Octets of what all have found.
        var octets = 0
    }

    private let waiters = NIOLockedValueBox(Waiters())
    /// What came wakes all of them.
    private let looks = WorkSlots("sink", looksAtOnce)
    private static let looksAtOnce = 8
    /// Whose messages go to the storage: those of one sink at a time, with their commit.
    private let turns = DispatchSemaphore(value: 1)

    /// In memory.
    public convenience init(room: SinkRoom = SinkRoom()) { self.init(MemoryStorage(room), room: room) }

    /// Wherever they lie.
    package init(_ storage: any SinkStorage, room: SinkRoom) {
        self.storage = storage
        self.room = room
    }

    /// Has a sink's messages kept here, beside whoever is given them already. None that there is no room for is taken.
    /// Several sinks may have theirs kept in one place, and one sink in several: what of one cannot be kept is not the
    /// others'.
    public func take(from configuration: inout SinkConfiguration) {
        let order = ObjectIdentifier(self)
        guard !configuration.turns.contains(where: { $0.order == order }) else { return }
        let (keeper, flusher) = (configuration.keeper, configuration.flusher)
        let turn = KeepingTurn(turns, order)
        configuration.turns.append(turn)
        // In one order for all sinks: in two, each of two sinks could hold what the other waits for.
        let all = configuration.turns.sorted { $0.order < $1.order }
        configuration.turns = all
        configuration.keeper = { [self] message in
            for turn in all { turn.begin() }
            guard keeper?(message) ?? true else { return false }
            return storage.add(message)
        }
        configuration.flusher = { [self] in
            let isFlushed = flusher?() ?? true
            guard turn.isHeld else { return isFlushed }
            defer { turn.end() }
            return commit() && isFlushed
        }
        configuration.sizeLimit = min(configuration.sizeLimit ?? 64 << 20, room.octets)
    }

    private func commit() -> Bool {
        guard storage.commit() else { return false }
        wake()
        return true
    }

    private func wake() {
        waiters.withLockedValue { waiters in
            for waiter in waiters.all.values { waiter.yield() }
        }
    }

    // MARK: - Looking

    /// How many there are.
    public var count: Int { storage.held.count }

    /// How many octets they have, with their envelopes.
    public var octets: Int { storage.held.octets }

    /// The id of the latest message that came, 0 before there was one: what comes afterwards is `since` it.
    public var lastID: Int { storage.lastID }

    /// The message of an id; nil where it is gone, or never was.
    public func message(_ id: Int) -> SinkMessage? { storage.message(id) }

    /// The id of the message that comes right behind one, or before it; nil at the end.
    package func next(to id: Int, isForward: Bool) -> Int? {
        var found: Int?
        storage.walk(from: id, isForward: isForward) { message in
            found = message.id
            return false
        }
        return found
    }

    /// Goes through what there is, until it is told false.
    public func walk(newestFirst: Bool = false, _ body: (SinkMessage) -> Bool) {
        storage.walk(from: newestFirst ? .max : 0, isForward: !newestFirst, body)
    }

    /// Those that are meant, the oldest first unless something else is said.
    ///
    /// - Parameter limit: so many at most.
    public func messages(
        _ query: SinkQuery = SinkQuery(), newestFirst: Bool = false, limit: Int = .max
    ) -> [SinkMessage] {
        var found: [SinkMessage] = []
        walk(newestFirst: newestFirst) { message in
            if found.count < limit, query.matches(message) { found.append(message) }
            return found.count < limit
        }
        return found
    }

    // MARK: - Waiting

    /// The first messages that are meant, as soon as there are so many: what came before this was called counts, unless
    /// the query says since when. None is missed between looking and waiting.
    ///
    /// - Returns: what there is when the time has passed, which may be less, or when the task was cancelled; also less as
    ///   soon as all that is found by whoever waits is as much as there is room for.
    public func wait(for query: SinkQuery, count: Int = 1, timeout: Duration) async -> [SinkMessage] {
        await wait(for: query, count: count, orUntilGone: [], timeout: timeout).found
    }

    /// The same; also ends as soon as one of some messages is no longer there, and tells whether there was room for all.
    package func wait(
        for query: SinkQuery, count: Int = 1, orUntilGone shown: Set<Int>, timeout: Duration
    ) async -> (found: [SinkMessage], hasRoom: Bool) {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // First it listens, then it looks: whatever comes meanwhile wakes it.
        let number = waiters.withLockedValue { waiters in
            waiters.next += 1
            waiters.all[waiters.next] = signal
            return waiters.next
        }
        let timer = Task {
            try? await Task.sleep(for: timeout)
            signal.finish()
        }
        var found: [SinkMessage] = []
        // What was found is held also when it has made room for others, and whoever waits has room together.
        var (held, hasRoom) = (0, true)
        defer {
            timer.cancel()
            waiters.withLockedValue { [held] waiters in
                waiters.all.removeValue(forKey: number)
                waiters.octets -= held
            }
        }
        var mark = if case .id(let id) = query.since { id } else { 0 }
        func look() async -> Bool {
            let (start, wanted) = (mark, count - found.count)
            let most = room.octets - waiters.withLockedValue { $0.octets }
            let (more, end, octets, isGone) = await looks.runAlways { [storage] in
                let isGone = !shown.isEmpty && storage.known(Array(shown)).count < shown.count
                var (more, end, octets) = ([SinkMessage](), start, 0)
                storage.walk(from: start, isForward: true) { message in
                    end = message.id
                    if query.matches(message) {
                        more.append(message)
                        octets += message.heldOctets
                    }
                    return more.count < wanted && octets < most
                }
                return (more, end, octets, isGone)
            }
            found += more
            mark = end
            held += octets
            let all = waiters.withLockedValue { waiters in
                waiters.octets += octets
                return waiters.octets
            }
            // Whoever has found nothing yet takes nobody's room.
            hasRoom = held == 0 || all < room.octets
            return found.count >= count || !hasRoom || isGone
        }
        if await look() { return (found, hasRoom) }
        for await _ in signals {
            if await look() { return (found, hasRoom) }
        }
        _ = await look()
        return (found, hasRoom)
    }

    /// How many wait for messages.
    var waiting: Int { waiters.withLockedValue { $0.all.count } }

    // MARK: - Throwing away

    /// Throws away those of these ids.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func remove(_ ids: [Int]) -> Int {
        let count = storage.remove(ids)
        // Only then: whoever marks one meanwhile looks once more whether it is there.
        waiters.withLockedValue { $0.read.subtract(ids) }
        wake()
        return count
    }

    /// Those of these ids of which there is no message.
    package func gone(of ids: Set<Int>) -> Set<Int> { ids.subtracting(storage.known(Array(ids))) }

    /// Throws away all of them; ids go on.
    public func removeAll() {
        let last = storage.lastID
        storage.removeAll()
        waiters.withLockedValue { $0.read = $0.read.filter { $0 > last } }
        wake()
    }

    // MARK: - Reading

    /// Whether somebody has looked at a message, as far as this process knows.
    package func isRead(_ id: Int) -> Bool { waiters.withLockedValue { $0.read.contains(id) } }

    /// Somebody has looked at messages, or is to be as if nobody had.
    ///
    /// - Returns: of how many there are messages; nothing is remembered of others.
    @discardableResult
    package func mark(_ ids: [Int], isRead: Bool) -> Int {
        let ids = Set(storage.known(ids))
        waiters.withLockedValue { waiters in
            if isRead { waiters.read.formUnion(ids) } else { waiters.read.subtract(ids) }
        }
        // What was thrown away since it was found is not to be remembered.
        if isRead {
            let gone = gone(of: ids)
            waiters.withLockedValue { $0.read.subtract(gone) }
        }
        forgetOld()
        return ids.count
    }

    /// How many nobody has looked at.
    package var unread: Int {
        forgetOld()
        return max(0, count - waiters.withLockedValue { $0.read.count })
    }

    /// Of messages that made room nothing is remembered.
    private func forgetOld() {
        let first = storage.firstID
        waiters.withLockedValue { $0.read = $0.read.filter { $0 >= first } }
    }

    /// Ends what is open; nothing is kept any more.
    package func close() { storage.close() }
}
