import GRDB

/// What undoing a batch would do at this moment.
package struct BatchUndoing: Sendable, Equatable {
    /// Nobody is counted as forgotten.
    package var undo = BatchUndo()
    /// Of those who are restored, the ones whom a mailing has missed: their subscription begins anew.
    package var begunAnew = 0

    /// A mailing has met some of it, so that not all becomes as if it had never been.
    package var isMet: Bool { undo.ended + begunAnew > 0 }
}

extension Store {
    /// - Throws: when there is no such batch, or it is undone already.
    package func undoing(_ id: Int64) throws(StoreFailure) -> BatchUndoing {
        do {
            // What was begun is not asked for again.
            if try batch(id).undoneAt != nil {
                try expectUndoing(id)
                return BatchUndoing()
            }
            return try pool.read { try Self.undoing(id, $0) }
        } catch { throw StoreFailure(error, path: path) }
    }

    private static func undoing(_ id: Int64, _ db: Database) throws -> BatchUndoing {
        let seen = try seen(of: id, db)
        var undoing = BatchUndoing()
        let brought = try Row.fetchOne(
            db,
            sql: """
                SELECT coalesce(sum(x.id > ?2), 0), coalesce(sum(x.id <= ?2), 0) FROM batch b CROSS JOIN subscription x
                WHERE b.id = ?1 AND x.id BETWEEN b.first_subscription AND b.last_subscription AND x.batch = b.id
                    AND x.ended IS NULL
                """, arguments: [id, seen.subscription])
        (undoing.undo.removed, undoing.undo.ended) = (brought?[0] ?? 0, brought?[1] ?? 0)
        let ended = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*), coalesce(sum(d.id <= ?2), 0) FROM batch b CROSS JOIN departure d
                CROSS JOIN subscription x ON x.ended = d.id
                WHERE b.id = ?1 AND d.id BETWEEN b.first_departure AND b.last_departure AND d.batch = b.id
                    AND x.batch IS NOT d.batch AND \(isLatest("x"))
                """, arguments: [id, seen.departure])
        (undoing.undo.restored, undoing.begunAnew) = (ended?[0] ?? 0, ended?[1] ?? 0)
        return undoing
    }
}
