import FanmailBasics
import FanmailDelivery
import GRDB

extension JournalWriter {
    /// Decides what becomes of some of the subscriptions whose addresses were refused for good.
    ///
    /// - Parameter events: whose bounces are held first.
    /// - Returns: whether there may be more.
    func conclude(_ bounces: BounceEffect, holding events: [ProviderEvent] = []) throws -> Bool {
        let holds: Bool
        switch bounces {
        case .wait: return false
        case .hold: holds = true
        case .apply: holds = try Store.isCancellationRequested(mailing, db)
        }
        let end = ContinuousClock.now + .milliseconds(20)
        repeat {
            let isMore =
                try holds
                ? Store.holdBounces(of: mailing, db)
                : Store.hold(events, db)
                    || Store.applyBounces(of: mailing, db) { list in lists.first { $0.audience.list == list }?.bounces }
            guard isMore else { return false }
        } while ContinuousClock.now < end
        return true
    }

    /// - Returns: whether its bounces are to be held, since it is cancelled: that was asked for, whatever the run thinks of
    ///   its end.
    func finish(_ state: MailingState, reason: String?, bounces: BounceEffect) throws -> Bool {
        if try state != .cancelled && Store.cancelIfRequested(mailing, db) { return true }
        // Reports that were logged since the last look: from this commit on, each is judged as it is logged.
        while try conclude(bounces) {}
        var (state, reason) = (state, reason)
        if try state == .finished && isAnybodyDeferred() { (state, reason) = (.paused, RunEnd.deferred.reason) }
        try db.execute(
            sql: "UPDATE mailing SET state = ?, reason = ?, finished_at = ? WHERE id = ?",
            arguments: [
                state.rawValue, reason, state == .finished || state == .cancelled ? Timestamp.now.milliseconds : nil,
                mailing,
            ])
        try Store.forgetEarlierValues(db)
        return state == .cancelled && bounces == .hold
    }

    /// A former owner may have written that at the last moment.
    private func isAnybodyDeferred() throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM envelope INDEXED BY envelope_put_back
                    WHERE mailing = ? AND not_before IS NOT NULL)
                """, arguments: [mailing]) ?? false
    }

    /// Some of the bounces of a mailing that was cancelled.
    ///
    /// - Returns: whether there may be more.
    func holdBounces() throws -> Bool {
        let end = ContinuousClock.now + .milliseconds(20)
        repeat {
            guard try Store.holdBounces(of: mailing, db) else { return false }
        } while ContinuousClock.now < end
        return true
    }
}
