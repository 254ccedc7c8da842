import GRDB
import TestSupport
import Testing

@testable import ListStore

/// Migration 15 links the moves of before: to the same people whatever way it is computed, and soon.
struct MovedPeopleMigrationTests {
    /// As it was released first: slow, and what it links is what is right.
    private static let released = """
        CREATE TEMP TABLE moved AS
        WITH gone AS MATERIALIZED (SELECT list, subscriber, at FROM departure WHERE how = 'moved'),
            come AS MATERIALIZED (SELECT list, subscriber, joined_at AS at FROM subscription WHERE how = 'moved'),
            pair AS MATERIALIZED (SELECT g.list, g.subscriber AS old, g.at AS gone_at, c.subscriber AS new, c.at AS come_at
                FROM gone g JOIN come c ON c.list = g.list AND g.at BETWEEN c.at AND c.at + 1000)
        SELECT DISTINCT old, new FROM pair p WHERE old <> new
            AND (SELECT count(*) FROM pair q WHERE q.list = p.list AND q.old = p.old AND q.gone_at = p.gone_at) = 1
            AND (SELECT count(*) FROM pair q WHERE q.list = p.list AND q.new = p.new AND q.come_at = p.come_at) = 1;
        UPDATE subscriber SET person = (
            WITH RECURSIVE near (id) AS (VALUES (subscriber.id)
                UNION SELECT iif(m.old = near.id, m.new, m.old) FROM near JOIN temp.moved m ON near.id IN (m.old, m.new))
            SELECT min(id) FROM near)
        WHERE erased_at IS NULL AND id IN (SELECT old FROM temp.moved UNION SELECT new FROM temp.moved);
        DROP TABLE temp.moved;
        """
    private static let columns = """
        ALTER TABLE subscriber ADD COLUMN person INTEGER;
        CREATE INDEX subscriber_of_person ON subscriber (person) WHERE person IS NOT NULL;
        """

    /// Half of a move: an address that goes from a list, or comes to it, at a moment.
    private struct Half {
        var list: Int
        var subscriber: Int
        var at: Int
    }

    /// A database in memory as version 14 left it, with so many people, every seventh of them erased if that is asked for.
    private func old(people: Int, erased: Bool, gone: [Half], come: [Half]) throws -> DatabaseQueue {
        var migrator = DatabaseMigrator()
        for (name, sql) in Schema.migrations.prefix(14) {
            migrator.registerMigration(name) { try $0.execute(sql: sql) }
        }
        let queue = try DatabaseQueue()
        try migrator.migrate(queue)
        try queue.write { db in
            for list in 1...2 {
                try db.execute(
                    sql: """
                        INSERT INTO list
                            (name, address, address_key, owner, reverse_path, definition, bounce_hard, created_at)
                        VALUES (?1, ?1, ?1, 'o@x.example', '', '', 'score', 1)
                        """, arguments: ["l\(list)"])
            }
            for id in 1...people {
                try db.execute(
                    sql: """
                        INSERT INTO subscriber (address, address_key, domain, created_at, erased_at)
                        VALUES (?1, ?1, 'y.example', 1, ?2)
                        """, arguments: ["u\(id)@y.example", erased && id % 7 == 0 ? 1 : nil])
            }
            for half in gone {
                try db.execute(
                    sql: """
                        INSERT INTO departure (at, list, subscriber, reason, source, how)
                        VALUES (?, ?, ?, 'unsubscribed', 't', 'moved')
                        """, arguments: [half.at, half.list, half.subscriber])
            }
            for half in come {
                // Ended, so that one may come twice.
                try db.execute(
                    sql: """
                        INSERT INTO subscription
                            (list, subscriber, domain, address, state, joined_at, source, how, ended)
                        VALUES (?, ?, 'y.example', 'u@y.example', 'unsubscribed', ?, 't', 'moved', 1)
                        """, arguments: [half.list, half.subscriber, half.at])
            }
        }
        return queue
    }

    /// Who is whose, by a migration that is taken back afterwards.
    private func people(_ queue: DatabaseQueue, _ sql: String) throws -> [[Int?]] {
        var rows: [[Int?]] = []
        try queue.inTransaction { db in
            try db.execute(sql: sql)
            rows = try Row.fetchAll(db, sql: "SELECT id, person FROM subscriber ORDER BY id").map { [$0[0], $0[1]] }
            return .rollback
        }
        return rows
    }

    @Test("It links whom it linked when it was released, however near the moves lie", arguments: 1...30)
    func same(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        var (gone, come): ([Half], [Half]) = ([Half(list: 1, subscriber: 1, at: 0)], [])
        let (moves, span) = (1 + random(40), [20, 200, 2000][random(3)])
        for _ in 0..<moves {
            let (list, at) = (1 + random(2), 5000 + random(span) * 500)
            // Most are whole; some lack a half, come twice, or lie at the edge of the second.
            if random(20) > 0 {
                let lag = [0, 0, 0, 1, 999, 1000, 1001, -1][random(8)]
                gone.append(Half(list: list, subscriber: 1 + random(20), at: at + lag))
            }
            if random(20) > 0 { come.append(Half(list: list, subscriber: 1 + random(20), at: at)) }
            if random(20) == 0 { gone.append(gone[gone.count - 1]) }
            if random(20) == 0, let last = come.last { come.append(last) }
        }
        let queue = try old(people: 20, erased: true, gone: gone, come: come)
        #expect(try people(queue, Schema.movedPeople) == people(queue, Self.columns + Self.released))
    }

    @Test(
        "Four times the moves take some four times as long, far from each other or near", .timeLimit(.minutes(10)),
        arguments: [10_000, 20])
    func growth(apart: Int) throws {
        func work(_ moves: Int) throws -> Double {
            let queue = try old(
                people: 2 * moves, erased: false,
                gone: (1...moves).map { Half(list: 1, subscriber: 2 * $0 - 1, at: $0 * apart) },
                come: (1...moves).map { Half(list: 1, subscriber: 2 * $0, at: $0 * apart) })
            return try queue.writeWithoutTransaction { db in
                try ThreadTime.least {
                    try db.inTransaction {
                        try db.execute(sql: Schema.movedPeople)
                        return .rollback
                    }
                }
            }
        }
        let (few, many) = (try work(1000), try work(4000))
        #expect(many < max(few, 0.002) * 8, "\(few), \(many)")
    }
}
