import FanmailBasics
import GRDB
import SMTPCore

extension Store {
    /// Lets whoever was refused wait once more, and due at once, and takes their refusals out of the bounce log; their time to be given
    /// up begins anew. Nobody whose subscription was ended for it, and nobody with another outcome.
    ///
    /// In short transactions, each of which stands by itself: where that is cut short, the next call goes on.
    func reopenRefused(_ mailing: Int64) throws {
        try unfoldRefused(mailing)
        try waitAgain(mailing, .refused)
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
}
