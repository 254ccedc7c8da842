import FanmailBasics
import SMTPCore

extension MailingRun {
    /// An envelope that comes back unsent this often waits, so that it does not hold up the rest.
    private static let unsentLimit = 3
    /// The message was refused for good so often in a row: it is the message that the relay does not want.
    private static let refusalsLimit = 2

    /// What becomes of the members without a reply of their own; `statuses` get those whose reply it is after all.
    func verdict(
        on ending: TransactionResult.Ending, _ envelope: CutEnvelope, _ statuses: inout [Settlement.RecipientStatus],
        at queue: DestinationQueue, now: Timestamp
    ) -> Settlement.Verdict {
        let remaining = envelope.recipients.count - statuses.count
        // Everyone has a status of their own: the envelope itself is done.
        guard remaining > 0 else {
            if case .answered(let reply) = ending, reply.severity == .completed { return .done(.accepted, reply) }
            return .done(.refused, nil)
        }
        switch ending {
        case .answered(let reply) where reply.severity == .completed:
            return .done(.accepted, reply)
        case .answered(let reply):
            return object(reply, isContent: true, envelope, &statuses, at: queue, now: now)
        case .refused(let reply):
            return object(reply, isContent: false, envelope, &statuses, at: queue, now: now)
        case .noRecipients:
            return .done(.refused, nil)
        case .unknown(let failure):
            return .done(.unknown, failure.reply)
        case .unsent(let failure) where failure.isPermanent:
            giveUp(queue, .relayLost(failure))
            return .putBack(notBefore: nil, charged: false, failure.reply)
        case .unsent(let failure):
            return unsent(envelope, failure, now: now)
        case .withheld:
            return .putBack(notBefore: nil, charged: false, nil)
        }
    }

    // MARK: - MAIL, DATA and the end of data

    /// A 4xx or 5xx to MAIL, DATA or the end of data concerns the message or the session, and costs no recipient
    /// anything: the envelope waits. Where others are taken meanwhile and it is refused again, the reason is in it.
    ///
    /// - Parameter isContent: it was said to the end of data, when the server knew whom the message is for.
    private func object(
        _ reply: Reply, isContent: Bool, _ envelope: CutEnvelope, _ statuses: inout [Settlement.RecipientStatus],
        at queue: DestinationQueue, now: Timestamp
    ) -> Settlement.Verdict {
        let excepted = Set(statuses.map(\.index))
        let places = envelope.recipients.ids.indices.filter { !excepted.contains($0) }
        // What an earlier run met happened before all that this one was told.
        let before = objections[envelope.id] ?? (envelope.wasRefused ? Objection(acceptedBefore: 0) : nil)
        let isItsOwn = isContent && before.map { queue.acceptedTransactions > $0.acceptedBefore } ?? false
        if places.count == 1, isContent, isItsOwn || reply.namesMailbox {
            objections[envelope.id] = nil
            statuses.append(status(for: .init(index: places[0], reply: reply), of: envelope, at: queue, now: now))
            return .done(.refused, nil)
        }
        if isItsOwn, reply.severity == .permanent {
            // One of them is the reason; the others are to get their copy.
            objections[envelope.id] = nil
            noteDue(now)
            statuses += places.map {
                .init(index: $0, outcome: .deferred, reply: reply, nextAttempt: now, charged: false, isIndividual: true)
            }
            return .done(.refused, nil)
        }
        let pauses = settings.retry.pauses
        var objection = before ?? Objection(acceptedBefore: queue.acceptedTransactions)
        let next = objection.count < pauses.count ? now + pauses[objection.count] : nil
        objection.count += 1
        objections[envelope.id] = objection
        return wait(until: next, envelope, because: reply.summary, reply) {
            guard queue.pace.objected() >= Self.refusalsLimit else { return }
            if reply.severity == .permanent {
                giveUp(queue, .messageRefused(reply.summary))
            } else {
                backOff(queue, reply)
            }
        }
    }

    /// Again at once, as long as that does not hold up the rest.
    private func unsent(_ envelope: CutEnvelope, _ failure: SMTPFailure, now: Timestamp) -> Settlement.Verdict {
        let count = unsentCounts[envelope.id, default: 0] + 1
        unsentCounts[envelope.id] = count
        guard count >= Self.unsentLimit else { return .putBack(notBefore: nil, charged: false, failure.reply) }
        let next = settings.retry.next(after: count - Self.unsentLimit + 1, now: now)
        return wait(until: next, envelope, because: failure.message, failure.reply) {}
    }

    /// The whole envelope waits, uncharged; where there is no next time in this run, for `resume`.
    private func wait(
        until next: Timestamp?, _ envelope: CutEnvelope, because reason: String, _ reply: Reply?, then: () -> Void
    ) -> Settlement.Verdict {
        if let next { noteDue(next) } else { givenUp = reason }
        then()
        return .putBack(notBefore: next ?? .never, charged: false, reply)
    }

    // MARK: - A recipient's own reply

    func status(
        for exception: TransactionResult.Exception, of envelope: CutEnvelope, at queue: DestinationQueue,
        now: Timestamp, besideAccepted isBeside: Bool = false
    ) -> Settlement.RecipientStatus {
        let reply = exception.reply.cut(to: Settlement.textLimit)
        let next = settings.retry.next(after: envelope.tries, firstOffered: envelope.firstOffered, now: now)
        // One try tells of a recipient only where the relay takes others', or the reply speaks of the mailbox.
        let isFair =
            !settings.retry.pauses.isEmpty || isBeside || queue.acceptedTransactions > 0 || reply.isMailboxesOwn
        let final: (outcome: Outcome, reply: Reply)? =
            switch reply.severity {
            // LMTP, where the connection was lost after this one's reply.
            case .completed: (.accepted, reply)
            // Out of sequence (RFC 5321, 4.2.4) is the dialogue, not the recipient.
            case .permanent where reply.code != 503: (.refused, reply)
            // Nobody is given up while there is another attempt, or while it is the relay that puts everybody off.
            case .permanent, .transient, .intermediate:
                !settings.retry.mayGiveUp(next: next) || queue.pace.isProbing || !isFair
                    ? nil
                    : settings.retry.expiry(of: reply, firstOffered: envelope.firstOffered, now: now)
                        .map { (.refused, $0) }
            }
        if let final {
            return .init(
                index: exception.index, outcome: final.outcome, reply: final.reply, nextAttempt: nil, charged: true)
        }
        if let next { noteDue(next) }
        return .init(index: exception.index, outcome: .deferred, reply: reply, nextAttempt: next, charged: true)
    }
}

extension Reply {
    /// It speaks of a mailbox or its address, whatever command it answers (RFC 3463, 3.2 and 3.3): 552 5.2.2 behind DATA
    /// is a full mailbox. Not where it speaks of the sender's address (X.1.7, X.1.8), or of no address in particular.
    var namesMailbox: Bool {
        guard let status else { return false }
        return status.subject == 2 || (status.subject == 1 && [1, 2, 3, 6, 10].contains(status.detail))
    }

    /// The mailbox itself is full or disabled for now, which says nothing of how busy its server is.
    var isMailboxesOwn: Bool {
        guard let status else { return false }
        return status.subject == 2 && (status.detail == 1 || status.detail == 2)
    }

    /// It speaks of the message, its size or its form (RFC 3463, 3.4 and 3.7), which says nothing of how busy a server is.
    var isMessagesOwn: Bool {
        guard let status else { return false }
        return status.subject == 6 || (status.subject == 3 && status.detail == 4)
    }
}
