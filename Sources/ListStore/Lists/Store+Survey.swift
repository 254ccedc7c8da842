import FanmailDelivery
import GRDB
import MailingLists
package import SMTPCore

/// An audience as it is now, for a plan.
package struct AudienceSurvey: Sendable {
    package var recipients = 0
    package var envelopes = 0
    /// How many of the recipients have one of their own.
    package var individual = 0
    package var suppressed = 0
    package var onSeveralLists = 0
    package var domains: [(domain: String, recipients: Int)] = []
    /// The first envelope: whose list, its members, and whether it has a reverse-path of its own because it is their turn.
    package var sample: (list: Int64, recipients: RecipientBatch, hasTurn: Bool)?
}

extension Store {
    /// Walks what the audience of these lists would be now. Writes nothing.
    package func survey(
        _ lists: [ListRecord], envelopeSize: Int, segment: SegmentRecord? = nil,
        oneClick: [Int64: OneClickLink] = [:], isPersonal: Bool = false
    ) throws(StoreFailure) -> AudienceSurvey {
        try read { db in
            var survey = AudienceSurvey()
            var counts: [String: Int] = [:]
            let marks = try AudienceMarks(db)
            for (position, list) in lists.enumerated() {
                let turn = try list.definition.verp == .everyTenth ? VERPTurn(next: list.id, db) : nil
                let audience = Audience(
                    list: list.id, marks: marks, earlierLists: lists[..<position].map(\.id),
                    filter: segment?.filter,
                    individual: isPersonal || list.definition.verp == .always
                        ? .always : oneClick[list.id]?.policy ?? .never,
                    turn: turn
                )
                let ofTurn = turn.map { "count(*) FILTER (WHERE \($0.condition("s.subscriber")))" } ?? "0"
                let all = try Audience(list: list.id, marks: marks, earlierLists: [], filter: audience.filter).count(db)
                let suppressed = try Self.suppressed(db, audience)
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT s.domain, count(*), \(ofTurn) FROM subscription s INDEXED BY audience WHERE \(audience.condition)
                        \(suppressed > 0 ? "AND s.subscriber NOT IN (\(SuppressionSQL.subscribers(of: list.id)))" : "")
                        GROUP BY s.domain ORDER BY s.domain
                        """, arguments: audience.arguments)
                var mailed = 0
                // Since the last one with an envelope of their own.
                var run = 0
                for row in rows {
                    let (domain, count): (String, Int) = (row[0], row[1])
                    counts[domain, default: 0] += count
                    mailed += count
                    guard audience.individual.applies(to: domain) else {
                        let own: Int = row[2]
                        survey.individual += own
                        survey.envelopes += own
                        run += count - own
                        continue
                    }
                    survey.individual += count
                    survey.envelopes += count + (run + envelopeSize - 1) / envelopeSize
                    run = 0
                }
                survey.suppressed += suppressed
                survey.onSeveralLists += all - mailed - suppressed
                survey.recipients += mailed
                survey.envelopes += (run + envelopeSize - 1) / envelopeSize
                if survey.sample == nil, mailed > 0 {
                    survey.sample = try Self.firstEnvelope(db, audience, envelopeSize).map {
                        (list.id, $0, audience.turn?.has($0.ids[0]) ?? false)
                    }
                }
            }
            survey.domains = counts.map { ($0.key, $0.value) }
                .sorted { $0.recipients > $1.recipients || ($0.recipients == $1.recipients && $0.domain < $1.domain) }
            return survey
        }
    }

    /// The first envelope as the journal would cut it; pages of nobody but suppressed come before it at most.
    private static func firstEnvelope(_ db: Database, _ audience: Audience, _ limit: Int) throws -> RecipientBatch? {
        var cursor = AudienceCursor()
        while true {
            let page = try audience.page(
                db, after: cursor, limit: limit, rows: SQLiteJournal.rows(a: limit), domainOrdinal: 0)
            // Rather one of many than that of somebody whose turn it is.
            if let cut = page.cuts.first(where: { $0.recipients.count > 1 }) ?? page.cuts.first {
                return cut.recipients
            }
            guard !page.isLast else { return nil }
            cursor = page.cursor
        }
    }

    private static func suppressed(_ db: Database, _ audience: Audience) throws -> Int {
        guard try !SuppressionSQL.isEmpty(db) else { return 0 }
        return try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM subscription s
                WHERE s.subscriber IN (\(SuppressionSQL.subscribers(of: audience.list))) AND \(audience.condition)
                """, arguments: audience.arguments) ?? 0
    }
}
