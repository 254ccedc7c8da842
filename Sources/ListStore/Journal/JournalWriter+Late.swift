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
                SELECT e.state, e.outcome, e.exceptions, m.state FROM envelope e JOIN mailing m ON m.id = e.mailing
                WHERE e.id = ? AND e.epoch = ?
                """, arguments: [envelope.id, epoch])
        guard let row else { return }
        let isOpen = row[0] as String == EnvelopeState.armed.rawValue || row[1] as String? == Outcome.unknown.rawValue
        let isUntouched = row[2] as Int == 0
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

    /// The same where what is put back waits for its time: the new owner walks no envelopes of before again.
    fileprivate var withoutPuttingBack: Settlement {
        guard case .putBack(_, let charged, let reply) = verdict else { return self }
        return Settlement(
            envelope: envelope, verdict: .putBack(notBefore: at, charged: charged, reply), statuses: statuses,
            relay: relay, at: at)
    }
}
