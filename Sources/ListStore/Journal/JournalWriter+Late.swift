import FanmailDelivery
import GRDB
import SMTPCore

/// What a former owner still knows of envelopes that it armed itself.
extension JournalWriter {
    /// Writes it where the new owner has set them unknown, or has not come to them yet, and has not sent them again.
    /// Everything else is the new owner's.
    func settleLate(_ settlement: Settlement) throws {
        let envelope = settlement.envelope
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT e.state, e.outcome, e.exceptions, m.state,
                    (SELECT count(*) FROM exception x WHERE x.mailing = e.mailing AND x.envelope = e.number
                        AND x.outcome = CASE e.state WHEN 'armed' THEN 'deferred' ELSE 'unknown' END
                        AND x.subscriber IN (SELECT value FROM json_each(e.members)))
                FROM envelope e JOIN mailing m ON m.id = e.mailing WHERE e.id = ? AND e.epoch = ?
                """, arguments: [envelope.id, epoch])
        guard let row else { return }
        let isOpen = row[0] as String == EnvelopeState.armed.rawValue || row[1] as String? == Outcome.unknown.rawValue
        let isUntouched =
            envelope.isRetry ? row[4] as Int == envelope.recipients.count : row[2] as Int == 0
        let mailingState: MailingState = try row.word(3)
        let isOver = mailingState == .finished || mailingState == .cancelled
        // Nobody would try again what is deferred in a mailing that is over.
        guard isOpen, isUntouched, !(isOver && settlement.defersSomebody) else { return }
        try db.execute(
            sql: "UPDATE envelope SET state = 'armed', outcome = NULL, done_at = NULL WHERE id = ?",
            arguments: [envelope.id])
        try settle(settlement.withoutPuttingBack)
        guard isOver else { return }
        // The mailing's end has passed already.
        while try conclude(mailingState == .finished ? .apply : .hold) {}
    }
}

extension Settlement {
    fileprivate var defersSomebody: Bool {
        if case .putBack = verdict { return true }
        return statuses.contains { $0.outcome == .deferred }
    }

    /// The same with members who wait one by one: the new owner walks no envelopes of before again.
    fileprivate var withoutPuttingBack: Settlement {
        guard case .putBack(_, let charged, let reply) = verdict else { return self }
        let excepted = Set(statuses.map(\.index))
        let rest = envelope.recipients.ids.indices.filter { !excepted.contains($0) }.map {
            RecipientStatus(index: $0, outcome: .deferred, reply: reply, nextAttempt: at, charged: charged)
        }
        return Settlement(
            envelope: envelope, verdict: .done(.deferred, reply), statuses: statuses + rest, relay: relay, at: at)
    }
}
