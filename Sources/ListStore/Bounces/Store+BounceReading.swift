import GRDB

/// Bounces as one number each.
package struct BounceSum: Sendable, Equatable {
    package let bounces: Int
    /// The rest is soft, or no failure.
    package let hard: Int
    package let soft: Int
    /// Each counts once.
    package let people: Int
    /// Subscriptions that they ended.
    package let ended: Int
    /// What waits until somebody decides.
    package let held: Int
}

extension Store {
    /// All that are meant, without those that were taken back.
    package func sumBounces(_ selection: BounceSelection) throws(StoreFailure) -> BounceSum {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), count(*) FILTER (WHERE b.kind = 'hard'), count(*) FILTER (WHERE b.kind = 'soft'),
                        count(DISTINCT b.subscriber), count(*) FILTER (WHERE b.effect = 'ended'),
                        count(*) FILTER (WHERE b.effect = 'held')
                    FROM bounce b WHERE \(selection.condition) AND b.effect <> 'forgiven'
                    """, arguments: selection.arguments)
            guard let row else { return BounceSum(bounces: 0, hard: 0, soft: 0, people: 0, ended: 0, held: 0) }
            return BounceSum(
                bounces: row[0], hard: row[1], soft: row[2], people: row[3], ended: row[4], held: row[5])
        }
    }

    /// The bounces that are meant, the oldest first, in pages.
    package func bounces(
        _ selection: BounceSelection, limit: Int?, each: (BounceRecord) throws -> Void
    ) throws {
        try eachRecord(limit: limit, each) { db, last, most in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Self.bounceColumns)
                    WHERE b.id > :last AND \(selection.conditionInOrder) ORDER BY b.id LIMIT :most
                    """, arguments: selection.arguments + ["last": last, "most": most]
            ).map { (id: $0["id"] as Int64, record: try Self.bounce($0)) }
        }
    }

    /// One of the log, and the latest others of the same person, the latest first.
    ///
    /// - Throws: where there is none of this number.
    package func bounce(_ id: Int64, others: Int) throws -> (bounce: BounceRecord, others: [BounceRecord]) {
        let found = try read { db -> (bounce: BounceRecord, others: [BounceRecord])? in
            guard let bounce = try Self.bounceRecord(id, db) else { return nil }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Self.bounceColumns)
                    WHERE b.subscriber = (SELECT subscriber FROM bounce WHERE id = ?1) AND b.id <> ?1
                    ORDER BY b.id DESC LIMIT ?2
                    """, arguments: [id, others])
            return (bounce, try rows.map { try Self.bounce($0) })
        }
        guard let found else { throw StoreFailure(.notFound, "there is no bounce \(id)", remedy: .seeBounces) }
        return found
    }
}
