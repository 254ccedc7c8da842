import Delivery
import GRDB
import MailCore
import Testing

@testable import ListStore

/// A disk that is full and a database that somebody else holds: nothing may be lost, nothing may leave unmarked.
@Suite(.timeLimit(.minutes(1)))
struct StorageFaultTests {
    enum Fault: String, CaseIterable, Sendable {
        case full, busy

        var kind: StoreFailure.Kind { self == .full ? .disk : .locked }
        var words: String { self == .full ? "the disk is full" : "another process holds the database" }
    }

    /// What stands in the way of the writer, until it is lifted.
    private final class Obstacle {
        private let store: Store
        private let other: DatabaseQueue?

        init(_ fault: Fault, _ store: Store) throws {
            self.store = store
            switch fault {
            case .full:
                other = nil
                // No free page inside the file either.
                try store.execute("VACUUM")
                let pages = try store.numbers("PRAGMA page_count")[0]
                try store.execute("PRAGMA max_page_count = \(pages)")
            case .busy:
                // The patience of the writer is not what is tested.
                try store.execute("PRAGMA busy_timeout = 20")
                var configuration = Configuration()
                configuration.allowsUnsafeTransactions = true
                let other = try DatabaseQueue(path: store.path, configuration: configuration)
                try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
                self.other = other
            }
        }

        func lift() throws {
            try other?.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            if other == nil { try store.execute("PRAGMA max_page_count = 1000000") }
        }
    }

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
    private let long = String(repeating: "x", count: 20_000)

    private func expect(_ verdict: Verdict, _ fault: Fault) {
        guard case .storage(let message) = verdict else {
            Issue.record("\(verdict) instead of a storage failure")
            return
        }
        #expect(message.hasPrefix(store.path + ": "))
        #expect(message.contains(fault.words))
        #expect(!message.contains("\n"))
    }

    @Test(
        "A write says what is wrong in one line, changes nothing, and works when the cause is gone",
        arguments: Fault.allCases)
    func write(fault: Fault) throws {
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

    @Test("An import fails as a whole", arguments: Fault.allCases)
    func importing(fault: Fault) throws {
        let obstacle = try Obstacle(fault, store)
        let failure = try #require(throws: StoreFailure.self) { try importPeople(5000) }
        #expect(failure.kind == fault.kind)
        #expect(try store.counts(of: list) == ["active": 40])
        try obstacle.lift()
        try importPeople(5000)
        #expect(try store.counts(of: list) == ["active": 5040])
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

    @Test("A mailing that cannot be written down does not begin, and leaves nothing behind", arguments: Fault.allCases)
    func begin(fault: Fault) async throws {
        let obstacle = try Obstacle(fault, store)
        let failure = try #require(throws: StoreFailure.self) { try store.start([list], message: long) }
        #expect(failure.kind == fault.kind)
        #expect(try store.numbers("SELECT count(*) FROM mailing") == [0])
        #expect(try !scratch.files.contains { $0.contains("lock") })
        try obstacle.lift()
        await (try store.start([list], message: long)).journal.stop()
    }

    @Test("A cut that fails loses nobody: the same page comes when there is room", arguments: Fault.allCases)
    func cut(fault: Fault) async throws {
        // Two pages, so that a page left out would show.
        try store.subscribe((41...300).map { "u\($0)@a.example" }, to: list)
        let (mailing, journal) = try store.start([list], limit: 1)
        let obstacle = try Obstacle(fault, store)
        expect(await Verdict.of { _ = try await journal.cutNext() }, fault)
        expect(await Verdict.of { _ = try await journal.cutNext() }, fault)
        #expect(try store.envelopes(of: mailing).isEmpty)
        try obstacle.lift()
        let envelopes = try await journal.everything()
        #expect(envelopes.flatMap(\.recipients.ids) == Array(1...300))
        #expect(envelopes.map(\.number) == Array(1...300))
        await journal.stop()
    }

    @Test("An arm that is not on disk keeps its gate closed; the envelope stays cut and can be armed later")
    func busyArm() async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        let obstacle = try Obstacle(.busy, store)
        expect(await journal.armed(page[0]), .busy)
        #expect(try store.numbers("SELECT number FROM envelope WHERE state = 'cut'") == [1, 2])
        #expect(try store.totals(mailing).unknown == 0)
        try obstacle.lift()
        #expect(await journal.armed(page[0]) == .open)
        await journal.stop()
    }

    @Test(
        "Outcomes that do not fit are kept, stop every arm, and are written when there is room",
        arguments: Fault.allCases)
    func outcomes(fault: Fault) async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        let obstacle = try Obstacle(fault, store)
        let reply = Reply(code: 250, text: long)
        journal.settle(Settlement(page[0], .done(.accepted, reply), except: (0..<5).map { .refused($0) }))
        expect(await journal.armed(page[1]), fault)
        expect(await Verdict.of { try await journal.flush() }, fault)
        // On disk it is armed still, which is read as unknown.
        #expect(try store.totals(mailing).unknown == 20)
        #expect(try store.numbers("SELECT count(*) FROM exception") == [0])

        try obstacle.lift()
        try await journal.flush()
        let totals = try await journal.totals()
        #expect([totals.accepted, totals.refused, totals.unknown, totals.pending] == [15, 5, 0, 20])
        #expect(await journal.armed(page[1]) == .open)
        await journal.stop()
    }

    @Test("Outcomes that were kept are written without being asked for once there is room", arguments: Fault.allCases)
    func outcomesComeLater(fault: Fault) async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        let obstacle = try Obstacle(fault, store)
        journal.settle(Settlement(page[0], .done(.accepted, Reply(code: 250, text: long))))
        expect(await Verdict.of { try await journal.flush() }, fault)
        try obstacle.lift()
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(30)
        while try store.totals(mailing).accepted == 0, clock.now < deadline { await Task.yield() }
        #expect(try store.totals(mailing).accepted == 20)
        await journal.stop()
    }

    @Test("An outcome that never fits is unknown to the next run")
    func outcomeLost() async throws {
        let (mailing, journal) = try store.start([list], limit: 20)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        // Never lifted: the limit is the connection's, and the next process has one of its own.
        _ = try Obstacle(.full, store)
        journal.settle(Settlement(page[0], .done(.accepted, Reply(code: 250, text: long))))
        expect(await Verdict.of { try await journal.finish(.paused, reason: long, bounces: .wait) }, .full)
        let second = try Store.open(path: scratch.path, create: false)
        #expect(try !second.mailing(mailing).isOwned)
        let next = try second.resume(mailing)
        let totals = try await next.totals()
        #expect([totals.accepted, totals.unknown, totals.pending] == [0, 20, 20])
        #expect(try await next.everything().flatMap(\.recipients.ids) == Array(21...40))
        await next.stop()
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
        #expect(try store.counts(of: list) == ["active": 40])
        #expect(try Store.open(path: scratch.path, create: false).list(named: "announce").id == list.id)
        try obstacle.lift()
    }
}
