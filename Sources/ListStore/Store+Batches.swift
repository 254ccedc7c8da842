import GRDB
package import MailCore

/// An import or a sync, as it can be undone.
package struct BatchRecord: Sendable {
    package let id: Int64
    package let list: String
    package let kind: String
    package let source: String
    package let by: String?
    package let at: Timestamp
    package let added: Int
    package let resubscribed: Int
    package let ended: Int
    package let undoneAt: Timestamp?
}

/// What undoing a batch did.
package struct BatchUndo: Sendable, Equatable {
    /// Subscriptions that are as if they had never been.
    package var removed = 0
    /// Subscriptions that a mailing had met, and which were ended instead.
    package var ended = 0
    /// People that the batch had brought and nobody else knows.
    package var forgotten = 0
    /// Subscriptions that the batch had ended, and which go on.
    package var restored = 0
}

extension Store {
    /// The newest first.
    package func batches(limit: Int? = nil) throws(StoreFailure) -> [BatchRecord] {
        try batches(where: "WHERE b.under_way = 0 ORDER BY b.id DESC LIMIT \(limit ?? -1)")
    }

    package func batch(_ id: Int64) throws(StoreFailure) -> BatchRecord {
        guard let batch = try batches(where: "WHERE b.id = \(id) AND b.under_way = 0").first else {
            throw StoreFailure(.notFound, "there is no batch \(id); see `fanmail batch ls`")
        }
        return batch
    }

    private func batches(where condition: String) throws(StoreFailure) -> [BatchRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT b.id, l.name, b.kind, b.source, b.by_whom, b.at, b.added, b.resubscribed, b.ended, b.undone_at
                    FROM batch b JOIN list l ON l.id = b.list \(condition)
                    """
            ).map { row in
                BatchRecord(
                    id: row[0], list: row[1], kind: row[2], source: row[3], by: row[4],
                    at: Timestamp(milliseconds: row[5]), added: row[6], resubscribed: row[7], ended: row[8],
                    undoneAt: Timestamp(row[9] as Int64?))
            }
        }
    }

    /// The domains of a batch, the largest first; none when it has more subscriptions than `limit`.
    package func domains(of batch: Int64, below limit: Int) throws(StoreFailure) -> [(domain: String, count: Int)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT x.domain, count(*) FROM batch b JOIN subscription x
                        ON x.id BETWEEN b.first_subscription AND b.last_subscription AND x.batch = b.id
                    WHERE b.id = ? AND b.added < ? GROUP BY x.domain ORDER BY 2 DESC
                    """, arguments: [batch, limit]
            ).map { ($0[0], $0[1]) }
        }
    }

    /// Takes a batch back: row for row where no mailing has met its rows, by new history where one has.
    package func undo(_ id: Int64, by: String?) throws(StoreFailure) -> BatchUndo {
        let record = try batch(id)
        guard record.undoneAt == nil else { throw StoreFailure(.conflict, "batch \(id) is undone already") }
        return try write { db in
            guard let batch = try Row.fetchOne(db, sql: "SELECT * FROM batch WHERE id = ?", arguments: [id]) else {
                throw StoreFailure(.notFound, "there is no batch \(id)")
            }
            // Up to these ids, a mailing has seen what there is.
            let marks = try Row.fetchOne(
                db,
                sql: """
                    SELECT coalesce(max(m.subscription_mark), 0), coalesce(max(m.departure_mark), 0),
                        coalesce(max(m.state IN ('sending', 'paused')), 0)
                    FROM mailing m JOIN mailing_list ml ON ml.mailing = m.id WHERE ml.list = ?
                    """, arguments: [batch["list"] as Int64])
            var undo = BatchUndo()
            try takeBack(batch, seen: marks?[0] ?? 0, by: by, &undo, db)
            try restore(batch, seen: marks?[2] == 1 ? .max : marks?[1] ?? 0, by: by, &undo, db)
            try db.execute(
                sql: """
                    DELETE FROM subscriber \(Self.nobodyElseKnows)
                    """, arguments: [batch["first_subscriber"] as Int64, batch["last_subscriber"] as Int64, id])
            undo.forgotten = db.changesCount
            try db.execute(
                sql: "UPDATE batch SET undone_at = ? WHERE id = ?", arguments: [Timestamp.now.milliseconds, id])
            return undo
        }
    }

    private func takeBack(
        _ batch: Row, seen: Int64, by: String?, _ undo: inout BatchUndo, _ db: Database
    ) throws {
        let id: Int64 = batch["id"]
        let range: [Int64] = [batch["first_subscription"], batch["last_subscription"]]
        try db.execute(
            sql: "DELETE FROM subscription WHERE id BETWEEN ? AND ? AND batch = ? AND ended IS NULL AND id > ?",
            arguments: [range[0], range[1], id, seen])
        undo.removed = db.changesCount
        try Self.removeHistory(max(range[0], seen + 1), range[1], of: id, db)
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT id, subscriber FROM subscription WHERE id BETWEEN ? AND ? AND batch = ? AND ended IS NULL",
            arguments: [range[0], range[1], id])
        for row in rows {
            try Self.end(row[0], of: row[1], list: batch["list"], source: "batch undo", how: "undo", by: by, db)
        }
        undo.ended = rows.count
    }

    private func restore(
        _ batch: Row, seen: Int64, by: String?, _ undo: inout BatchUndo, _ db: Database
    ) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT d.id, x.id, x.subscriber FROM departure d
                JOIN subscription x ON x.subscriber = d.subscriber AND x.list = d.list AND x.ended = d.id
                WHERE d.id BETWEEN ? AND ? AND d.batch = ? AND NOT EXISTS (SELECT 1 FROM subscription y
                    WHERE y.subscriber = d.subscriber AND y.list = d.list AND y.ended IS NULL)
                """,
            arguments: [
                batch["first_departure"] as Int64, batch["last_departure"] as Int64, batch["id"] as Int64,
            ])
        for row in rows {
            if row[0] as Int64 > seen {
                try db.execute(
                    sql: "UPDATE subscription SET state = 'active', ended = NULL WHERE id = ?",
                    arguments: [row[1] as Int64])
                try db.execute(sql: "DELETE FROM departure WHERE id = ?", arguments: [row[0] as Int64])
            } else {
                try db.execute(
                    sql: """
                        INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source, how, by_whom)
                        SELECT list, subscriber, domain, address, 'active', ?, 'batch undo', 'undo', ? FROM subscription
                        WHERE id = ?
                        """, arguments: [Timestamp.now.milliseconds, by, row[1] as Int64])
            }
        }
        undo.restored = rows.count
    }
}
