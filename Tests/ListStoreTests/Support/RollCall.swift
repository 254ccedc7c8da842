import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import TestSupport
import Testing

@testable import ListStore

/// People who come and go while a mailing to several lists is under way, killed and resumed, and what they are owed.
///
/// The model knows nothing of tables. It keeps who consented to what, and judges each envelope when it is armed.
final class RollCall {
    /// Of a person on a list.
    struct Spell: Equatable {
        let serial: Int
        var isActive: Bool
    }

    struct Person {
        var address: Mailbox
        /// Where they can be reached no longer.
        var earlier: [Mailbox] = []
        var spells: [Int: Spell] = [:]
        var isVIP = false
        var isErased = false
        var wasSuppressed = false
        /// Got a copy, or may have.
        var copies = 0
        /// A server said no, or nobody knows what it said.
        var isSettled = false
    }

    let seed: UInt64
    let scratch: Scratch
    let store: Store
    let importer: Store
    let lists: [ListRecord]
    let isFiltered: Bool
    let limit: Int
    var random: SeededGenerator
    var people: [Person] = []
    var forms: Set<String> = []
    var serial = 0
    var ids: [Int64: Int] = [:]

    var mailing: Int64 = 0
    var journal: SQLiteJournal?
    /// Of those who were in the audience, the active spells by list.
    var audience: [Int: [Int: Int]] = [:]
    var inHand: [CutEnvelope] = []
    var armed: [CutEnvelope] = []
    var now = Timestamp.now
    var seen: Set<String> = []

    init(_ scratch: Scratch, seed: UInt64) throws {
        self.seed = seed
        self.scratch = scratch
        store = try scratch.open()
        importer = try scratch.open(create: false)
        random = SeededGenerator(seed: seed)
        for store in [store, importer] { try store.execute("PRAGMA synchronous = OFF") }
        let count = Int.random(in: 1...3, using: &random)
        lists = try (0..<count).map { [store] in try store.makeList("list\($0)") }
        isFiltered = Int.random(in: 0..<3, using: &random) == 0
        limit = Int.random(in: 1...4, using: &random)
    }

    func run() async throws {
        for _ in 0..<Int.random(in: 1...12, using: &random) { try join(newPerson()) }
        for _ in 0..<20 { try change() }
        try begin()
        for _ in 0..<120 { try await step() }
        try await end()
        try await check()
    }

    func check() async throws {
        try store.expectPartition("seed \(seed)")
        let rows = try await store.pool.read { [mailing] db in
            try Row.fetchAll(
                db, sql: "SELECT subscriber, outcome FROM recipient_outcome WHERE mailing = ?", arguments: [mailing]
            ).map { (id: $0[0] as Int64, outcome: $0[1] as String) }
        }
        let named = rows.compactMap { ids[$0.id] }
        #expect(named.count == rows.count && Set(named).count == rows.count, "seed \(seed): \(rows)")
        #expect(Set(named) == Set(audience.keys), "seed \(seed)")
        let totals = try store.totals(mailing)
        #expect(totals.recipients == audience.count, "seed \(seed): \(totals)")
        #expect(totals.pending == 0 && totals.deferred == 0, "seed \(seed): \(totals)")
        for (number, row) in zip(named, rows) {
            let person = people[number]
            seen.insert(row.outcome)
            if person.copies > 0 { #expect(["accepted", "unknown"].contains(row.outcome), "seed \(seed): \(row)") }
            if row.outcome == "accepted" { #expect(person.copies == 1, "seed \(seed): \(row)") }
            // Whoever was always there has a copy.
            let isThere = audience[number]?.contains {
                person.spells[$0.key] == Spell(serial: $0.value, isActive: true)
            }
            if isThere == true, !person.wasSuppressed, !person.isErased, !person.isSettled {
                #expect(person.copies == 1, "seed \(seed): \(person.address.address) got none: \(row)")
            }
        }
    }
}
