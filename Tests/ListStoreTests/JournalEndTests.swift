import FanmailDelivery
import GRDB
import Synchronization
import Testing

@testable import ListStore

/// A journal that ends while its database is in trouble.
@Suite(.timeLimit(.minutes(10)))
struct JournalEndTests {
    private let scratch: Scratch
    private let store: Store
    private let mailing: Int64
    private let journal: SQLiteJournal

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe((1...40).map { "u\($0)@a.example" }, to: list)
        (mailing, journal) = try store.start([list], limit: 20)
    }

    private final class Tries: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock {
                $0 += 1
                return $0
            }
        }
    }

    private func armed() async throws -> CutEnvelope {
        let envelope = try await journal.cutNext()[0]
        #expect(await journal.armed(envelope) == .open)
        return envelope
    }

    private var isHeld: Bool { MailingLock.isHeld(database: store.path, mailing: mailing) }

    @Test("What was handed in before the end is tried until it is written, and the mailing given back behind it")
    func written() async throws {
        let envelope = try await armed()
        let obstacle = try Obstacle(.busy, store)
        journal.settle(.accepted(envelope))
        try await obstacle.expectWaiting(journal)
        let journal = journal
        async let lost = journal.close()
        while !journal.pending.withLock({ $0.isStopped }) { try await Task.sleep(for: .milliseconds(1)) }
        // Time enough for a thread that tries but once.
        let end = ContinuousClock.now + .seconds(1)
        while isHeld, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        #expect(isHeld)
        try obstacle.lift()
        #expect(await lost == 0)
        #expect(!isHeld)
        #expect(try store.totals(mailing).accepted == 20)
        #expect(await journal.close() == 0)
    }

    @Test("What cannot be written in time is counted, and the mailing given back")
    func lost() async throws {
        let envelope = try await armed()
        let obstacle = try Obstacle(.busy, store)
        journal.settle(.accepted(envelope))
        let journal = journal
        async let flushed = Verdict.of { try await journal.flush() }
        #expect(await journal.close(within: .milliseconds(50)) == 20)
        #expect(!isHeld)
        guard case .storage = await flushed else {
            Issue.record("flushed")
            return
        }
        try obstacle.lift()
        #expect(try store.totals(mailing).unknown == 20)
    }

    @Test("Whoever takes a mailing over finds what its owner handed in at the end")
    func takenOver() async throws {
        let envelope = try await armed()
        journal.settle(.accepted(envelope))
        #expect(await journal.close() == 0)
        let next = try Store.open(path: scratch.path, create: false).resume(mailing)
        let totals = try await next.totals()
        #expect([totals.accepted, totals.unknown, totals.pending] == [20, 0, 20])
        await next.stop()
    }

    @Test("Who is cancelled waits no longer for a database that cannot be read, and does not ask without a pause")
    func cancelled() async throws {
        let (tries, journal) = (Tries(), journal)
        let reading = Task {
            await Verdict.of {
                try await journal.waiting { _ in
                    // Once it were too many, no more.
                    guard tries.next() < 100 else { return }
                    throw DatabaseError(resultCode: .SQLITE_BUSY)
                }
            }
        }
        reading.cancel()
        guard case .storage = await reading.value else {
            Issue.record("read after all")
            return
        }
        #expect(tries.next() < 100)
        await journal.close()
    }
}
