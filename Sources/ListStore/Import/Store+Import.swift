import FanmailBasics
import GRDB
import Logging
import MailingLists

/// How an import goes about it.
package struct ImportOptions: Sendable {
    /// Counts, and changes nothing.
    package var isDryRun = false
    /// Brings back those who had left,
    package var resubscribes = false
    /// and those whose address was refused.
    package var resubscribesBounced = false
    /// Writes down who left as the source says, and ends what they have here; else leaves them out alone.
    package var recordsLeft = true
    /// Ends the subscriptions that the source does not name.
    package var endsOthers = false
    /// The largest share of active subscriptions that may be ended, 0 to 1.
    package var endLimit = 0.1
    package var by: String?
    /// Of those whom the source names, who are on the list then, and who were known before.
    package var change: PersonChange?
    /// Rows that are gathered before they are written.
    package var gathered = 50_000

    package init() {}

    /// How whoever the source names comes back.
    var wayBack: WayBack {
        if endsOthers { return .sync }
        return resubscribes ? (resubscribesBounced ? .resubscribingBounced : .resubscribing) : .importing
    }
}

extension Store {
    /// Runs an import; what the closure adds is visible all at once, or not at all when it throws or the process dies.
    ///
    /// It is written in short transactions, so that a mailing that runs is not held up. Who leaves by a sync leaves
    /// after that, in short transactions too.
    ///
    /// - Parameter waits: called once when another import has to be waited for.
    /// - Returns: the counts, and the batch; nil when nothing changed.
    /// - Throws: what the closure throws, ``LeavingLimit``, `StoreFailure`.
    @discardableResult
    package func importSubscribers(
        into list: ListRecord, source: String, options: ImportOptions = ImportOptions(), waits: () -> Void = {},
        _ body: (SubscriberImport) throws -> Void
    ) throws -> (counts: SubscriberImport.Counts, batch: Int64?) {
        do {
            let lock = options.isDryRun ? nil : try MailingLock(importInto: path, waits: waits)
            defer { lock?.release() }
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA cache_size = -8000") }
            defer { try? pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA cache_size = -2000") } }
            if options.isDryRun {
                let run = try SubscriberImport(pool, list: list, source: source, options: options, batch: 0)
                try body(run)
                try run.write()
                run.counts.ended = try leaving(run, list)
                try change(named: run)
                return (run.counts, nil)
            }
            try clearUnfinishedImports()
            let batch = try openBatch(list, source, options)
            do {
                let run = try SubscriberImport(pool, list: list, source: source, options: options, batch: batch)
                try body(run)
                try run.write()
                let leaving = try leaving(run, list)
                guard run.counts.added + run.counts.history + leaving > 0 else {
                    // An import that brings nobody and ends nothing leaves no batch behind.
                    try clearUnfinishedImports()
                    try change(named: run)
                    metrics.count(run.counts)
                    return (run.counts, nil)
                }
                try close(batch, run)
                try endLeaving(run)
                try change(named: run)
                metrics.count(run.counts)
                logger.info(
                    "subscribers imported",
                    metadata: [
                        "list": "\(list.name)", "batch": "\(batch)", "added": "\(run.counts.added)",
                        "ended": "\(run.counts.ended)",
                    ])
                return (run.counts, batch)
            } catch {
                // Where not even this works, such as on a full disk, the next import does it.
                try? clearUnfinishedImports()
                throw error
            }
        } catch let error as DatabaseError {
            throw StoreFailure(error, path: path)
        }
    }

    private func openBatch(_ list: ListRecord, _ source: String, _ options: ImportOptions) throws -> Int64 {
        try pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO batch (list, kind, source, by_whom, at, under_way, first_subscriber)
                    VALUES (?, ?, ?, ?, ?, 1, (SELECT coalesce(max(id), 0) + 1 FROM subscriber))
                    """,
                arguments: [
                    list.id, (options.endsOthers ? BatchRecord.Kind.sync : .import).rawValue, source, options.by,
                    Timestamp.now.milliseconds,
                ])
            return db.lastInsertedRowID
        }
    }

    /// Takes ids for so many subscriptions that nobody else gets one between; returns the first.
    static func reserveSubscriptions(_ count: Int, batch: Int64, _ db: Database) throws -> Int64 {
        let last = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'subscription'")
        let end = (last ?? 0) + Int64(count)
        try db.execute(
            sql: last == nil
                ? "INSERT INTO sqlite_sequence (seq, name) VALUES (?, 'subscription')"
                : "UPDATE sqlite_sequence SET seq = ? WHERE name = 'subscription'", arguments: [end])
        try db.execute(
            sql: "UPDATE import_block SET last = ? WHERE batch = ? AND last = ?", arguments: [end, batch, last ?? 0])
        if db.changesCount == 0 {
            try db.execute(
                sql: "INSERT INTO import_block (batch, first, last) VALUES (?, ?, ?)",
                arguments: [batch, (last ?? 0) + 1, end])
        }
        return (last ?? 0) + 1
    }

    /// Makes all of a batch visible.
    private func close(_ batch: Int64, _ run: SubscriberImport) throws {
        CrashPoint.pass("before-import-end")
        try pool.write { db in
            try db.execute(
                sql: """
                    UPDATE batch SET under_way = 0, added = added + ?2, resubscribed = ?3,
                        last_subscriber = (SELECT coalesce(max(id), 0) FROM subscriber),
                        first_subscription = (SELECT coalesce(min(first), 0) FROM import_block WHERE batch = ?1),
                        last_subscription = (SELECT coalesce(max(last), -1) FROM import_block WHERE batch = ?1)
                    WHERE id = ?1
                    """, arguments: [batch, run.counts.added, run.counts.resubscribed])
            try db.execute(sql: "DELETE FROM import_block WHERE batch = ?", arguments: [batch])
            run.counts.added =
                try Int.fetchOne(db, sql: "SELECT added FROM batch WHERE id = ?", arguments: [batch]) ?? 0
        }
        CrashPoint.pass("after-import-end")
    }

    /// How many leave: as the source says, and in a sync those whom it does not name.
    ///
    /// - Throws: when that is too large a share of the list for a sync.
    private func leaving(_ run: SubscriberImport, _ list: ListRecord) throws -> Int {
        // The writing connection has the tables of who is named, and of who left.
        let (active, leaving) = try pool.writeWithoutTransaction { db in
            let live =
                "list = \(list.id) AND state = 'active' AND ended IS NULL\(try UnfinishedImports(db).condition("id"))"
            if run.options.endsOthers { try Self.noteAbsent(run, live, db) }
            return (
                try run.options.endsOthers
                    ? Int.fetchOne(db, sql: "SELECT count(*) FROM subscription WHERE \(live)") ?? 0 : 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.leaving") ?? 0
            )
        }
        guard !run.options.endsOthers || Double(leaving) <= Double(active) * run.options.endLimit else {
            throw LeavingLimit(
                source: run.source, list: list.name, leaving: leaving, active: active,
                limit: run.options.endLimit)
        }
        return leaving
    }

    /// Notes the active subscriptions that the source of a sync does not name, by whatever address of the person.
    private static func noteAbsent(_ run: SubscriberImport, _ live: String, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO temp.present (subscriber) SELECT o.id FROM subscriber o INDEXED BY subscriber_of_person
                WHERE o.person IS NOT NULL AND o.person IN (SELECT s.person FROM subscriber s
                    JOIN temp.present p ON p.subscriber = s.id WHERE s.person IS NOT NULL)
                """)
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO temp.leaving (subscription, subscriber, reason, source, how, at)
                SELECT id, subscriber, 'unsubscribed', ?, ?, ? FROM subscription
                WHERE \(live) AND subscriber NOT IN (SELECT subscriber FROM temp.present)
                """, arguments: [run.source, SpellEnding.sync.how, run.now])
    }

    private struct Leaving {
        let subscription: Int64
        let subscriber: Int64
        let reason: SubscriptionState
        let source: String
        let how: String?
        let at: Timestamp

        init(_ row: Row) throws {
            (subscription, subscriber) = (row[0], row[1])
            (reason, source, how) = (try row.word(2), row[3], row[4])
            at = Timestamp(milliseconds: row[5])
        }
    }

    /// Ends the subscriptions of who leaves, each part of them with the batch that tells of it.
    private func endLeaving(_ run: SubscriberImport) throws {
        var cursor: Int64 = 0
        while true {
            let page = try pool.writeWithoutTransaction { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT subscription, subscriber, reason, source, how, at FROM temp.leaving
                        WHERE subscription > ? ORDER BY subscription LIMIT 10000
                        """, arguments: [cursor]
                ).map(Leaving.init)
            }
            guard let last = page.last else { return }
            try end(page, run)
            cursor = last.subscription
        }
    }

    private func end(_ page: [Leaving], _ run: SubscriberImport) throws {
        var noted = run.counts.ended
        try run.slices.run(page.count) { db in
            try db.execute(
                sql: """
                    UPDATE batch SET ended = ended + ?2, last_departure = (SELECT max(id) FROM departure),
                        first_departure = CASE WHEN ended > 0 THEN first_departure
                            ELSE (SELECT max(id) FROM departure) - ?2 + 1 END
                    WHERE id = ?1
                    """, arguments: [run.batchID, run.counts.ended - noted])
            noted = run.counts.ended
        } _: { db, index in
            let leaving = page[index]
            let joinedAt = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT joined_at FROM subscription WHERE id = ? AND ended IS NULL"),
                arguments: [leaving.subscription])
            guard let joinedAt else { return }
            // Nobody left before they came.
            try Self.end(
                leaving.subscription, of: leaving.subscriber, list: run.list, as: leaving.reason,
                source: leaving.source,
                how: leaving.how, by: run.options.by, batch: run.batchID,
                at: leaving.at.milliseconds < joinedAt ? .now : leaving.at, db)
            run.counts.ended += 1
        }
    }
}
