package import FanmailBasics
import Foundation
import GRDB
import MailingLists
package import SMTPCore

extension Store {
    /// Reasons that an owner is told.
    private static let mostReasons = 5
    /// Mailings of so many days are looked at for owners who were not told yet.
    private static let warningDays: Int64 = 14

    /// What the owners of a mailing's lists are to be told and were not: nothing while it is being sent. Reads only.
    package func ownerWarnings(of mailing: Int64) throws(StoreFailure) -> [OwnerWarning] {
        let counts = try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT b.list, count(DISTINCT b.subscriber) FROM bounce b
                    JOIN mailing m ON m.id = b.mailing AND m.state <> 'sending'
                    JOIN list l ON l.id = b.list AND l.removed_at IS NULL
                    WHERE b.mailing = ?1 AND b.kind <> 'none' AND b.effect <> 'forgiven' AND b.confidence >= ?2
                        AND NOT EXISTS (SELECT 1 FROM bounce_warning w WHERE w.mailing = ?1 AND w.list = b.list)
                    GROUP BY b.list HAVING count(DISTINCT b.subscriber) >= ?3 ORDER BY b.list
                    """, arguments: [mailing, BounceWeight.guess, BouncePolicy.leastWarned]
            ).map { (list: $0[0] as Int64, bounces: $0[1] as Int) }
        }
        guard !counts.isEmpty else { return [] }
        let (policies, offered, subject) = try read { db in
            (
                Dictionary(try Self.openedLists(db, mailing).map { ($0.audience.list, $0.bounces) }) { $1 },
                try Self.offered(mailing, db),
                try String.fetchOne(db, sql: "SELECT subject FROM mailing WHERE id = ?", arguments: [mailing]) ?? ""
            )
        }
        let held = try heldEvents(of: mailing)
        var warnings: [OwnerWarning] = []
        for (list, bounces) in counts {
            guard let percent = policies[list]?.warnPercent, percent > 0, let recipients = offered[list],
                bounces * 100 >= recipients * percent
            else { continue }
            var selection = BounceSelection()
            (selection.mailing, selection.list) = (mailing, list)
            warnings.append(
                OwnerWarning(
                    mailing: mailing, subject: subject, list: list, bounces: bounces, recipients: recipients,
                    reasons: try bounceReasons(selection, limit: Self.mostReasons),
                    held: held.filter { $0.list == list }))
        }
        return warnings
    }

    /// How many of each list were offered a copy.
    private static func offered(_ mailing: Int64, _ db: Database) throws -> [Int64: Int] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT list, sum(recipients) FROM envelope WHERE mailing = ? AND is_retry = 0
                    AND (state <> 'cut' OR attempt > 1) GROUP BY list
                """, arguments: [mailing])
        return Dictionary(rows.map { ($0[0] as Int64, $0[1] as Int) }) { $1 }
    }

    /// The latest mailings of which owners may have to be told, the earliest first.
    package func mailingsToWarnOf(now: Timestamp = .now) throws(StoreFailure) -> [Int64] {
        try read { db in
            try Int64.fetchAll(
                db, sql: "SELECT id FROM mailing WHERE state <> 'sending' AND started_at >= ? ORDER BY id",
                arguments: [now.milliseconds - Self.warningDays * 86_400_000])
        }
    }

    /// Writes down that an owner is told, and the notice that tells it, in one transaction: killed before it, the next who
    /// looks finds it to be told; after it, it is.
    ///
    /// - Returns: the notice's id; nil where somebody else has told it meanwhile.
    package func queue(
        _ warning: OwnerWarning, to owner: Mailbox, message: [UInt8], now: Timestamp = .now
    ) throws(StoreFailure) -> Int64? {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO bounce_warning (mailing, list, at, bounces, recipients) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [warning.mailing, warning.list, now.milliseconds, warning.bounces, warning.recipients])
            guard db.changesCount == 1 else { return nil }
            try db.execute(
                sql: """
                    INSERT INTO notice (kind, list, recipient, message, at, next_attempt_at)
                    VALUES ('warning', ?1, ?2, ?3, ?4, ?4)
                    """, arguments: [warning.list, owner.address, Data(message), now.milliseconds])
            return db.lastInsertedRowID
        }
    }

    /// Of which lists owners were told that much of a mailing came back.
    package func givenWarnings(of mailing: Int64) throws(StoreFailure) -> [GivenWarning] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT l.name, w.at, w.bounces, w.recipients FROM bounce_warning w JOIN list l ON l.id = w.list
                    WHERE w.mailing = ? ORDER BY l.name
                    """, arguments: [mailing]
            ).map {
                GivenWarning(
                    list: $0[0], at: Timestamp(milliseconds: $0[1]), bounces: $0[2], recipients: $0[3])
            }
        }
    }
}
