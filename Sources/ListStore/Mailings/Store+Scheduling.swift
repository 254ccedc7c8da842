package import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB

/// Mailings that go out later. The audience of one that has not begun is whoever is subscribed when it does.
extension Store {
    /// Writes a mailing down that goes out later; nobody owns it.
    ///
    /// - Throws: a conflict as ``begin(_:again:routing:announce:)``.
    package func schedule(
        _ new: NewMailing, again: Bool, _ schedule: MailingSchedule
    ) throws(StoreFailure) -> Int64 {
        try write { db in
            let id = try Self.insertNew(new, again: again, db)
            // With -1 nothing is kept for it of what people were before a change: it goes by what they are when it begins.
            try db.execute(
                sql: """
                    UPDATE mailing SET state = 'paused', send_at = ?2, zone = ?3, unbegun = 1, subscription_mark = 0,
                        departure_mark = 0, confirmation_mark = 0, person_mark = -1 WHERE id = ?1
                    """, arguments: [id, schedule.sendAt.milliseconds, schedule.zone])
            return id
        }
    }

    /// Has a mailing go out at another time, which nobody sends at this moment: one that is scheduled, paused or interrupted.
    ///
    /// - Parameter notAfter: another end; nil leaves it as it is.
    /// - Throws: a conflict where it is being sent, is finished or cancelled, or would be over before it goes out.
    package func reschedule(
        _ mailing: Int64, _ schedule: MailingSchedule, notAfter: Timestamp? = nil
    ) throws(StoreFailure) {
        _ = try state(of: mailing)
        try write { db in
            let state = try Self.state(of: mailing, db)
            if state == .sending, MailingLock.isHeld(database: path, mailing: mailing) {
                throw StoreFailure(.conflict, "mailing \(mailing) is being sent; pause it first")
            }
            guard let state, state != .finished, state != .cancelled else {
                throw StoreFailure(.conflict, "mailing \(mailing) is \(state?.rawValue ?? "gone") already")
            }
            let stored = try Int64.fetchOne(
                db, sql: "SELECT not_after FROM mailing WHERE id = ?", arguments: [mailing])
            if let end = notAfter ?? Timestamp(stored), end <= schedule.sendAt {
                throw StoreFailure(
                    .conflict,
                    "mailing \(mailing) is not to go out after \(end.rfc3339), which is before \(schedule.sendAt.rfc3339)"
                )
            }
            try db.execute(
                sql: """
                    UPDATE mailing SET state = 'paused', reason = NULL, send_at = ?2, zone = ?3,
                        not_after = coalesce(?4, not_after) WHERE id = ?1
                    """,
                arguments: [mailing, schedule.sendAt.milliseconds, schedule.zone, notAfter?.milliseconds])
        }
    }

    /// Ends a mailing that nobody sends and whose time to be sent is over: who has no copy gets none.
    ///
    /// - Returns: whether its time is over.
    static func expireIfOver(_ mailing: Int64, _ db: Database) throws -> Bool {
        try db.execute(
            sql: """
                UPDATE mailing SET state = 'cancelled', reason = ?2, finished_at = ?3, send_at = NULL
                WHERE id = ?1 AND not_after <= ?3 AND state IN ('sending', 'paused')
                """, arguments: [mailing, RunEnd.expired.reason, Timestamp.now.milliseconds])
        guard db.changesCount > 0 else { return false }
        try forgetEarlierValues(db)
        return true
    }

    /// Fixes the audience of a mailing that has not begun.
    ///
    /// - Parameter message: its final bytes, with the Date and the signature of this moment.
    static func beginScheduled(_ mailing: Int64, _ message: StartedMessage, _ db: Database) throws {
        let marks = try AudienceMarks(db)
        try db.execute(
            sql: """
                UPDATE mailing SET unbegun = 0, message = ?2, digest = ?3, started_at = ?4, subscription_mark = ?5,
                    departure_mark = ?6, left_out = ?7, confirmation_mark = ?8, person_mark = ?9 WHERE id = ?1
                """,
            arguments: [
                mailing, Data(message.bytes), message.digest, message.at.milliseconds, marks.subscription,
                marks.departure, marks.leftOut.text, marks.confirmation, marks.person,
            ])
    }
}
