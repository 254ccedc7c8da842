import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB

extension Store {
    /// Cancels a mailing that nobody sends, or asks its owner for that, who heeds it when it arms and when it ends.
    ///
    /// - Returns: whether it is cancelled; false when its owner was asked.
    @discardableResult
    package func cancel(_ mailing: Int64) throws(StoreFailure) -> Bool {
        let before = try state(of: mailing)
        // What an earlier cancellation left to do when it was killed.
        if before == .cancelled { try holdBounces(ofCancelled: mailing) }
        let isCancelled = try write { db in
            let state = try Self.state(of: mailing, db)
            if let state, state == .finished || state == .cancelled {
                throw StoreFailure(.conflict, "mailing \(mailing) is \(state.rawValue) already")
            }
            try db.execute(sql: "UPDATE mailing SET cancel_requested = 1 WHERE id = ?", arguments: [mailing])
            // Whoever sends it has written so, and has not ended it yet.
            if state == .sending, MailingLock.isHeld(database: path, mailing: mailing) {
                return false
            }
            return try Self.cancelIfRequested(mailing, db)
        }
        if isCancelled { try holdBounces(ofCancelled: mailing) }
        return isCancelled
    }

    /// Waits until whoever was asked to cancel a mailing has done so, or does it in their place when they are gone.
    ///
    /// - Returns: whether it is cancelled.
    package func awaitCancellation(of mailing: Int64, for limit: Duration) throws(StoreFailure) -> Bool {
        let end = ContinuousClock.now + limit
        while try state(of: mailing) != .cancelled {
            if !MailingLock.isHeld(database: path, mailing: mailing) {
                if try write({ try Self.cancelIfRequested(mailing, $0) }) {
                    try holdBounces(ofCancelled: mailing)
                    return true
                }
                return try state(of: mailing) == .cancelled
            }
            guard ContinuousClock.now < end else { return false }
            usleep(50_000)
        }
        return true
    }

    static func isCancellationRequested(_ mailing: Int64, _ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT cancel_requested FROM mailing WHERE id = ?", arguments: [mailing]) ?? false
    }

    /// Ends a mailing whose cancellation was asked for; no owner of it arms anything from the request on.
    ///
    /// - Returns: whether it is cancelled now.
    static func cancelIfRequested(_ mailing: Int64, _ db: Database) throws -> Bool {
        try db.execute(
            sql: """
                UPDATE mailing SET state = 'cancelled', reason = 'cancelled', finished_at = ?, send_at = NULL
                WHERE id = ? AND cancel_requested = 1 AND state IN ('sending', 'paused')
                """, arguments: [Timestamp.now.milliseconds, mailing])
        if db.changesCount > 0 { try forgetEarlierValues(db) }
        return try state(of: mailing, db) == .cancelled
    }

    /// Writes down that nobody's subscription ends for a refusal. Who has no copy yet is skipped because the mailing says
    /// that it is cancelled: of them nothing is written.
    func holdBounces(ofCancelled mailing: Int64) throws(StoreFailure) {
        try inSlices("cancel") { try Self.holdBounces(of: mailing, $0) }
    }
}
