import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import Synchronization

/// Pages of the audience, read ahead on a thread of the database's own.
extension SQLiteJournal {
    /// Some fifty envelopes of a hundred; fewer rows where envelopes are small, so that a cut holds no arm up for long.
    static func envelopes(a limit: Int, _ wanted: Int? = nil) -> Int {
        max(1, min(250, min(5000, wanted ?? .max) / limit))
    }

    /// Fewer where every member is looked up.
    static func envelopes(readAgain limit: Int, _ wanted: Int? = nil) -> Int {
        max(1, min(100, min(2000, wanted ?? .max) / limit))
    }

    /// How many subscribers a page takes.
    static func rows(a limit: Int, _ wanted: Int? = nil) -> Int { envelopes(a: limit, wanted) * limit }

    /// Fewer where subscribers may get an envelope each.
    private static func rows(of audience: Audience, limit: Int, _ wanted: Int?) -> Int {
        switch audience.individual {
        case .never where audience.turn == nil: rows(a: limit, wanted)
        case .always: rows(a: 1, wanted)
        case .largeReceivers, .never: max(1, min(500, wanted ?? .max) / limit) * limit
        }
    }

    /// The envelopes behind a number that an earlier owner cut and never armed.
    func cutNumbers(after number: Int64, limit: Int) async throws(JournalFailure) -> [Int64] {
        try await waiting { [mailing, firstNumber, epoch] in
            try Store.cutNumbers($0, of: mailing, after: number, before: firstNumber, epoch: epoch, limit: limit)
        }
    }

    /// Reads apart, as soon as that can be done.
    func waiting<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T
    ) async throws(JournalFailure) -> T {
        try await retrying { [store] in
            try await store.apart { try Patience.ofJournal { try store.pool.read(body) } }
        }
    }

    /// Tries until it can be done; not longer than the journal and the task last.
    private func retrying<T>(_ body: () async throws -> T) async throws(JournalFailure) -> T {
        while true {
            do {
                return try await body()
            } catch {
                let failure = StoreFailure(error, path: store.path)
                guard StoreFailure.passes(error), !pending.withLock({ $0.isStopped }) else {
                    throw .storage(failure.message)
                }
                note(failure)
                do { try await Task.sleep(for: .milliseconds(200)) } catch { throw .storage(failure.message) }
            }
        }
    }

    /// The next page and its list's position; the one behind it is being read already.
    func nextPage() async throws(JournalFailure) -> (AudiencePage, Int)? {
        try await retrying {
            let (task, position) = walk.withLock { ($0.prefetched ?? read($0), $0.place.position) }
            guard position < lists.count, let task else { return nil }
            do {
                let page = try await task.value
                walk.withLock {
                    $0.place.cursors[position] = page.cursor
                    $0.place.ordinal = page.isLast ? 0 : page.domainOrdinal
                    if page.isLast { $0.place.position += 1 }
                    $0.prefetched = read($0)
                }
                return (page, lists[position].position)
            } catch {
                walk.withLock { $0.prefetched = nil }
                throw error
            }
        }
    }

    private func read(_ walk: Walk) -> Task<AudiencePage, any Error>? {
        let place = walk.place
        guard place.position < lists.count else { return nil }
        let audience = lists[place.position].audience
        let cursor = place.cursors[place.position]
        let (limit, ways, ordinal, store) = (walk.limit, walk.ways, place.ordinal, store)
        let rows = Self.rows(of: audience, limit: limit, walk.wanted)
        return Task.detached {
            try await store.apart {
                try Patience.ofJournal {
                    try store.pool.read { db in
                        try audience.page(
                            db, after: cursor, limit: limit, rows: rows, domainOrdinal: ordinal, ways: ways)
                    }
                }
            }
        }
    }

    /// What is read ahead is not needed any more.
    func stopReading() { walk.withLock { $0.prefetched?.cancel() } }
}
