import FanmailDelivery
import GRDB
import SMTPCore
import Synchronization
import Testing

@testable import ListStore

struct AudienceWalkTests {
    private static let seeds = Array(UInt64(1)...12)

    private struct Walked {
        var members: [Int64] = []
        var skipped: [Int64: String] = [:]
        var skippedCount = 0
        var cuts: [EnvelopeCutter.Cut] = []
    }

    /// Walks to the end; `between` runs after each page.
    private func walk(
        _ audience: Audience, _ store: Store, limit: Int, rows: Int, between: () throws -> Void = {}
    ) throws -> Walked {
        var walked = Walked()
        var cursor = AudienceCursor()
        var ordinal = 0
        while true {
            let page = try store.pool.read {
                try audience.page($0, after: cursor, limit: limit, rows: rows, domainOrdinal: ordinal)
            }
            #expect(page.cuts.allSatisfy { $0.recipients.count <= limit })
            #expect(page.cuts.map(\.recipients.count).reduce(page.skipped.count + page.left.count, +) <= rows)
            walked.members += page.cuts.flatMap(\.recipients.ids)
            for (subscriber, reason) in page.skipped { walked.skipped[subscriber] = reason }
            for subscriber in page.left { walked.skipped[subscriber] = "left" }
            walked.skippedCount += page.skipped.count + page.left.count
            walked.cuts += page.cuts
            (cursor, ordinal) = (page.cursor, page.domainOrdinal)
            guard !page.isLast else { return walked }
            try between()
        }
    }

    private func suppressed(_ store: Store) throws -> Set<Int64> {
        Set(
            try store.numbers(
                "SELECT b.id FROM suppression x JOIN subscriber b ON b.address_key = x.address_key"))
    }

    @Test("Pages of any size are the naive answer, one copy for whoever is on both lists", arguments: [1, 2, 7, 1000])
    func pages(size: Int) throws {
        let scratch = try Scratch()
        for seed in Self.seeds {
            let path = "\(scratch.directory)/\(seed).db"
            let store = try Store.open(path: path, create: true)
            let roster = try RandomRoster(store, seed: seed)
            let suppressed = try suppressed(store)
            let naive = try roster.naive()
            for (audience, expected) in zip(try roster.audiences(), naive) {
                let walked = try walk(audience, store, limit: size, rows: size)
                #expect(walked.members == expected.filter { !suppressed.contains($0) }, "seed \(seed)")
                #expect(
                    walked.skipped
                        == Dictionary(
                            uniqueKeysWithValues: expected.filter(suppressed.contains).map { ($0, "suppressed: asked") }
                        ),
                    "seed \(seed)")
                #expect(try store.pool.read { try audience.count($0) } == expected.count, "seed \(seed)")
            }
            #expect(Set(naive[0]).isDisjoint(with: naive[1]), "seed \(seed)")
        }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    @Test("Who left since a page was read is asked for once, not for each of its envelopes")
    func askedOnce() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe((1...100).map { "u\($0)@a.example" }, to: list)
        let (mailing, journal) = try store.start([list])
        let audience = try await store.pool.read { try Store.openedLists($0, mailing)[0].audience }
        let page = try await store.pool.read {
            try audience.page($0, after: AudienceCursor(), limit: 2, rows: 200, domainOrdinal: 0)
        }
        _ = try store.unsubscribe(Mailbox(parsing: "u3@a.example"), list: list, source: "test")
        let asked = Counter()
        try await store.pool.writeWithoutTransaction { db in
            db.trace { if "\($0)".contains("FROM departure") { asked.add() } }
        }
        let envelopes = try await journal.perform("cut") { try $0.cut(page, position: 0) }
        #expect(envelopes.flatMap(\.recipients.ids) == (1...100).filter { $0 != 3 })
        #expect((1...10).contains(asked.value))
        await journal.close()
    }

    @Test("A page ends once many of it have left, and the walk goes on behind them")
    func manyLeft() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        try store.execute("PRAGMA synchronous = OFF")
        let list = try store.makeList()
        let count = AudiencePage.mostLeft * 2 + 10
        let addresses = (1...count).map { "u\($0)@a.example" }
        try store.subscribe(addresses, to: list)
        let (mailing, journal) = try store.start([list])
        let audience = try await store.pool.read { try Store.openedLists($0, mailing)[0].audience }
        for address in addresses.dropLast() {
            _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test")
        }
        let page = try await store.pool.read {
            try audience.page($0, after: AudienceCursor(), limit: 100, rows: 5000, domainOrdinal: 0)
        }
        #expect(page.left.count == AudiencePage.mostLeft && !page.isLast)
        let walked = try walk(audience, store, limit: 100, rows: 5000)
        #expect(walked.members == [Int64(count)] && walked.skippedCount == count - 1)
        await journal.close()
    }

    @Test("The addresses that are handed out are those of the members")
    func addresses() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let roster = try RandomRoster(store, seed: 3)
        for audience in try roster.audiences() {
            for cut in try walk(audience, store, limit: 7, rows: 14).cuts {
                for index in cut.recipients.ids.indices {
                    let known = try store.texts(
                        "SELECT address FROM subscriber WHERE id = ?", [cut.recipients.ids[index]])
                    #expect(known == [cut.recipients.address(at: index)])
                }
            }
        }
    }

    /// The audience is fixed when the mailing begins; whoever leaves later is skipped, whoever comes later is not in it.
    @Test("Changes after the start and between pages move nobody in or out", arguments: [1, 2, 7, 1000])
    func changes(size: Int) throws {
        let scratch = try Scratch()
        for seed in Self.seeds {
            let store = try Store.open(path: "\(scratch.directory)/\(seed).db", create: true)
            var roster = try RandomRoster(store, seed: seed)
            let fixed = try roster.naive()
            let audiences = try roster.audiences()
            for (position, audience) in audiences.enumerated() {
                for _ in 0..<10 { try roster.change() }
                let walked = try walk(audience, store, limit: size, rows: size) { try roster.change() }
                let all = walked.members + walked.skipped.keys
                #expect(all.count == Set(all).count, "seed \(seed)")
                #expect(walked.skippedCount == walked.skipped.count, "seed \(seed)")
                #expect(Set(all) == Set(fixed[position]), "seed \(seed)")
                // Order is kept among those who are left.
                let isMember = Set(walked.members)
                #expect(walked.members == fixed[position].filter(isMember.contains), "seed \(seed)")
                try checkReasons(walked, audience, store)
            }
        }
    }

    private func checkReasons(_ walked: Walked, _ audience: Audience, _ store: Store) throws {
        let left = Set(
            try store.numbers(
                "SELECT subscriber FROM departure WHERE list = ? AND id > ?", [audience.list, audience.marks.departure])
        )
        let suppressed = try suppressed(store)
        for (subscriber, reason) in walked.skipped {
            switch reason {
            case "left": #expect(left.contains(subscriber))
            case "suppressed: asked": #expect(suppressed.contains(subscriber))
            default: Issue.record("an unknown reason: \(reason)")
            }
        }
    }

    @Test("An empty list is one empty last page")
    func empty() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let list = try store.makeList()
        let audience = Audience(
            list: list.id, marks: AudienceMarks(subscription: .max, departure: 0), earlierLists: [])
        let page = try store.pool.read {
            try audience.page($0, after: AudienceCursor(), limit: 100, rows: 100, domainOrdinal: 0)
        }
        #expect(page.isLast)
        #expect(page.cuts.isEmpty)
        #expect(page.skipped.isEmpty)
    }
}
