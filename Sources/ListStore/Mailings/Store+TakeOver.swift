import FanmailBasics
package import FanmailDelivery
import GRDB
import SMTPCore

extension Store {
    /// Takes a mailing over: what was armed is unknown, what was cut or deferred goes on.
    ///
    /// The new owner is written down first, so that an earlier one arms nothing more; then what it left is put in order
    /// in short transactions. Where that is cut short, the next take-over does it.
    ///
    /// - Parameters:
    ///   - resendUnknown: what is unknown is sent once more, at the risk of second copies.
    ///   - retryRefused: who was refused is offered their copy once more.
    ///   - routing: as in ``begin(_:again:routing:announce:)``.
    ///   - isPatient: who is deferred waits on until their time has come; else nobody does.
    ///   - message: what one that has not begun sends; it begins now.
    /// - Throws: a conflict when the mailing was cancelled, or somebody asked for that, when its time has not come, or is
    ///   over.
    package func takeOver(
        _ mailing: Int64, resendUnknown: Bool, retryRefused: Bool = false, relay: String, maxRecipients: Int,
        routing: DeliveryRouting? = nil, isPatient: Bool = false, message: StartedMessage? = nil,
        announce: @escaping Announcer = { $0() }
    ) throws(StoreFailure) -> SQLiteJournal {
        _ = try state(of: mailing)
        let lock = try MailingLock(database: path, mailing: mailing)
        var isOver = false
        let state = try write { db in
            if try Self.cancelIfRequested(mailing, db) { return MailingState.cancelled }
            try Self.expectLetter(of: mailing, db)
            isOver = try Self.expireIfOver(mailing, db)
            if isOver { return .cancelled }
            try Self.expectDue(mailing, begins: message != nil, db)
            if let message { try Self.beginScheduled(mailing, message, db) }
            try db.execute(
                sql: """
                    UPDATE mailing SET state = 'sending', reason = NULL, finished_at = NULL, epoch = epoch + 1,
                        relay = ?, max_rcpt = ?, send_at = NULL WHERE id = ?
                    """, arguments: [relay, maxRecipients, mailing])
            return .sending
        }
        guard state == .sending else {
            try holdBounces(ofCancelled: mailing)
            if isOver { throw Self.isOver(mailing) }
            throw StoreFailure(.conflict, "mailing \(mailing) was cancelled and cannot be resumed")
        }
        do {
            try settleArmed(mailing)
            if resendUnknown { try putBackUnknown(mailing) }
            if retryRefused { try reopenRefused(mailing) }
            try makeDue(mailing, isPatient: isPatient)
        } catch { throw StoreFailure(error, path: path) }
        return try journal(of: mailing, lock: lock, isNew: false, routing: routing, announce: announce)
    }

    private static func isOver(_ mailing: Int64) -> StoreFailure {
        StoreFailure(.conflict, "mailing \(mailing): \(RunEnd.expired.reason ?? ""); who has no copy gets none")
    }

    /// - Throws: a conflict where it is scheduled for later, or began meanwhile.
    private static func expectDue(_ mailing: Int64, begins: Bool, _ db: Database) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT send_at, unbegun FROM mailing WHERE id = ?", arguments: [mailing])
        if let sendAt = Timestamp(row?[0] as Int64?), sendAt > .now {
            throw StoreFailure(
                .conflict, "mailing \(mailing) is scheduled for \(sendAt.rfc3339)", remedy: .rescheduleNow(mailing))
        }
        guard (row?[1] as Bool?) == begins else {
            throw StoreFailure(.locked, "mailing \(mailing) was begun by another process at this moment")
        }
    }

    func state(of mailing: Int64) throws(StoreFailure) -> MailingState {
        guard let state = try read({ try Self.state(of: mailing, $0) }) else {
            throw StoreFailure(.notFound, "there is no mailing \(mailing)", remedy: .seeMailings)
        }
        return state
    }

    /// Calls back with the ids of a mailing's envelopes that meet a condition, page by page.
    func eachPage(
        of mailing: Int64, where condition: String, _ body: ([Int64]) throws -> Void
    ) throws {
        let window: Int64 = 20_000
        let last =
            try pool.read {
                try Int64.fetchOne(
                    $0, sql: "SELECT max(number) FROM envelope WHERE mailing = ?", arguments: [mailing])
            } ?? 0
        for start in stride(from: Int64(0), to: last, by: Int(window)) {
            let ids = try pool.read { db in
                try Int64.fetchAll(
                    db,
                    sql: """
                        SELECT id FROM envelope INDEXED BY envelope_number
                        WHERE mailing = ? AND number > ? AND number <= ? AND (\(condition)) ORDER BY number
                        """, arguments: [mailing, start, start + window])
            }
            if !ids.isEmpty { try body(ids) }
        }
    }

    /// Of a mailing's envelopes those that are cut, not armed and need not wait, by number; without those that this owner
    /// had in hand.
    static func cutNumbers(
        _ db: Database, of mailing: Int64, after number: Int64, before end: Int64, epoch: Int64, limit: Int
    ) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM envelope INDEXED BY envelope_number
                WHERE mailing = ? AND number > ? AND number < ? AND state = 'cut' AND not_before IS NULL
                    AND epoch IS NOT ?
                ORDER BY number LIMIT ?
                """, arguments: [mailing, number, end, epoch, limit])
    }

    /// What was armed may be out.
    private func settleArmed(_ mailing: Int64) throws {
        let now = Timestamp.now.milliseconds
        let slices = try WriteSlices(pool, kind: "take-over")
        try eachPage(of: mailing, where: "state = 'armed'") { ids in
            try slices.run(ids.count) { db, index in
                try db.cachedStatement(
                    sql: """
                        UPDATE envelope SET state = 'done', outcome = 'unknown', not_before = NULL, replies = NULL,
                            done_at = ?1
                        WHERE id = ?2 AND state = 'armed'
                        """
                ).execute(arguments: [now, ids[index]])
            }
        }
    }

    /// Nothing waits any longer. Who was deferred is due, behind the rest of the audience, in envelopes that are merged
    /// then; and so is an envelope whose message was refused for good: at the front, two of them would end each run before
    /// anybody else is reached.
    ///
    /// - Parameter isPatient: only for what nobody was going to try again, or is overdue.
    private func makeDue(_ mailing: Int64, isPatient: Bool) throws {
        let now = Timestamp.now.milliseconds
        let slices = try WriteSlices(pool, kind: "take-over")
        let waiting = isPatient ? "not_before = \(Timestamp.never.milliseconds)" : "not_before > ?2"
        for condition in [waiting, "not_before < ?2"] {
            try slices.run { db in
                try db.cachedStatement(
                    sql: """
                        UPDATE envelope SET not_before = iif(attempt > 1 OR code >= 500, ?2, NULL)
                        WHERE id IN (SELECT id FROM envelope INDEXED BY envelope_put_back
                            WHERE mailing = ?1 AND not_before IS NOT NULL AND \(condition) LIMIT 128)
                        """
                ).execute(arguments: [mailing, now])
                return db.changesCount > 0
            }
        }
    }

    /// Whose copy may be out is offered it once more.
    func putBackUnknown(_ mailing: Int64) throws {
        try waitAgain(mailing, .unknown)
        let now = Timestamp.now.milliseconds
        let slices = try WriteSlices(pool, kind: "take-over")
        try eachPage(of: mailing, where: "outcome = 'unknown' AND is_retry = 0 AND exceptions < recipients") { ids in
            try slices.run(ids.count, stride: 1) { db, index in
                // Who has an outcome of their own is in it no longer.
                try db.cachedStatement(
                    sql: """
                        UPDATE envelope SET members = (SELECT json_group_array(j.value) FROM json_each(members) j
                            WHERE NOT EXISTS (SELECT 1 FROM exception x
                                WHERE x.mailing = envelope.mailing AND x.subscriber = j.value))
                        WHERE id = ? AND outcome = 'unknown' AND exceptions > 0
                        """
                ).execute(arguments: [ids[index]])
                try db.cachedStatement(
                    sql: """
                        UPDATE envelope SET state = 'cut', outcome = NULL, attempt = attempt + 1, not_before = ?2,
                            put_back = 0, armed_at = NULL, done_at = NULL, recipients = recipients - exceptions, exceptions = 0,
                            tries = 0
                        WHERE id = ?1 AND outcome = 'unknown'
                        """
                ).execute(arguments: [ids[index], now])
            }
        }
    }
}
