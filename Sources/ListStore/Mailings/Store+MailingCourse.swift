import FanmailBasics
import GRDB
import SMTPCore

extension Store {
    /// How a mailing went until now.
    ///
    /// Read in pages, so that a mailing that runs is not held up.
    package func course(of mailing: Int64) throws -> MailingCourse {
        var course = MailingCourse()
        try eachPage(behind: 0) { db, last in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(number) FROM (SELECT number FROM envelope
                        WHERE mailing = ? AND number > ? ORDER BY number LIMIT 500)
                    """, arguments: [mailing, last]
            ).map { [(id: $0, value: last)] } ?? []
        } _: { page in
            for (end, start) in page {
                try pool.read { db in
                    try Self.addEnvelopes(of: mailing, behind: start, to: end, db, to: &course)
                    try Self.addLatency(of: mailing, behind: start, to: end, db, to: &course)
                }
            }
        }
        try addRecipientStatuses(of: mailing, to: &course)
        return course
    }

    private static func addEnvelopes(
        of mailing: Int64, behind start: Int64, to end: Int64, _ db: Database, to course: inout MailingCourse
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(OutcomeSQL.ofEnvelope) AS outcome, \(OutcomeSQL.codeOfEnvelope) AS code,
                    \(OutcomeSQL.statusOfEnvelope) AS status, \(OutcomeSQL.textOfEnvelope) AS text,
                    coalesce(e.done_at, e.armed_at, e.cut_at) AS at, s.domain, count(*) AS recipients
                FROM envelope e JOIN mailing m ON m.id = e.mailing JOIN json_each(e.members) j
                JOIN subscriber s ON s.id = j.value
                WHERE e.mailing = ?1 AND e.number > ?2 AND e.number <= ?3 AND e.is_retry = 0 AND NOT EXISTS (
                    SELECT 1 FROM exception x WHERE x.mailing = ?1 AND x.subscriber = s.id)
                GROUP BY e.number, s.domain, 2, 3
                """, arguments: [mailing, start, end])
        while let row = try rows.next() { try add(row, to: &course) }
    }

    private static func addLatency(
        of mailing: Int64, behind start: Int64, to end: Int64, _ db: Database, to course: inout MailingCourse
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT max(0, done_at - armed_at), count(*) FROM envelope
                WHERE mailing = ? AND number > ? AND number <= ? AND outcome = 'accepted' AND armed_at IS NOT NULL
                GROUP BY 1
                """, arguments: [mailing, start, end])
        while let row = try rows.next() { course.add(transactions: row[1], of: row[0]) }
    }

    private func addRecipientStatuses(of mailing: Int64, to course: inout MailingCourse) throws {
        try eachPage { db, last in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT x.outcome, x.code, x.status,
                        \(OutcomeSQL.textOfRecipientStatus) AS text, x.at, s.domain, 1 AS recipients, x.subscriber
                    FROM exception x JOIN subscriber s ON s.id = x.subscriber
                    WHERE x.mailing = ? AND x.subscriber > ? ORDER BY x.subscriber LIMIT 5000
                    """, arguments: [mailing, last]
            ).map { (id: $0["subscriber"], value: $0) }
        } _: { page in
            for (_, row) in page { try Self.add(row, to: &course) }
        }
    }

    /// - Parameter row: of recipients at one domain who have an outcome, or none yet.
    private static func add(_ row: Row, to course: inout MailingCourse) throws {
        guard row["outcome"] != nil else { return }
        course.add(
            row["recipients"],
            .init(outcome: try row.word("outcome"), code: row["code"], status: row["status"]), row["text"],
            at: Timestamp(milliseconds: row["at"]), in: row["domain"])
    }
}
