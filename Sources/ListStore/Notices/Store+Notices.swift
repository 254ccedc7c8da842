package import FanmailBasics
import Foundation
import GRDB
package import SMTPCore

/// A message to one person about their subscription, which waits to be sent.
package struct NoticeRecord: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case confirm, welcome, goodbye
        /// To somebody who wants to leave, and is not subscribed with the address they write from.
        case stranger
        /// To the list's owner: much of a mailing came back.
        case warning
        /// Asks an address that bounced whether it is there.
        case probe
    }

    package let id: Int64
    package let kind: Kind
    package let listID: Int64
    /// The list's name.
    package let list: String
    package let recipient: String
    /// Header and body with CRLF ends, not signed.
    package let message: [UInt8]
    /// How often it was offered, this time included.
    package let attempts: Int
    /// The id of the probe that it is.
    package let probe: Int64?
}

/// What became of an attempt to send a notice.
package enum NoticeFate: Sendable {
    /// A server took it: it is not sent again, and a probe's days begin.
    case accepted
    /// Refused for good, or nobody knows, or nobody is to mail the address: it is not sent again, and a probe says
    /// nothing.
    case settled
    /// Nobody took it; once more later.
    case deferred
}

extension Store {
    /// How long a notice is tried: a confirmation that comes later surprises.
    private static let noticeLifetime: Int64 = 3 * 86_400_000
    /// After this long, whoever took a notice has died with it.
    private static let noticeHold: Int64 = 3_600_000

    /// Writes down a notice.
    ///
    /// - Returns: its id; nil when nobody has the address any more.
    package func queueNotice(
        _ kind: NoticeRecord.Kind, to address: Mailbox, list: ListRecord, message: [UInt8], now: Timestamp = .now
    ) throws(StoreFailure) -> Int64? {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO notice (kind, list, subscriber, recipient, message, at, next_attempt_at)
                    SELECT ?1, ?2, s.id, ?3, ?4, ?5, ?5
                    FROM (SELECT ?6 AS key) LEFT JOIN subscriber s ON s.address_key = key
                    WHERE s.id IS NOT NULL OR ?1 = 'stranger'
                    """,
                arguments: [
                    kind.rawValue, list.id, address.address, Data(message), now.milliseconds, address.key,
                ])
            return db.changesCount == 1 ? db.lastInsertedRowID : nil
        }
    }

    /// Takes the next notice that is due, so that nobody else sends it; nil when none is.
    ///
    /// - Parameters:
    ///   - lists: the ids of those that have a relay; only theirs.
    ///   - id: only this one.
    ///   - moment: by when it is due.
    package func takeNotice(
        of lists: Set<Int64>, _ id: Int64? = nil, dueBy moment: Timestamp, now: Timestamp = .now
    ) throws(StoreFailure) -> NoticeRecord? {
        try write { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    UPDATE notice SET taken_at = ?1, attempts = attempts + 1 WHERE id = (SELECT id FROM notice
                        WHERE taken_at IS NULL AND next_attempt_at <= ?2 AND (?3 IS NULL OR id = ?3)
                            AND list IN (SELECT value FROM json_each(?4))
                        ORDER BY next_attempt_at, id LIMIT 1)
                    RETURNING id, kind, list, (SELECT name FROM list l WHERE l.id = notice.list), recipient, message,
                        attempts, probe
                    """,
                arguments: [
                    now.milliseconds, moment.milliseconds, id, JSONValue.array(lists.map { .int($0) }).text,
                ])
            return try row.map {
                NoticeRecord(
                    id: $0[0], kind: try $0.word(1), listID: $0[2], list: $0[3],
                    recipient: $0[4], message: [UInt8]($0[5] as Data), attempts: $0[6], probe: $0[7])
            }
        }
    }

    /// Notes what became of it. What is settled is forgotten: the message says who is subscribed where.
    package func settle(_ notice: NoticeRecord, _ fate: NoticeFate, now: Timestamp = .now) throws(StoreFailure) {
        try write { db in
            switch fate {
            case .accepted:
                try db.execute(
                    sql: "UPDATE bounce_probe SET until = ? + days * 86400000 WHERE id = ? AND until IS NULL",
                    arguments: [now.milliseconds, notice.probe])
                try db.execute(sql: "DELETE FROM notice WHERE id = ?", arguments: [notice.id])
            case .settled:
                // The next bounce opens another.
                try db.execute(
                    sql: "DELETE FROM bounce_probe WHERE id = ? AND outcome IS NULL AND until IS NULL",
                    arguments: [notice.probe])
                try db.execute(sql: "DELETE FROM notice WHERE id = ?", arguments: [notice.id])
            case .deferred:
                try db.execute(
                    sql: "UPDATE notice SET taken_at = NULL, next_attempt_at = ? WHERE id = ?",
                    arguments: [now.milliseconds + Self.noticePause(after: notice.attempts), notice.id])
            }
        }
    }

    /// Milliseconds until the next attempt: 5, 10, 20 minutes and so on, up to six hours.
    static func noticePause(after attempts: Int) -> Int64 {
        min(6 * 3_600_000, 300_000 << Int64(min(max(0, attempts - 1), 10)))
    }

    /// Removes notices that are given up, and returns to whom: those nobody took for days, and those whose sender died, of
    /// which nobody knows whether they went. What has lost its sense meanwhile (a question to somebody who has answered
    /// or is gone, a welcome to somebody who has left) is removed without a word.
    package func dropStaleNotices(now: Timestamp = .now) throws(StoreFailure) -> [(recipient: String, isUnknown: Bool)]
    {
        try write { db in
            try db.execute(
                sql: """
                    DELETE FROM notice WHERE taken_at IS NULL AND kind IN ('confirm', 'welcome', 'probe') AND NOT EXISTS (
                        SELECT 1 FROM subscription x WHERE x.subscriber = notice.subscriber AND x.list = notice.list
                            AND x.ended IS NULL
                            AND x.state = CASE notice.kind WHEN 'confirm' THEN 'pending' ELSE 'active' END)
                    """)
            return try Row.fetchAll(
                db,
                sql: """
                    DELETE FROM notice WHERE taken_at < ? OR (taken_at IS NULL AND at < ?)
                    RETURNING recipient, taken_at IS NOT NULL
                    """,
                arguments: [now.milliseconds - Self.noticeHold, now.milliseconds - Self.noticeLifetime]
            ).map { ($0[0], $0[1]) }
        }
    }

    /// How many wait.
    package func waitingNotices() throws(StoreFailure) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM notice") ?? 0 }
    }
}
