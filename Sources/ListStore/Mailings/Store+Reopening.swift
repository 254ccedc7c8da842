import FanmailBasics
import GRDB

extension Store {
    /// Makes whoever was refused deferred and due, and takes their refusals out of the bounce log; their time to be given
    /// up begins anew. Nobody whose subscription was ended for it, and nobody with another outcome.
    ///
    /// In short transactions, each of which stands by itself: where that is cut short, the next call goes on.
    func reopenRefused(_ mailing: Int64) throws {
        try unfoldRefused(mailing)
        let slices = try WriteSlices(pool, kind: "take-over")
        try eachPage { db, last in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT x.subscriber FROM exception x
                    WHERE x.mailing = ? AND x.subscriber > ? AND x.outcome = 'refused'
                        AND NOT EXISTS (SELECT 1 FROM bounce b
                            WHERE b.subscriber = x.subscriber AND b.mailing = x.mailing AND b.effect = 'ended')
                    ORDER BY x.subscriber LIMIT 10000
                    """, arguments: [mailing, last]
            ).map { (id: $0, value: ()) }
        } _: { page in
            try slices.run(page.count) { db, index in try Self.reopen(page[index].id, mailing, db) }
        }
    }

    /// Of envelopes that were refused as a whole, the members get rows of their own.
    func unfoldRefused(_ mailing: Int64) throws {
        let slices = try WriteSlices(pool, kind: "take-over")
        try eachPage(of: mailing, where: "outcome = 'refused' AND is_retry = 0 AND exceptions < recipients") { ids in
            try slices.run(ids.count, stride: 1) { db, index in try Self.unfold(ids[index], db) }
        }
    }

    private static func unfold(_ envelope: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO exception (mailing, subscriber, list, envelope, outcome, code, status, text, relay, attempts, at)
                SELECT e.mailing, j.value, e.list, e.number, 'refused', e.code, e.status, e.text, e.relay, e.attempt,
                    e.done_at
                FROM envelope e JOIN json_each(e.members) j
                WHERE e.id = ? AND e.outcome = 'refused'
                    AND NOT EXISTS (SELECT 1 FROM exception x WHERE x.mailing = e.mailing AND x.subscriber = j.value)
                """
        ).execute(arguments: [envelope])
        try db.cachedStatement(sql: "UPDATE envelope SET exceptions = recipients WHERE id = ?")
            .execute(arguments: [envelope])
    }

    private static func reopen(_ subscriber: Int64, _ mailing: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE exception SET outcome = 'deferred', next_attempt_at = ?3, first_at = NULL
                WHERE mailing = ?1 AND subscriber = ?2 AND outcome = 'refused'
                """
        ).execute(arguments: [mailing, subscriber, Timestamp.now.milliseconds])
        try db.cachedStatement(
            sql: """
                DELETE FROM bounce WHERE mailing = ? AND subscriber = ? AND source = 'reply'
                    AND effect NOT IN ('ended', 'forgiven')
                """
        ).execute(arguments: [mailing, subscriber])
    }
}
