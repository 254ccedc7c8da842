package import FanmailBasics
import GRDB
import MailingLists

/// What taking bounces back did, or would do.
package struct Forgiving: Sendable, Equatable {
    /// Those that count for nothing from now on.
    package var bounces = 0
    /// Subscriptions that go on as if they had not ended.
    package var subscriptions = 0
    /// Subscriptions that these bounces ended, and that stay so: their people came back or left by themselves since, have
    /// another address, or were erased.
    package var others = 0

}

extension Store {
    /// Takes bounces back: they count for no score, and subscriptions that they ended go on, with all that was known of
    /// them. Whatever people did themselves since stays. In short transactions; done again, it goes on where it was cut
    /// short.
    ///
    /// - Parameter by: who wants it; kept in the history.
    package func forgive(
        _ selection: BounceSelection, by: String?, isDryRun: Bool = false, now: Timestamp = .now
    ) throws(StoreFailure) -> Forgiving {
        var result = Forgiving()
        do {
            // Eight octets each; looked for once, since no index has them in the order of their ids.
            let ids = try read { db in
                try Int64.fetchAll(
                    db,
                    sql: """
                        SELECT b.id FROM bounce b WHERE \(selection.condition)
                            AND b.effect <> 'forgiven' AND b.kind <> 'none' ORDER BY b.id
                        """, arguments: selection.arguments)
            }
            if isDryRun {
                for start in stride(from: 0, to: ids.count, by: 1000) {
                    try read { db in
                        for id in ids[start..<min(start + 1000, ids.count)] {
                            try Self.forgive(id, by: by, isDryRun: true, now: now, &result, db)
                        }
                    }
                }
            } else {
                try WriteSlices(pool, kind: "forgive", isSynced: true).run(ids.count) { db, index in
                    try Self.forgive(ids[index], by: by, isDryRun: false, now: now, &result, db)
                }
            }
        } catch { throw StoreFailure(error, path: path) }
        return result
    }

    private static func forgive(
        _ id: Int64, by: String?, isDryRun: Bool, now: Timestamp, _ result: inout Forgiving, _ db: Database
    ) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT effect, departure, subscriber, list, score, at FROM bounce
                    WHERE id = ? AND effect <> 'forgiven'
                    """), arguments: [id])
        guard let row else { return }
        result.bounces += 1
        let effect: BounceRecord.Effect = try row.word("effect")
        if effect == .ended {
            let comesBack = try reinstate(row["departure"], isDryRun: isDryRun, db)
            if comesBack { result.subscriptions += 1 } else { result.others += 1 }
        }
        guard !isDryRun else { return }
        try db.cachedStatement(
            sql: "UPDATE bounce SET effect = 'forgiven', forgiven_at = ?, forgiven_by = ? WHERE id = ?"
        ).execute(arguments: [now.milliseconds, by, id])
        if row["score"] != nil, effect != .ended, let list: Int64 = row["list"] {
            try judgeAgain(after: id, subscriber: row["subscriber"], list: list, &result, db)
        }
    }

    /// A later bounce was the one too many by points that are gone now.
    private static func judgeAgain(
        after id: Int64, subscriber: Int64, list: Int64, _ result: inout Forgiving, _ db: Database
    ) throws {
        let later = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM bounce WHERE subscriber = ? AND list = ? AND id > ? AND effect = 'ended'
                        AND score IS NOT NULL ORDER BY id LIMIT 10
                    """), arguments: [subscriber, list, id])
        for bounce in later where try !isReached(bounce, db) {
            let departure = try Int64.fetchOne(
                db, sql: "SELECT departure FROM bounce WHERE id = ?", arguments: [bounce])
            guard try reinstate(departure, isDryRun: false, db) else { continue }
            result.subscriptions += 1
            try db.execute(
                sql: "UPDATE bounce SET effect = 'none', departure = NULL WHERE id = ?", arguments: [bounce])
        }
    }

    /// Lets a subscription go on that a bounce ended, unless somebody has done something about it since.
    ///
    /// - Returns: whether it does, or would.
    static func reinstate(_ departure: Int64?, isDryRun: Bool, _ db: Database) throws -> Bool {
        guard let departure else { return false }
        let spell = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT x.id FROM subscription x JOIN subscriber s ON s.id = x.subscriber
                    WHERE x.ended = ?1 AND x.state = 'bounced'
                        AND NOT EXISTS (SELECT 1 FROM subscription y
                            WHERE y.subscriber = x.subscriber AND y.list = x.list AND y.id > x.id)
                        AND (s.person IS NULL OR NOT EXISTS (SELECT 1 FROM subscriber o CROSS JOIN subscription y
                            ON y.subscriber = o.id AND y.list = x.list AND y.ended IS NULL
                            WHERE o.person = s.person AND o.id <> s.id))
                    """), arguments: [departure])
        guard let spell else { return false }
        if !isDryRun {
            try db.cachedStatement(sql: "UPDATE subscription SET state = 'active', ended = NULL WHERE id = ?")
                .execute(arguments: [spell])
        }
        return true
    }
}
