import GRDB
import MailCore

/// How an import goes about it.
package struct ImportOptions: Sendable {
    /// Counts, and changes nothing.
    package var isDryRun = false
    /// Brings back those who had left.
    package var resubscribes = false
    /// Ends the subscriptions that the source does not name.
    package var endsOthers = false
    /// The largest share of active subscriptions that may be ended, 0 to 1.
    package var endLimit = 0.1
    package var by: String?

    package init() {}
}

extension Store {
    /// Runs an import; what the closure adds is visible all at once, or not at all when it throws.
    ///
    /// - Returns: the counts, and the batch; nil when nothing changed.
    @discardableResult
    package func importSubscribers(
        into list: ListRecord, source: String, options: ImportOptions = ImportOptions(),
        _ body: (SubscriberImport) throws -> Void
    ) throws -> (counts: SubscriberImport.Counts, batch: Int64?) {
        do {
            return try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA cache_size = -16000")
                defer { try? db.execute(sql: "PRAGMA cache_size = -2000") }
                if options.endsOthers {
                    try db.execute(
                        sql: """
                            CREATE TEMP TABLE IF NOT EXISTS present (subscriber INTEGER PRIMARY KEY);
                            DELETE FROM temp.present
                            """)
                }
                var result: (counts: SubscriberImport.Counts, batch: Int64?) = (.init(), nil)
                try db.inTransaction(.immediate) {
                    let marks = try Marks(db)
                    try db.execute(
                        sql: "INSERT INTO batch (list, kind, source, by_whom, at) VALUES (?, ?, ?, ?, ?)",
                        arguments: [
                            list.id, options.endsOthers ? "sync" : "import", source, options.by,
                            Timestamp.now.milliseconds,
                        ])
                    let batch = db.lastInsertedRowID
                    let run = try SubscriberImport(
                        db, list: list.id, source: source, options: options, batch: batch)
                    try body(run)
                    try run.write()
                    if options.endsOthers { try endOthers(run, list, source: source, options, db) }
                    result.counts = run.counts
                    // An import that changes nothing leaves nothing behind.
                    guard !options.isDryRun, run.counts.added + run.counts.ended > 0 else { return .rollback }
                    try Self.close(batch, run.counts, before: marks, after: Marks(db), db)
                    result.batch = batch
                    return .commit
                }
                return result
            }
        } catch let error as DatabaseError {
            throw StoreFailure(error, path: path)
        }
    }

    /// The latest ids, before and after.
    private struct Marks {
        let subscriber: Int64
        let subscription: Int64
        let departure: Int64

        init(_ db: Database) throws {
            func last(_ table: String) throws -> Int64 {
                try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM \(table)") ?? 0
            }
            (subscriber, subscription, departure) =
                (try last("subscriber"), try last("subscription"), try last("departure"))
        }
    }

    private static func close(
        _ batch: Int64, _ counts: SubscriberImport.Counts, before: Marks, after: Marks, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE batch SET added = ?, resubscribed = ?, ended = ?, first_subscriber = ?, last_subscriber = ?,
                    first_subscription = ?, last_subscription = ?, first_departure = ?, last_departure = ? WHERE id = ?
                """,
            arguments: [
                counts.added, counts.resubscribed, counts.ended, before.subscriber + 1, after.subscriber,
                before.subscription + 1, after.subscription, before.departure + 1, after.departure, batch,
            ])
    }

    private func endOthers(
        _ run: SubscriberImport, _ list: ListRecord, source: String, _ options: ImportOptions, _ db: Database
    ) throws {
        let missing = """
            FROM subscription x WHERE x.list = \(list.id) AND x.ended IS NULL AND x.state = 'active'
                AND x.subscriber NOT IN (SELECT subscriber FROM temp.present)
            """
        let live =
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM subscription WHERE list = ? AND state = 'active'", arguments: [list.id])
            ?? 0
        let count = try Int.fetchOne(db, sql: "SELECT count(*) \(missing)") ?? 0
        let active = live - run.counts.added
        guard Double(count) <= Double(active) * options.endLimit else {
            let share = Int((Double(count) / Double(max(1, active)) * 100).rounded())
            throw StoreFailure(
                .conflict,
                "\(source): \(count) of \(active) subscribers (\(share) %) would leave \(list.name), more than "
                    + "\(Int(options.endLimit * 100)) %; nothing was changed. If that is meant: --allow-leaving \(share)%"
            )
        }
        let rows = try Row.fetchCursor(db, sql: "SELECT x.id, x.subscriber \(missing)")
        var ended: [(Int64, Int64)] = []
        while let row = try rows.next() { ended.append((row[0], row[1])) }
        for (subscription, subscriber) in ended {
            try Self.end(
                subscription, of: subscriber, list: list.id, source: source, how: "sync", by: options.by,
                batch: run.batchID, db)
        }
        run.counts.ended = ended.count
    }
}
