import FanmailBasics
import Foundation
import GRDB
import SMTPCore
import Testing

@testable import ListStore

struct SchemaTests {
    private let scratch: Scratch
    private let store: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    /// One good row in each table, so that a refusal below has one cause.
    private func fill() throws {
        try store.execute(
            """
            INSERT INTO list (id, name, address, address_key, owner, reverse_path, definition, bounce_hard, created_at)
                VALUES (1, 'news', 'n@x.example', 'n@x.example', 'o@x.example', '', '', 'score', 1);
            INSERT INTO subscriber (id, address, address_key, domain, created_at)
                VALUES (1, 'a@y.example', 'a@y.example', 'y.example', 1), (2, 'b@y.example', 'b@y.example', 'y.example', 1);
            INSERT INTO departure (id, at, list, subscriber, reason, source) VALUES (1, 1, 1, 2, 'bounced', 't');
            INSERT INTO subscription (id, list, subscriber, domain, address, state, joined_at, source, ended)
                VALUES (1, 1, 1, 'y.example', 'a@y.example', 'active', 1, 't', NULL),
                    (2, 1, 2, 'y.example', 'b@y.example', 'bounced', 1, 't', 1);
            INSERT INTO suppression (address_key, reason, created_at) VALUES ('c@y.example', 'asked', 1);
            INSERT INTO stranger (list, address_hash, at, answered) VALUES (1, 'sha256:00', 1, 1);
            INSERT INTO confirmation (at) VALUES (1);
            INSERT INTO subscriber_before (subscriber, name) VALUES (1, 'Ada');
            INSERT INTO batch (list, kind, source, at) VALUES (1, 'import', 'f', 1);
            INSERT INTO confirmation_request (subscriber, list, at) VALUES (1, 1, 1);
            INSERT INTO notice (kind, list, subscriber, recipient, message, at, next_attempt_at)
                VALUES ('confirm', 1, 1, 'a@y.example', x'00', 1, 1);
            INSERT INTO import_block (batch, first, last) SELECT max(id), 90, 99 FROM batch;
            INSERT INTO segment (list, name, filter, created_at) VALUES (1, 'some', 'tag exists', 1);
            INSERT INTO mailing (id, message, message_id, digest, source_digest, subject, author, relay, max_rcpt, state,
                subscription_mark, departure_mark, started_at)
                VALUES (1, x'00', 'i', 'd', 's', '', 'o@x.example', 'r', 100, 'sending', 2, 1, 1);
            INSERT INTO mailing_list (mailing, position, list, reverse_path) VALUES (1, 0, 1, '');
            INSERT INTO envelope (id, mailing, number, list, state, recipients, attempt, is_retry, cut_at,
                departure_mark, members) VALUES (1, 1, 1, 1, 'cut', 1, 1, 0, 1, 1, '[1]');
            INSERT INTO exception (mailing, subscriber, list, outcome, attempts, at) VALUES (1, 1, 1, 'refused', 1, 1);
            INSERT INTO bounce (at, mailing, list, subscriber, recipient, kind, effect)
                VALUES (1, 1, 1, 1, 'a@y.example', 'hard', 'none');
            INSERT INTO destination (name) VALUES ('mx.example');
            INSERT INTO destination_run (mailing, destination, at, most, connections, ready_envelopes, ready_recipients,
                accepted, deferred, refused, rate, limited_by) VALUES (1, 'mx.example', 1, 1, 0, 0, 0, 0, 0, 0, 0, 'nothing');
            INSERT INTO experiment (seed, started_at) VALUES (1, 1);
            INSERT INTO bounce_warning (mailing, list, at, bounces, recipients) VALUES (1, 1, 1, 10, 20);
            INSERT INTO bounce_probe (at, list, subscriber, subscription, bounce, days) VALUES (1, 1, 1, 1, 1, 7);
            INSERT INTO budget (id, scope, unit, period, count, paid_until, paid_rest, seen_at, first_used_at)
                VALUES (1, 'all', 'recipients', 'day', 50, 1, 0, 1, 1);
            INSERT INTO budget_use (budget, from_at, until_at, count) VALUES (1, 1, 1, 7);
            """)
    }

    private static let tables = [
        "batch", "bounce", "bounce_probe", "bounce_warning", "budget", "budget_use", "confirmation",
        "confirmation_request", "departure",
        "destination", "destination_run", "envelope", "exception", "experiment", "import_block", "list", "mailing",
        "mailing_list",
        "notice", "segment", "stranger", "subscriber",
        "subscriber_before",
        "subscription",
        "suppression",
    ]

    @Test("One person's history is found without a look at everybody's")
    func historyOfOne() throws {
        let plan = try store.lines(
            "EXPLAIN QUERY PLAN SELECT l.name FROM consent c JOIN list l ON l.id = +c.list "
                + "WHERE c.subscriber = 1 ORDER BY c.at")
        #expect(plan.contains { $0.contains("subscription_of (subscriber=?)") }, "\(plan)")
        #expect(
            !plan.contains { $0.contains("SCAN x") || $0.contains("SCAN d") || $0.contains("(list=?)") }, "\(plan)")
    }

    @Test("Every table is STRICT")
    func strict() throws {
        let tables = try store.lines(
            """
            SELECT name FROM pragma_table_list WHERE type = 'table' AND strict
                AND schema = 'main' ORDER BY name
            """)
        #expect(tables == Self.tables)
        // The migrator's own, and SQLite's, are the only others.
        let others = try store.lines(
            """
            SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND schema = 'main'
                AND name NOT LIKE 'sqlite%' ORDER BY name
            """)
        #expect(others == ["grdb_migrations"])
    }

    @Test("The database is ours by its mark, syncs its commits, and keeps a write-ahead log and foreign keys")
    func pragmas() throws {
        let expected = ["application_id": "\(0x66_61_6E_6D)", "journal_mode": "wal", "foreign_keys": "1"]
        for (pragma, value) in expected {
            #expect(try store.texts("SELECT CAST(\(pragma) AS TEXT) FROM pragma_\(pragma)") == [value], "\(pragma)")
        }
        let writer = try store.pool.writeWithoutTransaction { db in
            try (
                Int.fetchOne(db, sql: "PRAGMA synchronous"), Int.fetchOne(db, sql: "PRAGMA foreign_keys")
            )
        }
        #expect(writer == (2, 1))
    }

    @Test("The file and the files beside it are for their owner only")
    func mode() throws {
        _ = try store.makeList()
        let files = try scratch.files
        #expect(files == ["lists.db", "lists.db-shm", "lists.db-wal"])
        for file in files {
            #expect(try Scratch.mode(of: "\(scratch.directory)/\(file)") == 0o600, "\(file)")
        }
    }

    @Test("The rows that the refusals start from are good")
    func goodRows() throws {
        try fill()
        for table in Self.tables { #expect(try store.numbers("SELECT count(*) FROM \(table)")[0] > 0, "\(table)") }
        #expect(try store.texts("SELECT \"table\" FROM pragma_foreign_key_check").isEmpty)
    }

    @Test(
        "Bad rows are refused",
        arguments: [
            "UPDATE list SET name = NULL", "UPDATE list SET created_at = 'now'",
            "UPDATE list SET bounce_hard = 'never'", "DELETE FROM list",
            """
            INSERT INTO list (id, name, address, address_key, description, owner, reverse_path, definition, bounce_hard, created_at)
            SELECT 2, name, 'm@x.example', 'm@x.example', '', owner, '', '', 'score', 1 FROM list
            """,
            """
            INSERT INTO list (id, name, address, address_key, description, owner, reverse_path, definition, bounce_hard, created_at)
            SELECT 2, 'other', address, address_key, '', owner, '', '', 'score', 1 FROM list
            """,
            """
            INSERT INTO subscriber (id, address, address_key, domain, name, created_at)
            SELECT 3, address, address_key, domain, name, 1 FROM subscriber WHERE id = 1
            """,
            "UPDATE subscriber SET address = 'z@y.example'", "UPDATE subscriber SET address_key = 'z@y.example'",
            "UPDATE subscriber SET domain = 'z.example'", "UPDATE subscriber SET id = 9", "DELETE FROM subscriber",
            "UPDATE departure SET reason = 'moved'", "UPDATE departure SET list = 9",
            "UPDATE departure SET subscriber = 9", "DELETE FROM departure",
            "UPDATE subscription SET state = 'asleep'", "UPDATE subscription SET ended = 1 WHERE id = 1",
            "UPDATE subscription SET ended = NULL WHERE id = 2",
            "UPDATE subscription SET state = 'active' WHERE id = 2",
            "UPDATE subscription SET state = 'unsubscribed' WHERE id = 1",
            "UPDATE subscription SET ended = 9 WHERE id = 2",
            "UPDATE subscription SET subscriber = 2 WHERE id = 1", "UPDATE subscription SET address = 'z@y.example'",
            "UPDATE subscription SET domain = 'z.example'", "UPDATE subscription SET list = 1",
            // A second live spell of one subscription.
            """
            INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source)
            VALUES (1, 1, 'y.example', 'a@y.example', 'pending', 1, 't')
            """,
            """
            INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source)
            VALUES (9, 1, 'y.example', 'a@y.example', 'active', 1, 't')
            """,
            """
            INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source)
            VALUES (1, 9, 'y.example', 'a@y.example', 'active', 1, 't')
            """,
            "INSERT INTO suppression (address_key, reason, created_at) VALUES ('c@y.example', 'twice', 1)",
            "UPDATE mailing SET state = 'lost'", "UPDATE mailing SET max_rcpt = 0", "UPDATE mailing SET max_rcpt = -1",
            "UPDATE mailing SET cancel_requested = 2", "UPDATE mailing SET message = 'text'",
            "UPDATE mailing SET epoch = NULL",
            "UPDATE mailing_list SET list = 9", "UPDATE mailing_list SET mailing = 9",
            "UPDATE mailing_list SET done = 2",
            "INSERT INTO mailing_list (mailing, position, list, reverse_path) VALUES (1, 0, 1, '')",
            "UPDATE envelope SET state = 'lost'", "UPDATE envelope SET state = 'done'",
            "UPDATE envelope SET outcome = 'accepted'", "UPDATE envelope SET state = 'done', outcome = 'skipped'",
            "UPDATE envelope SET mailing = 9", "UPDATE envelope SET is_retry = 2", "UPDATE envelope SET members = NULL",
            "UPDATE envelope SET recipients = 'many'",
            """
            INSERT INTO envelope (mailing, number, list, state, recipients, attempt, is_retry, cut_at, departure_mark,
                members) VALUES (1, 1, 1, 'cut', 1, 1, 0, 1, 1, '[1]')
            """,
            "UPDATE notice SET kind = 'other'", "UPDATE notice SET list = 9", "UPDATE notice SET subscriber = 9",
            "UPDATE notice SET message = 'text'", "UPDATE batch SET kind = 'other'", "UPDATE batch SET list = 9",
            "UPDATE segment SET list = 9", "UPDATE subscriber_before SET subscriber = 9",
            "INSERT INTO segment (list, name, filter, created_at) VALUES (1, 'some', '', 1)",
            "UPDATE exception SET outcome = 'pending'", "UPDATE exception SET outcome = 'skipped'",
            "UPDATE exception SET reason = 'left'", "UPDATE exception SET next_attempt_at = 1",
            "UPDATE exception SET subscriber = 9", "UPDATE exception SET mailing = 9",
            "INSERT INTO exception (mailing, subscriber, list, outcome, attempts, at) VALUES (1, 1, 1, 'unknown', 1, 1)",
            "UPDATE bounce SET kind = 'medium'", "UPDATE bounce SET effect = 'done'", "UPDATE bounce SET mailing = 9",
            "UPDATE bounce SET subscriber = 9", "UPDATE bounce SET source = 'rumour'", "UPDATE bounce SET class = ''",
            "UPDATE bounce SET confidence = 101", "UPDATE bounce SET hold = 'other'",
            """
            INSERT INTO bounce (at, subscriber, recipient, kind, effect, digest)
            VALUES (1, 1, 'a@y.example', 'hard', 'none', 'd'), (1, 1, 'a@y.example', 'hard', 'none', 'd')
            """,
        ])
    func refused(sql: String) throws {
        try fill()
        let failure = try #require(throws: StoreFailure.self) { try store.write { try $0.execute(sql: sql) } }
        #expect(failure.kind == .conflict)
        #expect(failure.message.hasPrefix(store.path + ": "))
        #expect(!failure.message.contains("\n"))
    }

    @Test("Ids are never used again, so a mark keeps its meaning")
    func idsAreNotReused() throws {
        for table in [
            "list", "subscriber", "departure", "subscription", "suppression", "mailing", "bounce", "confirmation",
            "subscriber_before",
        ] {
            let sql = try store.texts("SELECT sql FROM sqlite_master WHERE name = ?", [table])[0]
            #expect(sql.contains("id INTEGER PRIMARY KEY AUTOINCREMENT"), "\(table)")
        }
        let list = try store.makeList()
        try store.subscribe(["a@y.example", "b@y.example"], to: list)
        let before = try store.numbers("SELECT max(id) FROM subscription")[0]
        try store.execute("DELETE FROM subscription")
        try store.subscribe(["a@y.example"], to: list)
        #expect(try store.numbers("SELECT id FROM subscription") == [before + 1])
    }

    @Test("Removing a list takes its subscriptions along and leaves the subscribers")
    func removedList() throws {
        let (one, other) = (try store.makeList("one"), try store.makeList("other"))
        try store.subscribe(["a@y.example", "b@y.example"], to: one)
        try store.subscribe(["a@y.example"], to: other)
        _ = try store.unsubscribe(.init(parsing: "b@y.example"), list: one, source: "test")
        try store.removeList(named: "one")
        #expect(try store.numbers("SELECT list FROM subscription") == [other.id])
        #expect(try store.numbers("SELECT count(*) FROM departure") == [0])
        #expect(try store.numbers("SELECT count(*) FROM subscriber") == [2])
    }
}
