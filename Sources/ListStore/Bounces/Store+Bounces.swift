import Bounces
package import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
package import SMTPCore

extension Store {
    /// Logs that a copy came back, by the token of its reverse-path, and ends the subscription where the list's policy
    /// says so; while its mailing runs, that is decided at the mailing's end.
    ///
    /// - Returns: nil when that is known already.
    /// - Throws: ``TokenFailure`` for a token that is not to be heeded.
    package func recordBounce(
        token text: String, _ reply: Reply, now: Timestamp = .now
    ) throws -> BounceRecord? {
        let token = try Token(opening: text, keys: tokenKeys.keys(), now: now)
        guard token.purpose == .bounce else { throw TokenFailure.malformed }
        return try write { db -> BounceRecord? in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT e.mailing, e.list, s.id, s.address, m.state, l.definition, l.name
                    FROM envelope e JOIN mailing m ON m.id = e.mailing JOIN list l ON l.id = e.list
                    JOIN json_each(e.members) j JOIN subscriber s ON s.id = j.value WHERE e.id = ? LIMIT 2
                    """, arguments: [token.subject])
            // A token stands for one recipient; anything else is not a matter to guess about.
            guard let row = rows.first, rows.count == 1 else {
                throw StoreFailure(.notFound, "the envelope of this token is gone")
            }
            let (mailing, list, subscriber): (Int64, Int64, Int64) = (row[0], row[1], row[2])
            let status = reply.status?.description
            let bounce = BounceClass(reply)
            let isKnown = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM bounce WHERE subscriber = ? AND mailing = ?
                        AND (kind = 'hard' OR (kind = ? AND status IS ?)))
                    """, arguments: [subscriber, mailing, bounce.kind.rawValue, status])
            guard isKnown != true else { return nil }
            try db.execute(
                sql: """
                    INSERT INTO bounce (at, mailing, list, subscriber, recipient, code, status, text, kind, effect)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    now.milliseconds, mailing, list, subscriber, row[3] as String, Int(reply.code), status, reply.text,
                    bounce.kind.rawValue, BounceRecord.Effect(logging: bounce).rawValue,
                ])
            let id = db.lastInsertedRowID
            let state: MailingState = try row.word(4)
            if state == .finished || state == .cancelled {
                let limit = try ListDefinition.parse(row[5], file: row[6]).bounceLimit
                _ = try Self.applyBounces(of: mailing, only: id, db) { $0 == list ? limit : nil }
            }
            return try Row.fetchOne(
                db,
                sql: """
                    SELECT b.*, l.name AS list_name FROM bounce b LEFT JOIN list l ON l.id = b.list WHERE b.id = ?
                    """, arguments: [id]
            ).map(Self.bounce)
        }
    }

    /// Ends the subscriptions of some of the addresses that were refused for good, once or as often as the list says.
    ///
    /// - Parameters:
    ///   - bounce: only this row of the bounce log.
    ///   - limit: of a list, by its id; nil for those that are none of the mailing's.
    /// - Returns: whether there may be more.
    static func applyBounces(
        of mailing: Int64, only bounce: Int64? = nil, _ db: Database, limit: (Int64) -> (mailings: Int, days: Int)?
    ) throws -> Bool {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT b.id, x.id, b.list, b.subscriber, x.joined_at FROM bounce b
                    LEFT JOIN subscription x ON x.subscriber = b.subscriber AND x.list = b.list AND x.ended IS NULL
                    WHERE b.mailing = ?1 AND b.effect = 'pending' AND (?2 IS NULL OR b.id = ?2) LIMIT 64
                    """), arguments: [mailing, bounce])
        for row in rows {
            var ends = false
            if let subscription: Int64 = row[1], let limit = limit(row[2]),
                try limit.mailings == 1 || hardBounces(row, days: limit.days, db) >= limit.mailings,
                try isLive(subscription, db)
            {
                ends = true
                try db.cachedStatement(
                    sql: "INSERT INTO departure (at, list, subscriber, reason, source) VALUES (?, ?, ?, 'bounced', ?)"
                ).execute(
                    arguments: [Timestamp.now.milliseconds, row[2] as Int64, row[3] as Int64, "mailing \(mailing)"])
                try db.cachedStatement(sql: "UPDATE subscription SET state = 'bounced', ended = ? WHERE id = ?")
                    .execute(arguments: [db.lastInsertedRowID, subscription])
            }
            // Who left by themselves meanwhile, or has not been refused often enough, stays as they are.
            try db.cachedStatement(sql: "UPDATE bounce SET effect = ? WHERE id = ?")
                .execute(arguments: [(ends ? BounceRecord.Effect.ended : .none).rawValue, row[0] as Int64])
        }
        return !rows.isEmpty
    }

    /// False when an earlier row of the bounce log has ended it.
    private static func isLive(_ subscription: Int64, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT ended IS NULL FROM subscription WHERE id = ?"), arguments: [subscription])
            ?? false
    }

    /// Lets some of the subscriptions be whose addresses were refused for good.
    ///
    /// - Returns: whether there may be more.
    static func holdBounces(of mailing: Int64, _ db: Database) throws -> Bool {
        try db.cachedStatement(
            sql: """
                UPDATE bounce SET effect = 'held' WHERE id IN (SELECT id FROM bounce
                    WHERE mailing = ? AND effect = 'pending' LIMIT 200)
                """
        ).execute(arguments: [mailing])
        return db.changesCount > 0
    }

    /// In how many mailings of the list the subscriber's address was refused for good of late, this one included.
    private static func hardBounces(_ row: Row, days: Int, _ db: Database) throws -> Int {
        let since = Timestamp.now.milliseconds - Int64(days) * 86_400_000
        return try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(DISTINCT mailing) FROM bounce
                    WHERE subscriber = ? AND list = ? AND kind = 'hard' AND effect <> 'held' AND at >= ?
                    """),
            arguments: [row[3] as Int64, row[2] as Int64, max(since, row[4] as Int64)]) ?? 0
    }
}
