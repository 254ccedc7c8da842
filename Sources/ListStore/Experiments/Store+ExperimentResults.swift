import Bounces
import FanmailBasics
package import FanmailDelivery
import GRDB
import MailingLists

/// What is known so far of one letter of an experiment.
package struct LetterResult: Sendable {
    package let letter: Experiment.Letter
    package let totals: MailingTotals
    /// Nothing more is to be awaited of its run: it is finished, or was cancelled.
    package let hasEnded: Bool
    /// Failures that were refusals or reports, each counted once, without those that were taken back.
    package let bounces: Int
    /// Readers who called it spam.
    package let complaints: Int
    /// People of its share who have left one of its lists by themselves since it began.
    package let unsubscribed: Int
}

extension Store {
    /// In the order of the letters.
    package func results(of experiment: Experiment) throws(StoreFailure) -> [LetterResult] {
        var results: [LetterResult] = []
        for letter in experiment.letters {
            let record = try mailing(letter.mailing)
            results.append(
                try read { db in
                    let counts = try Row.fetchOne(
                        db,
                        sql: """
                            SELECT count(*) FILTER (WHERE class <> ?2 AND kind <> 'none'), count(*) FILTER (WHERE class = ?2)
                            FROM bounce WHERE mailing = ?1 AND effect <> 'forgiven'
                            """, arguments: [letter.mailing, FailureClass.complaint.rawValue])
                    return LetterResult(
                        letter: letter, totals: record.totals,
                        hasEnded: record.state == .finished || record.state == .cancelled,
                        bounces: counts?[0] ?? 0, complaints: counts?[1] ?? 0,
                        unsubscribed: try Self.unsubscribed(since: letter.mailing, db))
                })
        }
        return results
    }

    private static func unsubscribed(since mailing: Int64, _ db: Database) throws -> Int {
        let others = SpellEnding.allCases.filter { $0 != .person }.compactMap(\.how).map { "'\($0)'" }
        return try Int.fetchOne(
            db,
            sql: """
                SELECT count(DISTINCT x.subscriber) FROM mailing m JOIN mailing_list ml ON ml.mailing = m.id
                JOIN departure d INDEXED BY departure_from ON d.list = ml.list AND d.id > m.departure_mark
                JOIN subscription x ON x.ended = d.id AND x.subscriber = d.subscriber AND x.list = d.list
                WHERE m.id = ? AND d.reason = 'unsubscribed' AND coalesce(d.how, '') NOT IN (\(others.joined(separator: ", ")))
                    AND (x.id <= m.subscription_mark OR x.origin <= m.subscription_mark)
                    AND \(AudienceShare.ofMailing(has: AudienceShare.drawn))
                """, arguments: [mailing]) ?? 0
    }
}
