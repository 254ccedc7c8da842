import FanmailBasics
import GRDB
package import SMTPCore

/// What became of one recipient.
package struct OutcomeRecord: Sendable {
    package let address: String
    /// nil while nothing was offered, or the reply is awaited.
    package let outcome: Outcome?
    /// Their content may be out, and a process that lives waits for the reply.
    package var isUnderWay = false
    package let code: Int?
    package let status: String?
    package let text: String?
    package let attempts: Int
    package let envelope: Int64?

    /// For listings: what became of them, or how far it is.
    package var word: String { outcome?.rawValue ?? (isUnderWay ? "under way" : "pending") }
}

extension Store {
    /// The recipients of a mailing, envelope by envelope, then those with an outcome of their own.
    ///
    /// Read in pages, so that a long listing holds up nobody's log.
    package func outcomes(
        of mailing: Int64, outcome: Outcome?, limit: Int?, each: (OutcomeRecord) throws -> Void
    ) throws {
        var left = limit ?? .max
        var number: Int64 = 0
        let isOwned = MailingLock.isHeld(database: path, mailing: mailing)
        // Envelopes, a hundred at a time.
        while left > 0 {
            let (rows, last): ([OutcomeRecord], Int64?) = try read { db in
                let last = try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT max(number) FROM (SELECT number FROM envelope
                            WHERE mailing = ? AND number > ? ORDER BY number LIMIT 100)
                        """, arguments: [mailing, number])
                guard let last else { return ([], nil) }
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT s.address, \(OutcomeSQL.ofEnvelope) AS outcome,
                            \(OutcomeSQL.codeOfEnvelope) AS code, \(OutcomeSQL.statusOfEnvelope) AS status,
                            \(OutcomeSQL.textOfEnvelope) AS text, \(OutcomeSQL.attemptsOfEnvelope) AS attempts,
                            e.number AS envelope, e.state
                        FROM envelope e JOIN mailing m ON m.id = e.mailing JOIN json_each(e.members) j
                        JOIN subscriber s ON s.id = j.value
                        WHERE e.mailing = ?1 AND e.number > ?2 AND e.number <= ?3 AND e.is_retry = 0 AND NOT EXISTS (
                            SELECT 1 FROM exception x WHERE x.mailing = ?1 AND x.subscriber = s.id)
                        ORDER BY e.number, j.id
                        """, arguments: [mailing, number, last])
                return (try rows.map { try Self.outcome($0, isOwned: isOwned) }, last)
            }
            guard let last else { break }
            number = last
            for row in rows where left > 0 && (outcome == nil || row.outcome == outcome) {
                try each(row)
                left -= 1
            }
        }
        try eachRecord(limit: left, each) { db, last, most in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT s.address, x.outcome, x.code, x.status,
                        \(OutcomeSQL.textOfRecipientStatus) AS text, x.attempts, x.envelope, x.subscriber
                    FROM exception x JOIN subscriber s ON s.id = x.subscriber
                    WHERE x.mailing = ?1 AND x.subscriber > ?2 AND (?3 IS NULL OR x.outcome = ?3)
                    ORDER BY x.subscriber LIMIT ?4
                    """, arguments: [mailing, last, outcome?.rawValue, most]
            ).map { (id: $0["subscriber"] as Int64, record: try Self.outcome($0)) }
        }
    }

    /// - Parameter isOwned: whether a process waits for the reply to an envelope that is armed.
    static func outcome(_ row: Row, isOwned: Bool = false) throws -> OutcomeRecord {
        let isUnderWay = isOwned && row["state"] as String? == EnvelopeState.armed.rawValue
        return OutcomeRecord(
            address: row["address"], outcome: isUnderWay || row["outcome"] == nil ? nil : try row.word("outcome"),
            isUnderWay: isUnderWay, code: row["code"], status: row["status"], text: row["text"],
            attempts: row["attempts"],
            envelope: row["envelope"])
    }
}
