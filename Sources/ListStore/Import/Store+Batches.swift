package import FanmailBasics
import GRDB

/// An import or a sync, as it can be undone.
package struct BatchRecord: Sendable {
    package enum Kind: String, Sendable {
        case `import`, sync
    }

    package let id: Int64
    package let list: String
    package let kind: Kind
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
            throw StoreFailure(.notFound, "there is no batch \(id)", remedy: .seeBatches)
        }
        return batch
    }

    private func batches(where condition: String) throws(StoreFailure) -> [BatchRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT b.id, l.name, b.kind, b.source, b.by_whom, b.at, b.added, b.resubscribed, b.ended, b.undone_at
                    FROM batch b JOIN list l ON l.id = b.list AND l.removed_at IS NULL \(condition)
                    """
            ).map { row in
                BatchRecord(
                    id: row[0], list: row[1], kind: try row.word(2), source: row[3], by: row[4],
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

    /// Takes a batch back: row for row where no mailing has met its rows, by new history where one has. What it told of
    /// spells that were over goes in any case: no mailing was ever for those. What it would do, ``undoing(_:)`` tells.
    ///
    /// What no mailing has met is out of sight at one stroke; then the rows are written in short transactions, and so is
    /// who is ended or goes on, as in a sync. Where that is cut short, the next call, or the next import, goes on with it.
    ///
    /// - Parameter waits: called when an import has to be waited for.
    package func undo(
        _ id: Int64, by: String?, waits: @escaping @Sendable () -> Void = {}
    ) throws(StoreFailure) -> BatchUndo {
        do {
            let lock = try MailingLock(importInto: path, waits: waits)
            defer { lock.release() }
            try hide(id)
            return try takeBack(id, by: by)
        } catch { throw StoreFailure(error, path: path) }
    }

    /// Takes back what undoings have left that were killed. Whoever calls this holds the lock of imports.
    func finishUndoing() throws {
        let batches = try pool.read(Self.undoings)
        for batch in batches { _ = try takeBack(batch, by: nil) }
    }

    /// Writes down that the batch is undone, and hides what is to be deleted, as an import does before its end.
    private func hide(_ id: Int64) throws {
        if try batch(id).undoneAt != nil { return try expectUndoing(id) }
        let blocks = try blocks(of: id)
        try pool.write { db in
            let seen = try Self.seen(of: id, db).subscription
            let unseen = blocks.map { (max($0.lowerBound, seen + 1), $0.upperBound) }.filter { $0.0 <= $0.1 }
            // The first one hides nobody and stands for the undoing itself.
            for (first, last) in [(0, -1)] + unseen {
                try db.execute(
                    sql: "INSERT INTO import_block (batch, first, last) VALUES (?, ?, ?)", arguments: [id, first, last])
            }
            try db.execute(
                sql: "UPDATE batch SET undone_at = ? WHERE id = ?", arguments: [Timestamp.now.milliseconds, id])
        }
        CrashPoint.pass("undo-hidden")
    }

    /// - Throws: when nothing of an undoing is left.
    func expectUndoing(_ id: Int64) throws {
        let isUnderWay = try pool.read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM import_block WHERE batch = ?)", arguments: [id])
        }
        guard isUnderWay == true else { throw StoreFailure(.conflict, "batch \(id) is undone already") }
    }

    /// The subscriptions of a batch as ranges of ids within which there are no others.
    private func blocks(of id: Int64) throws -> [ClosedRange<Int64>] {
        var blocks: [ClosedRange<Int64>] = []
        var cursor: Int64 = 0
        var isOpen = false
        while true {
            let page = try pool.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT x.id, x.batch IS b.id FROM batch b CROSS JOIN subscription x
                        WHERE b.id = ? AND x.id BETWEEN max(b.first_subscription, ?) AND b.last_subscription
                        ORDER BY x.id LIMIT 20000
                        """, arguments: [id, cursor + 1]
                ).map { (id: $0[0] as Int64, isOwn: $0[1] as Bool) }
            }
            for row in page {
                if row.isOwn, isOpen, let last = blocks.popLast() {
                    blocks.append(last.lowerBound...row.id)
                } else if row.isOwn {
                    blocks.append(row.id...row.id)
                }
                isOpen = row.isOwn
            }
            guard let last = page.last else { return blocks }
            cursor = last.id
        }
    }

    /// Up to these ids, a mailing has seen what there is of the batch's list.
    static func seen(of batch: Int64, _ db: Database) throws -> (subscription: Int64, departure: Int64) {
        let marks = try Row.fetchOne(
            db,
            sql: """
                SELECT coalesce(max(m.subscription_mark), 0), coalesce(max(m.departure_mark), 0),
                    coalesce(max(m.state IN ('sending', 'paused') AND m.unbegun = 0), 0)
                FROM batch b JOIN mailing_list ml ON ml.list = b.list JOIN mailing m ON m.id = ml.mailing WHERE b.id = ?
                """, arguments: [batch])
        return (marks?[0] ?? 0, marks?[2] == 1 ? .max : marks?[1] ?? 0)
    }

    private func takeBack(_ id: Int64, by: String?) throws -> BatchUndo {
        let (batch, blocks) = try pool.read { db in
            (
                try Row.fetchOne(db, sql: "SELECT * FROM batch WHERE id = ?", arguments: [id]),
                try Row.fetchAll(
                    db, sql: "SELECT first, last FROM import_block WHERE batch = ? AND last >= first", arguments: [id]
                ).map { ($0[0] as Int64)...($0[1] as Int64) }
            )
        }
        guard let batch else { throw StoreFailure(.notFound, "there is no batch \(id)") }
        var undo = BatchUndo()
        let slices = try WriteSlices(pool, kind: "undo", zeroesWhatGoes: true)
        for block in blocks {
            try each(block.lowerBound, block.upperBound, slices) { db, first, last in
                undo.removed += try Self.remove(first, last, of: id, db)
            }
        }
        try each(batch["first_subscription"], batch["last_subscription"], slices) { db, first, last in
            try Self.removeHistory(first, last, of: id, db)
        }
        try endSeen(batch, by: by, slices, &undo)
        try restore(batch, by: by, slices, &undo)
        try each(batch["first_subscriber"], batch["last_subscriber"], slices) { db, first, last in
            try db.cachedStatement(sql: "DELETE FROM subscriber \(Self.nobodyElseKnows)")
                .execute(arguments: [first, last, id])
            undo.forgotten += db.changesCount
        }
        try pool.write { try $0.execute(sql: "DELETE FROM import_block WHERE batch = ?", arguments: [id]) }
        return undo
    }

    /// Ends those whom a mailing has met, who are looked for without keeping anybody from writing.
    private func endSeen(_ batch: Row, by: String?, _ slices: WriteSlices, _ undo: inout BatchUndo) throws {
        try eachPage(behind: batch["first_subscription"] - 1) { db, last in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, subscriber FROM subscription
                    WHERE id > ? AND id <= ? AND batch = ? AND ended IS NULL ORDER BY id LIMIT \(Self.undoPage)
                    """, arguments: [last, batch["last_subscription"] as Int64, batch["id"] as Int64]
            ).map { (id: $0[0] as Int64, value: $0[1] as Int64) }
        } _: { page in
            try slices.run(page.count) { db, index in
                let (id, subscriber) = page[index]
                let isLive = try Bool.fetchOne(
                    db.cachedStatement(sql: "SELECT ended IS NULL FROM subscription WHERE id = ?"), arguments: [id])
                guard isLive == true else { return }
                try Self.end(id, of: subscriber, list: batch["list"], source: "batch undo", how: "undo", by: by, db)
                undo.ended += 1
            }
        }
    }

    /// Lets go on what the batch had ended, where that is still the latest that is known of it.
    private func restore(_ batch: Row, by: String?, _ slices: WriteSlices, _ undo: inout BatchUndo) throws {
        try eachPage(behind: batch["first_departure"] - 1) { db, last in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT d.id, x.id FROM departure d JOIN subscription x
                        ON x.subscriber = d.subscriber AND x.list = d.list AND x.ended = d.id
                    WHERE d.id > ? AND d.id <= ? AND d.batch = ? AND x.batch IS NOT d.batch
                    ORDER BY d.id LIMIT \(Self.undoPage)
                    """, arguments: [last, batch["last_departure"] as Int64, batch["id"] as Int64]
            ).map { (id: $0[0] as Int64, value: $0[1] as Int64) }
        } _: { page in
            var rest = page[...]
            try slices.run { db in
                let seen = try Self.seen(of: batch["id"], db).departure
                for row in rest.prefix(32) {
                    undo.restored += try Self.restore(row.value, row.id, seen: seen, by: by, db)
                }
                rest = rest.dropFirst(32)
                return !rest.isEmpty
            }
        }
    }

    /// Rows of a short read.
    private static let undoPage = 10_000

    /// Nobody has come, or come and gone, since this spell ended.
    static func isLatest(_ spell: String) -> String {
        """
        NOT EXISTS (SELECT 1 FROM subscription y WHERE y.subscriber = \(spell).subscriber AND y.list = \(spell).list
            AND (y.ended IS NULL OR y.id > \(spell).id))
        """
    }

    /// - Returns: 0 where somebody has come, or come and gone, since; else 1.
    private static func restore(
        _ subscription: Int64, _ departure: Int64, seen: Int64, by: String?, _ db: Database
    ) throws -> Int {
        let isLatest = "id = ?1 AND ended = ?2 AND \(Self.isLatest("subscription"))"
        guard departure <= seen else {
            try db.cachedStatement(sql: "UPDATE subscription SET state = 'active', ended = NULL WHERE \(isLatest)")
                .execute(arguments: [subscription, departure])
            guard db.changesCount == 1 else { return 0 }
            try db.cachedStatement(sql: "DELETE FROM departure WHERE id = ?").execute(arguments: [departure])
            return 1
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source, how, by_whom)
                SELECT list, subscriber, domain, address, 'active', ?3, 'batch undo', 'undo', ?4
                FROM subscription WHERE \(isLatest)
                """
        ).execute(arguments: [subscription, departure, Timestamp.now.milliseconds, by])
        return db.changesCount
    }
}
