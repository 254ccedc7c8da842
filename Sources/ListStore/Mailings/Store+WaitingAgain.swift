import FanmailBasics
import GRDB
import SMTPCore

extension Store {
    /// Whoever has a row of their own with this outcome, `refused` or `unknown`, waits for another attempt that is due at
    /// once, and their time to be given up begins anew. Refusals are taken out of the bounce log; whose subscription was
    /// ended for one stays as they are.
    ///
    /// In short transactions, each of which stands by itself: where that is cut short, the next call goes on.
    func waitAgain(_ mailing: Int64, _ outcome: Outcome) throws {
        let slices = try WriteSlices(pool, kind: "take-over")
        var last: Int64 = 0
        try slices.run { db in
            let rows = try Self.someWithRow(mailing, outcome, after: last, db)
            guard let end = rows.last?.subscriber else { return false }
            last = end
            try Self.letWait(rows, in: mailing, db)
            return true
        }
    }

    /// A row of the table `exception`, of somebody who is to wait.
    private struct FinalRow {
        /// What those have in common who wait in one envelope.
        struct Kind: Hashable {
            let list: Int64
            let attempts: Int
        }

        let subscriber: Int64
        let domain: String
        let kind: Kind
        let envelope: Int64?
        let reply: KeptReply
    }

    private static func someWithRow(
        _ mailing: Int64, _ outcome: Outcome, after last: Int64, _ db: Database
    ) throws -> [FinalRow] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT x.subscriber, s.domain, x.list, x.attempts, x.envelope, x.code, x.status, x.text
                    FROM exception x CROSS JOIN subscriber s ON s.id = x.subscriber
                    WHERE x.mailing = ?1 AND x.subscriber > ?2 AND x.outcome = ?3 AND NOT EXISTS (SELECT 1 FROM bounce b
                        WHERE b.subscriber = x.subscriber AND b.mailing = x.mailing AND b.effect = 'ended')
                    ORDER BY x.subscriber LIMIT 64
                    """), arguments: [mailing, last, outcome.rawValue]
        ).map {
            FinalRow(
                subscriber: $0[0], domain: $0[1], kind: FinalRow.Kind(list: $0[2], attempts: $0[3]), envelope: $0[4],
                reply: KeptReply(code: $0[5], status: $0[6], text: $0[7]))
        }
    }

    private static func letWait(_ rows: [FinalRow], in mailing: Int64, _ db: Database) throws {
        let columns = "mailing, number, list, state, is_retry, cut_at, departure_mark, \(WaitingEnvelope.columns)"
        let now = Timestamp.now
        for (kind, rows) in Dictionary(grouping: rows, by: \.kind) {
            let waiting = WaitingEnvelope(
                members: rows.sorted { ($0.domain, $0.subscriber) < ($1.domain, $1.subscriber) }.map {
                    WaitingEnvelope.Member(subscriber: $0.subscriber, domain: $0.domain, reply: $0.reply)
                }, attempt: kind.attempts + 1, notBefore: now)
            try db.cachedStatement(
                sql: """
                    INSERT INTO envelope (\(columns)) SELECT ?1, coalesce(max(number), 0) + 1, ?2, 'cut', 0, ?3, 0,
                        \((4...20).map { "?\($0)" }.joined(separator: ", ")) FROM envelope WHERE mailing = ?1
                    """
            ).execute(arguments: [mailing, kind.list, now.milliseconds] + waiting.arguments)
        }
        for (number, rows) in Dictionary(grouping: rows, by: \.envelope) {
            let members = JSONValue.array(rows.map { .int($0.subscriber) }).text
            if let number { try leaveEnvelope(number, members, in: mailing, db) }
            try db.cachedStatement(
                sql: "DELETE FROM exception WHERE mailing = ?1 AND subscriber IN (SELECT value FROM json_each(?2))"
            ).execute(arguments: [mailing, members])
            try db.cachedStatement(
                sql: """
                    DELETE FROM bounce WHERE mailing = ?1 AND subscriber IN (SELECT value FROM json_each(?2))
                        AND source = 'reply' AND effect NOT IN ('ended', 'forgiven')
                    """
            ).execute(arguments: [mailing, members])
        }
    }

    /// Takes those who have a row of their own out of the envelope in which they got it.
    private static func leaveEnvelope(
        _ number: Int64, _ members: String, in mailing: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                UPDATE envelope SET
                    exceptions = exceptions - (SELECT count(*) FROM json_each(members) j
                        WHERE j.value IN (SELECT value FROM json_each(?3))),
                    recipients = recipients - (SELECT count(*) FROM json_each(members) j
                        WHERE j.value IN (SELECT value FROM json_each(?3))),
                    members = (SELECT json_group_array(j.value) FROM json_each(members) j
                        WHERE j.value NOT IN (SELECT value FROM json_each(?3)))
                WHERE mailing = ?1 AND number = ?2 AND is_retry = 0 AND state = 'done'
                """
        ).execute(arguments: [mailing, number, members])
    }
}
