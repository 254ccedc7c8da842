package import FanmailBasics
import FanmailDelivery
import GRDB

/// A mailing that is not over, that nobody sends at this moment, and that goes on by itself.
package struct OpenMailing: Sendable, Equatable {
    package let id: Int64
    /// From when on there is something to do.
    package let due: Timestamp
    /// All that is left of it are recipients who were deferred, and whom no run was going to try again.
    package let isLeft: Bool
    /// Who has no copy by then gets none.
    package let notAfter: Timestamp?
}

extension Store {
    /// What is scheduled, what was left in its midst, and what has recipients who are deferred; without those that wait
    /// until somebody has seen to them, or picked their letter, unless their time is over. What is due first comes first.
    ///
    /// Reads one row for each mailing that is not over, and one of an index of its envelopes.
    package func openMailings() throws(StoreFailure) -> [OpenMailing] {
        let now = Timestamp.now
        return try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, reason, send_at, not_after, (SELECT min(not_before) FROM envelope INDEXED BY envelope_put_back
                        WHERE mailing = mailing.id AND not_before IS NOT NULL)
                    FROM mailing WHERE state IN ('sending', 'paused') AND NOT EXISTS (SELECT 1 FROM experiment e
                        WHERE e.id = mailing.experiment AND mailing.letter_place IS NULL AND e.winner IS NULL)
                    """
            ).compactMap { row in
                let id: Int64 = row[0]
                let reason: String? = row[1]
                let (sendAt, end, next) = (
                    Timestamp(row[2] as Int64?), Timestamp(row[3] as Int64?), Timestamp(row[4] as Int64?)
                )
                let waits = reason == RunEnd.deferred.reason
                let isLeft = waits && next == .never
                var due = sendAt ?? (waits && !isLeft ? next ?? now : now)
                if sendAt == nil, RunEnd.isForPerson(reason: reason ?? "") { due = .never }
                due = min(due, end ?? .never)
                guard due < .never, !MailingLock.isHeld(database: path, mailing: id) else { return nil }
                return OpenMailing(id: id, due: due, isLeft: isLeft, notAfter: end)
            }.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        }
    }

    /// Ends a mailing whose time to be sent is over, unless somebody sends it: they end it themselves.
    ///
    /// - Returns: whether it is over.
    package func expire(_ mailing: Int64) throws(StoreFailure) -> Bool {
        let isOver = try write { db in
            guard !MailingLock.isHeld(database: path, mailing: mailing) else { return false }
            return try Self.expireIfOver(mailing, db)
        }
        if isOver { try holdBounces(ofCancelled: mailing) }
        return isOver
    }

    /// Whether a notice is due that nobody has taken.
    package func hasDueNotice() throws(StoreFailure) -> Bool {
        try read {
            try Bool.fetchOne(
                $0,
                sql: "SELECT EXISTS (SELECT 1 FROM notice WHERE taken_at IS NULL AND next_attempt_at <= ?)",
                arguments: [Timestamp.now.milliseconds]) ?? false
        }
    }
}
