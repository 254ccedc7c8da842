import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB

extension Store {
    /// Has a mailing wait until somebody resumes it. Whoever sends it finishes open transactions first, and hears of it by
    /// the state that is written here: there is no other request.
    ///
    /// - Returns: whether nobody is at it any more.
    /// - Throws: a conflict where it is finished, cancelled, or waits already.
    @discardableResult
    package func pause(_ mailing: Int64) throws(StoreFailure) -> Bool {
        _ = try state(of: mailing)
        return try write { db in
            guard let state = try Self.state(of: mailing, db), state == .sending || state == .scheduled else {
                let state = try Self.state(of: mailing, db)?.rawValue ?? ""
                throw StoreFailure(.conflict, "mailing \(mailing) is \(state) already")
            }
            try db.execute(
                sql: "UPDATE mailing SET state = 'paused', reason = ?, send_at = NULL WHERE id = ?",
                arguments: [RunEnd.pausedByHand.reason, mailing])
            return !MailingLock.isHeld(database: path, mailing: mailing)
        }
    }

    /// Waits until whoever sends a mailing has left it.
    ///
    /// - Returns: whether they have.
    package func awaitPause(of mailing: Int64, for limit: Duration) -> Bool {
        let end = ContinuousClock.now + limit
        while MailingLock.isHeld(database: path, mailing: mailing) {
            guard ContinuousClock.now < end else { return false }
            usleep(50_000)
        }
        return true
    }

    /// What its owner is asked for.
    func request(to mailing: Int64) throws(StoreFailure) -> RunRequest? {
        try read { db in
            if try Self.isCancellationRequested(mailing, db) { return .cancel }
            let end = try Int64.fetchOne(
                db, sql: "SELECT not_after FROM mailing WHERE id = ?", arguments: [mailing])
            if let end = Timestamp(end), end <= .now { return .expire }
            return try Self.state(of: mailing, db) == .sending ? nil : .pause
        }
    }
}
