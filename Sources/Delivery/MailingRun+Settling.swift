import MailCore

extension MailingRun {
    /// An envelope that comes back unsent this often waits like a deferred one, so that it does not hold up the rest.
    private static let unsentLimit = 3

    /// Turns a report into outcomes and hands them to the journal.
    func absorb(
        _ report: TransactionReport, of envelope: CutEnvelope, gate: ContentGate, session: Session
    ) async {
        progress.transactions += 1
        if report.connectionIsOver {
            session.end()
            wakeTakers(of: session)
        }
        // The usual case: everyone accepted, nothing to sort out.
        if case .answered(let reply) = report.ending, reply.severity == .completed, report.exceptions.isEmpty,
            report.overflow.isEmpty
        {
            noteAnswer(session)
            inFlight -= 1
            if !unsentCounts.isEmpty { unsentCounts[envelope.id] = nil }
            count(envelope, accepted: envelope.recipients.count)
            journal.settle(
                Settlement(
                    envelope: envelope, verdict: .done(.accepted, reply), exceptions: [],
                    relay: session.connection.relay, at: clock.now))
            guardAgainst(refused: [], answered: envelope.recipients.count, of: envelope)
            return
        }
        switch report.ending {
        case .unsent(let failure), .unknown(let failure):
            if session.answered == 0 { noteTrouble(failure) }
        case .answered, .noRecipients:
            noteAnswer(session)
        case .refused, .withheld:
            session.countAnswer()
        }
        // An arm that is still on its way must not overtake what is settled now.
        let decision = await gate.decided()
        if case .withheld = report.ending {
            await absorbWithheld(envelope, decision)
        } else {
            settle(report, of: envelope, relay: session.connection.relay)
        }
    }

    private func noteAnswer(_ session: Session) {
        session.countAnswer()
        noteProgress()
    }

    private func settle(_ report: TransactionReport, of envelope: CutEnvelope, relay: String) {
        let now = clock.now
        // What the server takes at once is learned from where it stopped.
        if let first = report.overflow.first, first > 0, report.overflowTellsLimit {
            journal.limitRecipients(to: first)
        }
        var exceptions = report.exceptions.map { exception(for: $0, of: envelope, now: now) }
        exceptions += report.overflow.map {
            Settlement.Exception(index: $0, outcome: .deferred, reply: nil, nextAttempt: now, charged: false)
        }
        let remaining = envelope.recipients.count - exceptions.count
        let verdict = verdict(on: report.ending, envelope, remaining: remaining, now: now)
        inFlight -= 1
        count(envelope, verdict: verdict, exceptions: exceptions, remaining: remaining)
        journal.settle(
            Settlement(envelope: envelope, verdict: verdict, exceptions: exceptions, relay: relay, at: now))
        if case .putBack(notBefore: nil, charged: false, _) = verdict {
            offer([envelope.without(exceptions.map(\.index))])
        }
        var refused = exceptions.filter { $0.outcome == .refused }.map(\.index)
        if case .done(.refused, _) = verdict {
            let excepted = Set(exceptions.map(\.index))
            refused = envelope.recipients.ids.indices.filter { !excepted.contains($0) || refused.contains($0) }
        }
        guardAgainst(refused: refused, answered: envelope.recipients.count - report.overflow.count, of: envelope)
    }

    private func exception(
        for exception: TransactionReport.RecipientException, of envelope: CutEnvelope, now: Timestamp
    ) -> Settlement.Exception {
        let final: Outcome? =
            switch exception.reply.severity {
            // LMTP, where the connection was lost after this one's reply.
            case .completed: .accepted
            // Out of sequence (RFC 5321, 4.2.4) is the dialogue, not the recipient.
            case .permanent where exception.reply.code != 503: .refused
            case .permanent, .transient, .intermediate: nil
            }
        if let final {
            return .init(
                index: exception.index, outcome: final, reply: exception.reply, nextAttempt: nil, charged: true)
        }
        let next = settings.retry.next(after: envelope.attempt, now: now)
        if let next { noteDue(next) }
        return .init(
            index: exception.index, outcome: .deferred, reply: exception.reply, nextAttempt: next, charged: true)
    }

    private func verdict(
        on ending: TransactionReport.Ending, _ envelope: CutEnvelope, remaining: Int, now: Timestamp
    ) -> Settlement.Verdict {
        // Everyone has an exception of their own: the envelope itself is done.
        guard remaining > 0 else {
            if case .answered(let reply) = ending { return .done(.accepted, reply) }
            return .done(.refused, nil)
        }
        switch ending {
        case .answered(let reply) where reply.severity == .completed:
            return .done(.accepted, reply)
        case .answered(let reply), .refused(let reply):
            guard reply.severity == .transient else { return .done(.refused, reply) }
            return putBack(envelope, reply: reply, now: now)
        case .noRecipients:
            return .done(.refused, nil)
        case .unknown(let failure):
            return .done(.unknown, failure.reply)
        case .unsent(let failure):
            let count = unsentCounts[envelope.id, default: 0] + 1
            unsentCounts[envelope.id] = count
            guard count >= Self.unsentLimit else { return .putBack(notBefore: nil, charged: false, failure.reply) }
            unsentCounts[envelope.id] = nil
            return putBack(envelope, reply: failure.reply, now: now)
        case .withheld:
            return .putBack(notBefore: nil, charged: false, nil)
        }
    }

    /// Puts the whole envelope off. When the relay does that to one after the other, the run waits instead of
    /// driving the whole audience against it.
    private func putBack(_ envelope: CutEnvelope, reply: Reply?, now: Timestamp) -> Settlement.Verdict {
        let next = settings.retry.next(after: envelope.attempt, now: now)
        if let next { noteDue(next) }
        messageDeferrals += 1
        if messageDeferrals >= max(3, settings.connections) {
            messageDeferrals = 0
            if let pause = settings.retry.pauses.first, next != nil {
                coolUntil = max(coolUntil, clock.elapsed + pause)
                closeIdleSessions()
            } else {
                end(.relayDefers(reply?.summary ?? "no reply"))
            }
        }
        return .putBack(notBefore: next ?? .never, charged: true, reply)
    }

    private func absorbWithheld(_ envelope: CutEnvelope, _ decision: ContentGate.Decision) async {
        guard case .closed(let error) = decision else {
            // Open by now, but the connection ended before it mattered: armed and provably unsent.
            settle(TransactionReport(ending: .withheld), of: envelope, relay: "")
            return
        }
        inFlight -= 1
        switch error as? JournalFailure {
        case .membersChanged:
            do {
                if let changed = try await journal.readMembersAgain(envelope) { offer([changed]) }
            } catch {
                end(.journalFailed(error))
            }
        case .cancelled: end(.cancelled)
        case let failure?: end(.journalFailed(failure))
        case nil: end(.journalFailed(.storage("\(error)")))
        }
    }

    // MARK: - Counting

    private func count(_ envelope: CutEnvelope, accepted: Int) {
        progress.envelopes += 1
        progress.accepted += accepted
        if envelope.isRetry || envelope.attempt > 1 { progress.deferred -= accepted }
        publish()
    }

    private func count(
        _ envelope: CutEnvelope, verdict: Settlement.Verdict, exceptions: [Settlement.Exception], remaining: Int
    ) {
        let wasDeferred = envelope.isRetry || envelope.attempt > 1
        var settled = 0
        for exception in exceptions {
            switch exception.outcome {
            case .accepted:
                progress.accepted += 1
                settled += 1
            case .refused:
                progress.refused += 1
                settled += 1
            case .deferred, .unknown, .skipped:
                if !wasDeferred { progress.deferred += 1 }
            }
        }
        switch verdict {
        case .done(let outcome, _):
            progress.envelopes += 1
            settled += remaining
            switch outcome {
            case .accepted: progress.accepted += remaining
            case .unknown: progress.unknown += remaining
            case .refused, .deferred, .skipped: progress.refused += remaining
            }
        case .putBack(_, charged: true, _):
            if !wasDeferred { progress.deferred += remaining }
        case .putBack: break
        }
        if wasDeferred { progress.deferred -= settled }
        publish()
    }

    private func guardAgainst(refused: [Int], answered: Int, of envelope: CutEnvelope) {
        if let reason = refusalGuard.count(envelope, answered: answered, refusedIndices: refused) {
            end(.guarded(reason))
        }
    }
}
