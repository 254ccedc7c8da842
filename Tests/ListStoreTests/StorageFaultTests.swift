import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// A disk that is full and a database that somebody else holds: nothing may be lost, nothing may leave unmarked.
@Suite(.timeLimit(.minutes(10)))
struct StorageFaultTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe((1...40).map { "u\($0)@a.example" }, to: list)
    }

    /// Text that needs pages of its own, so that a full database is full at once.
    private let long = String(repeating: "long ", count: 4000)

    @Test(
        "A write says what is wrong in one line, changes nothing, and works when the cause is gone",
        arguments: StorageFault.allCases)
    func write(fault: StorageFault) throws {
        let obstacle = try Obstacle(fault, store)
        let before = try store.numbers("SELECT count(*) FROM subscriber")
        let address = try Mailbox(parsing: "new@a.example")
        let failure = try #require(throws: StoreFailure.self) {
            try store.subscribe(address, name: long, list: list, source: "test")
        }
        #expect(failure.kind == fault.kind)
        #expect(failure.message.hasPrefix("\(store.path): \(fault.words)"))
        #expect(!failure.message.contains("\n"))
        #expect(try store.numbers("SELECT count(*) FROM subscriber") == before)
        try obstacle.lift()
        #expect(try store.subscribe(address, name: long, list: list, source: "test") == .added)
    }

    @Test("An import fails as a whole", arguments: StorageFault.allCases)
    func importing(fault: StorageFault) throws {
        let obstacle = try Obstacle(fault, store)
        let failure = try #require(throws: StoreFailure.self) { try importPeople(5000) }
        #expect(failure.kind == fault.kind)
        #expect(try store.counts(of: list) == [.active: 40])
        try obstacle.lift()
        try importPeople(5000)
        #expect(try store.counts(of: list) == [.active: 5040])
    }

    private func importPeople(_ count: Int) throws {
        _ = try store.importSubscribers(into: list, source: "test") { batch in
            var scanner = AddressScanner()
            for person in 0..<count {
                _ = Array("p\(person)@b.example".utf8).withUnsafeBufferPointer { scanner.scan($0) }
                try [].withUnsafeBufferPointer {
                    try batch.add(address: scanner.address, key: scanner.key, domain: scanner.domain, name: $0)
                }
            }
        }
    }

    @Test(
        "A mailing that cannot be written down does not begin, and leaves nothing behind",
        arguments: StorageFault.allCases)
    func begin(fault: StorageFault) async throws {
        let obstacle = try Obstacle(fault, store)
        let failure = try #require(throws: StoreFailure.self) { try store.start([list], message: long) }
        #expect(failure.kind == fault.kind)
        #expect(try store.numbers("SELECT count(*) FROM mailing") == [0])
        #expect(try !scratch.files.contains { $0.contains("lock") })
        try obstacle.lift()
        await (try store.start([list], message: long)).journal.stop()
    }

    @Test("A cut that does not fit waits, and loses nobody", arguments: StorageFault.allCases)
    func cut(fault: StorageFault) async throws {
        // Two pages, so that a page left out would show.
        try store.subscribe((41...300).map { "u\($0)@a.example" }, to: list)
        let (mailing, journal) = try store.start([list], limit: 1)
        let obstacle = try Obstacle(fault, store)
        async let waiting = journal.cutNext()
        try await obstacle.expectWaiting(journal)
        #expect(try store.envelopes(of: mailing).isEmpty)
        try obstacle.lift()
        let envelopes = try await waiting + journal.everything()
        #expect(journal.trouble == nil)
        #expect(envelopes.flatMap(\.recipients.ids) == Array(1...300))
        #expect(envelopes.map(\.number) == Array(1...300))
        await journal.stop()
    }

    @Test("An arm that is not on disk leaves its gate shut, until it is")
    func busyArm() async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        let obstacle = try Obstacle(.busy, store)
        let gate = ContentGate()
        journal.arm(page[0], gate: gate)
        try await obstacle.expectWaiting(journal)
        #expect(gate.decision == nil)
        #expect(try store.numbers("SELECT number FROM envelope WHERE state = 'cut'") == [1, 2])
        #expect(try store.totals(mailing).unknown == 0)
        try obstacle.lift()
        #expect(Verdict(await gate.decided()) == .open)
        await journal.stop()
    }

    @Test(
        "Outcomes that do not fit are kept, hold up every arm, and are written when there is room",
        arguments: StorageFault.allCases)
    func outcomes(fault: StorageFault) async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        let obstacle = try Obstacle(fault, store)
        let reply = Reply(code: 250, text: "Ok")
        // So many rows need pages of their own.
        journal.settle(
            Settlement(
                page[0], .done(.accepted, reply),
                except: (0..<15).map {
                    .init(
                        index: $0, outcome: .refused, reply: Reply(code: 550, text: long), nextAttempt: nil,
                        charged: true)
                }))
        async let armed = journal.armed(page[1])
        try await obstacle.expectWaiting(journal)
        // On disk it is armed still, which is read as unknown.
        #expect(try store.totals(mailing).unknown == 20)
        #expect(try store.numbers("SELECT count(*) FROM exception") == [0])
        #expect(try store.numbers("SELECT number FROM envelope WHERE state = 'armed'") == [1])

        try obstacle.lift()
        #expect(await armed == .open)
        let totals = try await journal.totals()
        #expect([totals.accepted, totals.refused, totals.unknown, totals.pending] == [5, 15, 20, 0])
        await journal.stop()
    }

    @Test(
        "Outcomes that were kept are written without being asked for once there is room",
        arguments: StorageFault.allCases)
    func outcomesComeLater(fault: StorageFault) async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        let obstacle = try Obstacle(fault, store)
        settleLong(page[0], journal)
        try await obstacle.expectWaiting(journal)
        try obstacle.lift()
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(300)
        while try store.totals(mailing).refused == 0, clock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try store.totals(mailing).refused == 20)
        await journal.stop()
    }

    /// More than fits into what is left of a page.
    private func settleLong(_ envelope: CutEnvelope, _ journal: SQLiteJournal) {
        journal.settle(
            Settlement(
                envelope, .done(.accepted, nil),
                except: envelope.recipients.ids.indices.map {
                    .init(
                        index: $0, outcome: .refused, reply: Reply(code: 550, text: long), nextAttempt: nil,
                        charged: true)
                }))
    }

    @Test("An outcome that never fits is counted for who leaves, and unknown to the next run")
    func outcomeLost() async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        // Never lifted: the limit is the connection's, and the next process has one of its own.
        let obstacle = try Obstacle(.full, store)
        settleLong(page[0], journal)
        async let finished = Verdict.of { try await journal.finish(.paused, reason: nil, bounces: .wait) }
        try await obstacle.expectWaiting(journal)
        #expect(journal.leave(within: .milliseconds(20)) == 20)
        #expect(await journal.armed(page[1]) == .storage("stopped"))
        #expect(await journal.close(within: .milliseconds(20)) == 20)
        guard case .storage = await finished else {
            Issue.record("finished")
            return
        }
        let second = try Store.open(path: scratch.path, create: false)
        #expect(try !second.mailing(mailing).isOwned)
        let next = try second.resume(mailing)
        let totals = try await next.totals()
        #expect([totals.accepted, totals.unknown, totals.pending] == [0, 20, 20])
        #expect(try await next.everything().flatMap(\.recipients.ids) == Array(21...40))
        await next.stop()
    }

    @Test("Who leaves while all is well has everything written at once")
    func leaving() async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        journal.settle(.accepted(page[0]))
        #expect(journal.leave(within: .seconds(60)) == 0)
        #expect(try store.totals(mailing).accepted == 20)
        #expect(await journal.armed(page[1]) == .storage("stopped"))
        await journal.close()
    }

    @Test("A journal that is closed gives the mailing and its thread back, whatever became of its run")
    func closed() async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        _ = try await journal.cutNext()
        // Nothing of this passes by itself.
        try store.execute("DROP VIEW recipient_outcome; DROP VIEW mailing_summary; DROP TABLE envelope")
        guard case .storage = await Verdict.of({ _ = try await journal.nextDue() }) else {
            Issue.record("nothing failed")
            return
        }
        #expect(MailingLock.isHeld(database: store.path, mailing: mailing))
        await journal.close()
        #expect(!MailingLock.isHeld(database: store.path, mailing: mailing))
        // Whoever comes too late is answered, by the thread or in its place.
        _ = await Verdict.of { try await journal.flush() }
    }

    @Test("A take-over that cannot be written down changes nothing and gives the mailing back")
    func takeOver() async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        #expect(await journal.armed(try journal.cutNext()[0]) == .open)
        await journal.stop()
        let before = try store.dump()
        let obstacle = try Obstacle(.busy, store)
        let failure = try #require(throws: StoreFailure.self) { try store.resume(mailing) }
        #expect(failure.kind == .locked)
        #expect(failure.message.contains("another process holds the database"))
        #expect(try store.dump() == before)
        #expect(try !store.mailing(mailing).isOwned)
        try obstacle.lift()
        let next = try store.resume(mailing)
        #expect(try await next.totals().unknown == 20)
        await next.stop()
    }

    @Test("Reading goes on while somebody else writes")
    func readers() throws {
        let obstacle = try Obstacle(.busy, store)
        #expect(try store.counts(of: list) == [.active: 40])
        #expect(try Store.open(path: scratch.path, create: false).list(named: "announce").id == list.id)
        try obstacle.lift()
    }
}
