import GRDB

extension Store {
    /// How many imports were killed and have left rows behind that nobody sees.
    package func killedImports() throws(StoreFailure) -> Int {
        if MailingLock.isImportHeld(database: path) { return 0 }
        return try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM batch WHERE under_way = 1") ?? 0 }
    }

    /// The batches whose undoing was killed before its end.
    package func killedUndoings() throws(StoreFailure) -> [Int64] {
        if MailingLock.isImportHeld(database: path) { return [] }
        return try read { try Self.undoings($0) }
    }

    static func undoings(_ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM batch WHERE under_way = 0 AND undone_at IS NOT NULL
                    AND EXISTS (SELECT 1 FROM import_block k WHERE k.batch = batch.id)
                """)
    }

    /// Removes what imports have left behind that came to no end: nobody has ever seen it. Whoever calls this holds the
    /// lock of imports.
    func clearUnfinishedImports() throws {
        try finishUndoing()
        try finishRemoving()
        let batches = try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT id, first_subscriber FROM batch WHERE under_way = 1").map {
                (id: $0[0] as Int64, subscriber: $0[1] as Int64)
            }
        }
        guard !batches.isEmpty else { return }
        let slices = try WriteSlices(pool, zeroesWhatGoes: true)
        for batch in batches {
            let (blocks, last) = try pool.read { db in
                (
                    try Row.fetchAll(
                        db, sql: "SELECT first, last FROM import_block WHERE batch = ?", arguments: [batch.id]
                    ).map { ($0[0] as Int64, $0[1] as Int64) },
                    try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM subscriber") ?? 0
                )
            }
            for (first, last) in blocks {
                try each(first, last, slices) { db, first, last in
                    _ = try Self.remove(first, last, of: batch.id, db)
                }
            }
            try each(batch.subscriber, last, slices) { db, first, last in
                try db.execute(
                    sql: "DELETE FROM subscriber \(Self.nobodyElseKnows)", arguments: [first, last, batch.id])
            }
            try pool.write { db in
                try db.execute(sql: "DELETE FROM batch WHERE id = ?", arguments: [batch.id])
                // Ids that nobody has seen are used again, where nobody has taken later ones.
                try db.execute(
                    sql: "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'batch' AND seq = ?",
                    arguments: [batch.id])
                for (first, last) in blocks {
                    try db.execute(
                        sql: """
                            UPDATE sqlite_sequence SET seq = max(?, (SELECT coalesce(max(id), 0) FROM subscription))
                            WHERE name = 'subscription' AND seq = ?
                            """, arguments: [first - 1, last])
                }
            }
        }
    }

    /// Removes the spells that a batch brought, from an id to an id; who asked to leave meanwhile has left.
    ///
    /// - Returns: how many of them were not over already when they came.
    static func remove(_ first: Int64, _ last: Int64, of batch: Int64, _ db: Database) throws -> Int {
        try removeHistory(first, last, of: batch, db)
        try db.cachedStatement(
            sql: "DELETE FROM subscription WHERE id BETWEEN ? AND ? AND batch = ? AND ended IS NULL"
        ).execute(arguments: [first, last, batch])
        return db.changesCount
    }

    /// Removes the spells that a batch brought when they were over already, from an id to an id.
    static func removeHistory(_ first: Int64, _ last: Int64, of batch: Int64, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT x.id, x.ended FROM subscription x JOIN departure d ON d.id = x.ended
                    WHERE x.id BETWEEN ?1 AND ?2 AND x.batch = ?3 AND d.batch = ?3
                    """), arguments: [first, last, batch])
        for row in rows {
            try db.execute(sql: "DELETE FROM subscription WHERE id = ?", arguments: [row[0] as Int64])
            try db.execute(sql: "DELETE FROM departure WHERE id = ?", arguments: [row[1] as Int64])
        }
    }

    /// Deletes in steps of ids that fit a short transaction together.
    func each(
        _ first: Int64, _ last: Int64, _ slices: WriteSlices, _ body: (Database, Int64, Int64) throws -> Void
    ) throws {
        guard first <= last else { return }
        let step: Int64 = 20
        var start = first
        try slices.run { db in
            try body(db, start, min(last, start + step - 1))
            start += step
            return start <= last
        }
    }

    /// Subscribers of a batch, from an id to an id, of whom there is nothing but their row.
    static let nobodyElseKnows = """
        WHERE id BETWEEN ?1 AND ?2 AND batch = ?3
            AND NOT EXISTS (SELECT 1 FROM subscription x WHERE x.subscriber = subscriber.id)
            AND NOT EXISTS (SELECT 1 FROM departure x WHERE x.subscriber = subscriber.id)
            AND NOT EXISTS (SELECT 1 FROM exception x WHERE x.subscriber = subscriber.id)
            AND NOT EXISTS (SELECT 1 FROM bounce x WHERE x.subscriber = subscriber.id)
        """
}
