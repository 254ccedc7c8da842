package import FanmailBasics
package import FanmailDelivery
import Foundation
import GRDB
import MailingLists
package import SMTPCore

/// A mailing as it stands in the database.
package struct MailingRecord: Sendable {
    package let id: Int64
    /// Their names, in the order of the header.
    package let lists: [String]
    package let state: MailingState
    /// Why it is not finished.
    package let reason: String?
    package let subject: String
    package let author: String
    package let messageID: String
    package let relay: String
    package let startedAt: Timestamp
    package let finishedAt: Timestamp?
    package let totals: MailingTotals
    /// A process is at it at this moment.
    package let isOwned: Bool
}

extension Store {
    package func mailing(_ id: Int64) throws(StoreFailure) -> MailingRecord {
        guard let record = try mailings(where: "WHERE m.id = \(id)").first else {
            throw StoreFailure(.notFound, "there is no mailing \(id); see `fanmail mailing ls`")
        }
        return record
    }

    /// The newest first.
    package func mailings(limit: Int? = nil) throws(StoreFailure) -> [MailingRecord] {
        try mailings(where: "ORDER BY m.id DESC LIMIT \(limit ?? -1)")
    }

    private func mailings(where condition: String) throws(StoreFailure) -> [MailingRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.id, m.state, m.reason, m.subject, m.author, m.message_id, m.relay, m.started_at, m.finished_at,
                        (SELECT json_group_array(name) FROM (SELECT l.name FROM mailing_list ml
                            JOIN list l ON l.id = ml.list WHERE ml.mailing = m.id ORDER BY ml.position))
                    FROM mailing m \(condition)
                    """
            ).map { row in
                let id: Int64 = row[0]
                let lists = try JSONDecoder().decode([String].self, from: Data((row[9] as String).utf8))
                return MailingRecord(
                    id: id, lists: lists, state: MailingState(rawValue: row[1]) ?? .paused, reason: row[2],
                    subject: row[3],
                    author: row[4], messageID: row[5], relay: row[6], startedAt: Timestamp(milliseconds: row[7]),
                    finishedAt: Timestamp(row[8] as Int64?), totals: try Self.totals(db, id),
                    isOwned: MailingLock.isHeld(database: path, mailing: id))
            }
        }
    }

    /// The final bytes of a mailing's message.
    package func message(of mailing: Int64) throws(StoreFailure) -> [UInt8] {
        let data = try read {
            try Data.fetchOne($0, sql: "SELECT message FROM mailing WHERE id = ?", arguments: [mailing])
        }
        guard let data else {
            throw StoreFailure(.notFound, "there is no mailing \(mailing); see `fanmail mailing ls`")
        }
        return [UInt8](data)
    }

    /// The links of a mailing, by list, as they were when it began; with the list's address.
    package func oneClick(of mailing: Int64) throws(StoreFailure) -> [Int64: (link: OneClickLink, address: Mailbox)] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT ml.list, ml.one_click, ml.unsubscribe_url, l.address FROM mailing_list ml
                    JOIN list l ON l.id = ml.list
                    WHERE ml.mailing = ? AND ml.one_click <> 'never' AND ml.unsubscribe_url IS NOT NULL
                    """, arguments: [mailing])
            return Dictionary(
                try rows.map { row in
                    let policy = ListDefinition.OneClickPolicy(rawValue: row[1]) ?? .never
                    return (row[0], (OneClickLink(policy, url: row[2]), try Mailbox(parsing: row[3] as String)))
                }
            ) { $1 }
        }
    }

    package func totals(_ mailing: Int64) throws(StoreFailure) -> MailingTotals {
        try read { try Self.totals($0, mailing) }
    }

    static func totals(_ db: Database, _ mailing: Int64) throws -> MailingTotals {
        var totals = MailingTotals()
        let counts = try Row.fetchAll(
            db,
            sql: """
                SELECT CASE WHEN state = 'done' THEN outcome WHEN state = 'armed' THEN 'unknown'
                    WHEN attempt > 1 THEN 'deferred' ELSE 'pending' END, sum(recipients - exceptions)
                FROM envelope WHERE mailing = ?1 AND is_retry = 0 GROUP BY 1
                UNION ALL
                SELECT outcome, count(*) FROM exception WHERE mailing = ?1 GROUP BY 1
                """, arguments: [mailing])
        for row in counts {
            switch Outcome(rawValue: row[0]) {
            case .accepted?: totals.accepted += row[1] as Int
            case .refused?: totals.refused += row[1] as Int
            case .deferred?: totals.deferred += row[1] as Int
            case .unknown?: totals.unknown += row[1] as Int
            case .skipped?: totals.skipped += row[1] as Int
            case nil: totals.pending += row[1] as Int
            }
        }
        let state = try String.fetchOne(db, sql: "SELECT state FROM mailing WHERE id = ?", arguments: [mailing])
        totals.envelopes =
            try Int.fetchOne(db, sql: "SELECT count(*) FROM envelope WHERE mailing = ?", arguments: [mailing]) ?? 0
        for list in try openedLists(db, mailing) where !list.isDone {
            totals.pending += try list.audience.count(db, after: list.cursor)
        }
        // Who has no copy of a cancelled mailing will get none.
        if state == MailingState.cancelled.rawValue {
            totals.skipped += totals.pending + totals.deferred
            (totals.pending, totals.deferred) = (0, 0)
        }
        return totals
    }
}
