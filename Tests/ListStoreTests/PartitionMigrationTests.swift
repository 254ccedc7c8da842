import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// Mailings that the version before left interrupted, with a row for each deferred recipient.
struct PartitionMigrationTests {
    private let scratch: Scratch
    /// What the old version said of each recipient.
    private let before: [String]
    private let sumsBefore: [String]

    private static let outcomes = """
        SELECT mailing, address, outcome, code, status, text, attempts FROM recipient_outcome ORDER BY mailing, address
        """
    private static let sums = """
        SELECT mailing, state, subject, lists, accepted, refused, deferred, unknown, skipped, pending FROM mailing_summary
        """

    init() throws {
        scratch = try Scratch()
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/interrupted.sql")
        let data = try String(contentsOf: file, encoding: .utf8)
        var migrator = DatabaseMigrator()
        for (name, sql) in Schema.migrations.prefix(26) {
            migrator.registerMigration(name) { try $0.execute(sql: sql) }
        }
        let queue = try DatabaseQueue(path: scratch.path)
        try migrator.migrate(queue)
        (before, sumsBefore) = try queue.write { db in
            try db.execute(sql: data)
            func lines(_ sql: String) throws -> [String] {
                try Row.fetchAll(db, sql: sql).map { row in
                    row.databaseValues.map { $0.isNull ? "" : "\($0.storage.value ?? "")" }.joined(separator: "|")
                }
            }
            return try (lines(Self.outcomes), lines(Self.sums))
        }
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 26")
        }
        try queue.close()
    }

    private func lines(_ store: Store, _ sql: String) throws -> [String] {
        try store.pool.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "" : "\($0.storage.value ?? "")" }.joined(separator: "|")
            }
        }
    }

    private func sums(_ totals: MailingTotals) -> [Int] {
        [totals.accepted, totals.refused, totals.deferred, totals.unknown, totals.skipped, totals.pending]
    }

    @Test("Everybody has the outcome that they had, but whose second copy may be out, which is unknown")
    func outcomes() throws {
        let sumsOfBoth = sumsBefore.map { $0.split(separator: "|").suffix(6).joined(separator: " ") }
        #expect(sumsOfBoth == ["10 8 6 16 0 0", "21 8 9 0 1 0"])
        let store = try scratch.open(create: false)
        try store.expectPartition()
        #expect(try store.texts("SELECT \"table\" FROM pragma_foreign_key_check").isEmpty)
        let armed = Set(
            try store.texts(
                """
                SELECT s.address FROM envelope e JOIN json_each(e.members) j JOIN subscriber s ON s.id = j.value
                WHERE e.state = 'armed'
                """))
        #expect(armed.count == 8)
        let after = try lines(store, Self.outcomes)
        let isArmed = { (line: String) in line.hasPrefix("2|") && armed.contains { line.hasPrefix("2|\($0)|") } }
        #expect(after.filter { !isArmed($0) } == before.filter { !isArmed($0) })
        #expect(after.filter(isArmed).allSatisfy { $0.contains("|unknown|450|") })
        #expect(sums(try store.totals(1)) == [10, 8, 6, 16, 0, 0])
        #expect(sums(try store.totals(2)) == [21, 8, 1, 8, 1, 0])
        for line in after {
            let columns = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let mailing = try #require(Int64(columns[0]))
            let story = try store.story(of: Mailbox(parsing: columns[1]), in: mailing).outcome
            #expect([story.outcome?.rawValue ?? "pending", story.text ?? ""] == [columns[2], columns[5]], "\(line)")
        }
        // Two who were told something else wait together, and each is told what they were.
        #expect(
            try store.texts(
                "SELECT text FROM recipient_outcome WHERE mailing = 1 AND outcome = 'deferred' ORDER BY text")
                == ["busy", "greylisted", "greylisted", "greylisted", "greylisted", "mailbox full"])
        #expect(try store.numbers("SELECT count(*) FROM envelope WHERE state = 'cut' AND mailing = 1") == [2])
    }

    @Test("Resumed, whoever was deferred gets one copy, and nobody else", arguments: [1, 2])
    func resumed(mailing: Int64) async throws {
        let store = try scratch.open(create: false)
        let waiting = try store.texts(
            "SELECT address FROM recipient_outcome WHERE mailing = \(mailing) AND outcome = 'deferred' ORDER BY 1")
        let journal = try store.resume(mailing, limit: 4)
        let copies = try await journal.deliver().map { String($0.prefix { $0 != " " }) }
        // One of them has left meanwhile.
        #expect(copies == waiting.filter { mailing == 2 || $0 != "u17@grey.example" })
        let totals = try await journal.totals()
        #expect(sums(totals) == (mailing == 1 ? [15, 8, 0, 16, 1, 0] : [22, 8, 0, 8, 1, 0]))
        try await journal.finish(.finished, reason: nil, bounces: .hold)
        try store.expectPartition()
    }

    @Test("Resumed with everything asked for, everybody gets one who is subscribed", arguments: [1, 2])
    func again(mailing: Int64) async throws {
        let store = try scratch.open(create: false)
        let journal = try store.takeOver(
            mailing, resendUnknown: true, retryRefused: true, relay: "relay.example", maxRecipients: 4)
        try store.expectPartition()
        let owed = try store.totals(mailing)
        let copies = try await journal.deliver()
        #expect(Set(copies).count == copies.count)
        let totals = try await journal.totals()
        #expect(copies.count + owed.accepted + totals.skipped + totals.refused == totals.recipients)
        // Whose subscription was ended for it stays refused.
        #expect(totals.refused == (mailing == 1 ? 0 : 8))
        await journal.stop()
        try store.expectPartition()
    }

    @Test("Cancelled, whoever has no copy is skipped")
    func cancelled() throws {
        let store = try scratch.open(create: false)
        for mailing: Int64 in [1, 2] { #expect(try store.cancel(mailing)) }
        #expect(sums(try store.totals(1)) == [10, 8, 0, 16, 6, 0])
        #expect(sums(try store.totals(2)) == [21, 8, 0, 8, 2, 0])
        try store.expectPartition()
    }
}
