import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB
import SMTPCore
import Testing

@testable import ListStore

struct MigrationTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private var copy: String { "\(scratch.path).before-\(Schema.migrations.count)" }

    /// A database as the version with only the first so many migrations left it.
    private func makeOld(migrations: Int = 1) throws {
        var migrator = DatabaseMigrator()
        for (name, sql) in Schema.migrations.prefix(migrations) {
            migrator.registerMigration(name) { try $0.execute(sql: sql) }
        }
        let queue = try DatabaseQueue(path: scratch.path)
        try migrator.migrate(queue)
        try queue.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = \(Schema.applicationID);
                    INSERT INTO suppression (address_key, reason, created_at) VALUES ('a@y.example', 'asked', 1);
                    """)
        }
        try queue.close()
    }

    private func bytes(_ path: String? = nil) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path ?? scratch.path))
    }

    @Test("A database of the first version is brought up to date, after a copy of it was made")
    func firstVersion() throws {
        try makeOld()
        let store = try scratch.open(create: false)
        #expect(
            try store.texts("SELECT identifier FROM grdb_migrations ORDER BY identifier")
                == Schema.migrations.map(\.name).sorted())
        #expect(try store.texts("SELECT address_key FROM suppression") == ["a@y.example"])
        #expect(try store.numbers("SELECT count(*) FROM mailing_summary") == [0])

        #expect(try Scratch.mode(of: copy) == 0o600)
        var readOnly = Configuration()
        readOnly.readonly = true
        let old = try DatabaseQueue(path: copy, configuration: readOnly)
        let (migrations, addresses, id, hasViews) = try old.read { db in
            try (
                String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations"),
                String.fetchAll(db, sql: "SELECT address_key FROM suppression"),
                Int.fetchOne(db, sql: "PRAGMA application_id"), db.viewExists("mailing_summary")
            )
        }
        #expect(migrations == [Schema.migrations[0].name])
        #expect(addresses == ["a@y.example"])
        #expect(id == Schema.applicationID)
        #expect(!hasViews)
    }

    @Test("Facts of audiences come to a database with a mailing under way as they are at that moment")
    func factsOfAudiences() async throws {
        try makeOld(migrations: 17)
        let queue = try DatabaseQueue(path: scratch.path)
        try await queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO list (name, address, address_key, owner, reverse_path, definition, bounce_hard, created_at)
                    VALUES ('news', 'n@x.example', 'n@x.example', 'o@x.example', '',
                        'name = "news"\naddress = "n@x.example"\nowner = "o@x.example"', 'score', 1);
                    INSERT INTO subscriber (address, address_key, domain, created_at)
                    SELECT value || '@y.example', value || '@y.example', 'y.example', 1
                    FROM json_each('["a", "b", "c", "d"]');
                    INSERT INTO departure (at, list, subscriber, reason, source) VALUES (1, 1, 4, 'unsubscribed', 't');
                    INSERT INTO subscription
                        (list, subscriber, domain, address, state, joined_at, source, how, confirmed_at, ended)
                    VALUES (1, 1, 'y.example', 'a@y.example', 'active', 1, 't', NULL, NULL, NULL),
                        (1, 2, 'y.example', 'b@y.example', 'active', 1, 't', 'double opt-in', 2, NULL),
                        (1, 3, 'y.example', 'c@y.example', 'pending', 1, 't', 'double opt-in', NULL, NULL),
                        (1, 4, 'y.example', 'd@y.example', 'unsubscribed', 1, 't', 'double opt-in', NULL, 1);
                    INSERT INTO mailing (message, message_id, digest, source_digest, subject, author, relay, max_rcpt, state,
                        subscription_mark, departure_mark, started_at)
                    VALUES (x'00', 'i', 'd', 's', '', 'o@x.example', 'r', 100, 'paused', 4, 0, 1);
                    INSERT INTO mailing_list (mailing, position, list, reverse_path) VALUES (1, 0, 1, '');
                    """)
        }
        try queue.close()
        let store = try scratch.open(create: false)
        #expect(try store.lines("SELECT id, confirmation FROM subscription") == ["1", "2", "3", "4 0"])
        try store.execute("UPDATE subscription SET state = 'active', confirmed_at = 9 WHERE id = 3")
        #expect(try store.lines("SELECT id, confirmation FROM subscription WHERE id = 3") == ["3 1"])
        #expect(try store.totals(1).recipients == 2)
        let journal = try store.resume(1)
        let envelopes = try await journal.everything()
        // The first is suppressed.
        #expect(envelopes.map(\.recipients.ids) == [[2]])
        await journal.stop()
    }

    @Test("Bounces of before keep what they have, and claim no more")
    func bouncesOfBefore() throws {
        try makeOld(migrations: 23)
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO list (name, address, address_key, owner, reverse_path, definition, bounce_hard, created_at)
                    VALUES ('news', 'n@x.example', 'n@x.example', 'o@x.example', '',
                        'name = "news"\naddress = "n@x.example"\nowner = "o@x.example"', 'at-once', 1);
                    INSERT INTO subscriber (address, address_key, domain, created_at)
                    VALUES ('a@y.example', 'a@y.example', 'y.example', 1);
                    INSERT INTO departure (at, list, subscriber, reason, source)
                    VALUES (2, 1, 1, 'bounced', 'mailing 1');
                    INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source, ended)
                    VALUES (1, 1, 'y.example', 'a@y.example', 'bounced', 1, 't', 1);
                    INSERT INTO mailing (message, message_id, digest, source_digest, subject, author, relay, max_rcpt, state,
                        subscription_mark, departure_mark, started_at)
                    VALUES (x'00', 'i', 'd', 's', '', 'o@x.example', 'r', 100, 'finished', 1, 0, 1);
                    INSERT INTO bounce (at, mailing, list, subscriber, recipient, status, text, relay, kind, effect)
                    VALUES (2, 1, 1, 1, 'a@y.example', '5.1.1', 'no', 'r', 'hard', 'ended'),
                        (3, 1, 1, 1, 'a@y.example', '5.2.2', 'full', NULL, 'soft', 'none'),
                        (4, 1, 1, 1, 'a@y.example', '5.7.1', 'spam', 'r', 'soft', 'held');
                    """)
        }
        try queue.close()
        let store = try scratch.open(create: false)
        #expect(
            try store.lines(
                "SELECT id, at, class, kind, source, found, confidence, effect, departure, status, text FROM bounce ORDER BY id"
            )
                == [
                    "1 2 address-unknown hard reply reply 100 ended 1 5.1.1 no",
                    "2 3 full soft report verp 100 none 5.2.2 full",
                    "3 4 undecided soft reply reply 100 held 5.7.1 spam",
                ])
        #expect(
            try store.lines("SELECT DISTINCT list, domain, server FROM bounce_log WHERE source = 'reply'") == [
                "news y.example r"
            ])
        // What was done then can be taken back now.
        var selection = BounceSelection()
        selection.mailing = 1
        #expect(try store.forgive(selection, by: nil) == Forgiving(bounces: 3, subscriptions: 1, others: 0))
        #expect(try store.texts("SELECT state FROM subscription") == ["active"])
    }

    @Test("The copy opens as a database of its own, and is brought up to date in its turn")
    func copyIsUsable() throws {
        try makeOld()
        try scratch.open(create: false).pool.close()
        let restored = try Store.open(path: copy, create: false)
        #expect(try restored.texts("SELECT address_key FROM suppression") == ["a@y.example"])
        #expect(try restored.numbers("SELECT count(*) FROM recipient_outcome") == [0])
    }

    @Test("An older copy in the way is replaced")
    func olderCopy() throws {
        try makeOld()
        try Data("older".utf8).write(to: URL(fileURLWithPath: copy))
        try scratch.open(create: false).pool.close()
        #expect(try bytes(copy).starts(with: Data("SQLite format 3\0".utf8)))
    }

    @Test("No copy is made of a new database, nor of one that is up to date")
    func noCopy() throws {
        for _ in 0..<2 {
            try scratch.open().pool.close()
            #expect(try !scratch.files.contains { $0.contains("before") })
        }
    }

    @Test("When no copy can be made, the database stays as it was")
    func impossibleCopy() throws {
        try makeOld()
        // A directory of that name, not empty, cannot be unlinked.
        try FileManager.default.createDirectory(atPath: copy + "/x", withIntermediateDirectories: true)
        let failure = try #require(throws: StoreFailure.self) { _ = try scratch.open(create: false) }
        #expect(failure.message.hasPrefix(scratch.path + ": "))
        let queue = try DatabaseQueue(path: scratch.path)
        #expect(
            try queue.read { try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations") }
                == [Schema.migrations[0].name])
    }

    @Test("A database of a newer version is refused in one line, and untouched")
    func newerVersion() throws {
        let store = try scratch.open()
        try store.execute("INSERT INTO grdb_migrations VALUES ('99 the future'); PRAGMA user_version = 99")
        try store.pool.close()
        let before = try bytes()
        for create in [false, true] {
            let failure = try #require(throws: StoreFailure.self) { _ = try scratch.open(create: create) }
            #expect(failure.kind == .newerVersion)
            #expect(failure.message.hasPrefix("\(scratch.path): made by a newer version of fanmail"))
            #expect(!failure.message.contains("\n"))
            #expect(try bytes() == before)
            #expect(try !scratch.files.contains { $0.contains("before") })
        }
    }

    @Test("A newer version that also lacks one of our migrations is not brought up to date")
    func newerAndOlder() throws {
        try makeOld()
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 the future')") }
        try queue.close()
        let failure = try #require(throws: StoreFailure.self) { _ = try scratch.open(create: false) }
        #expect(failure.kind == .newerVersion)
        #expect(!FileManager.default.fileExists(atPath: copy))
    }

    @Test("A missing file is not made unless that is asked for")
    func missing() throws {
        let failure = try #require(throws: StoreFailure.self) { _ = try scratch.open(create: false) }
        #expect(failure.kind == .notFound)
        #expect(failure.remedy?.code == .makeDatabase)
        #expect(try scratch.files.isEmpty)
        _ = try scratch.open(create: true)
        #expect(try Scratch.mode(of: scratch.path) == 0o600)
    }

    @Test("A directory that does not exist is a clear failure")
    func missingDirectory() throws {
        let path = scratch.directory + "/none/lists.db"
        let failure = try #require(throws: StoreFailure.self) { _ = try Store.open(path: path, create: true) }
        #expect(failure.kind == .disk)
        #expect(failure.message == "\(path): No such file or directory")
    }

    @Test("Another program's database is refused and untouched", arguments: [0, 7])
    func otherProgram(applicationID: Int) throws {
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "CREATE TABLE theirs (x); PRAGMA application_id = \(applicationID)")
        }
        try queue.close()
        let before = try bytes()
        let failure = try #require(throws: StoreFailure.self) { _ = try scratch.open(create: true) }
        #expect(failure.kind == .notADatabase)
        #expect(try bytes() == before)
        #expect(try scratch.files == ["lists.db"])
    }

    @Test(
        "A file that is no database is refused and untouched",
        arguments: ["address,name\nada@example.org,Ada\n", String(repeating: "x", count: 8192)])
    func noDatabase(text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.path))
        let failure = try #require(throws: StoreFailure.self) { _ = try scratch.open(create: true) }
        #expect(failure.kind == .notADatabase)
        #expect(try bytes() == Data(text.utf8))
    }
}
