import SMTPCore

extension MailingRun {
    /// Turns a report into outcomes and hands them to the journal.
    func absorb(
        _ report: TransactionResult, of envelope: CutEnvelope, gate: ContentGate, shared: SharedConnection
    ) async {
        let queue = shared.queue
        progress.transactions += 1
        if report.connectionIsOver { end(shared) }
        // The usual case: everyone accepted, nothing to sort out.
        if case .answered(let reply) = report.ending, reply.severity == .completed, report.exceptions.isEmpty,
            report.overflow.isEmpty
        {
            shared.countAnswer()
            noteProgress(of: queue)
            release(queue)
            forget(envelope)
            count(envelope, accepted: envelope.recipients.count)
            queue.accepted += envelope.recipients.count
            settings.metrics.count(accepted: envelope.recipients.count)
            journal.settle(
                Settlement(
                    envelope: envelope, verdict: .done(.accepted, reply), statuses: [],
                    relay: shared.connection.relay, at: clock.now))
            if queue.recipientLimit.took(envelope.recipients.count) { limitRecipients(of: queue, to: envelope.route) }
            noteAccepted(by: queue, putOff: notePutOff([], of: envelope.recipients.count, by: queue))
            guardAgainst(refused: [], answered: envelope.recipients.count, of: envelope)
            return
        }
        react(to: report, on: shared)
        switch report.ending {
        case .unsent(let failure):
            if shared.answered == 0 { noteTrouble(failure, at: queue) }
        case .unknown(let failure):
            if shared.answered == 0 { noteTrouble(failure, at: queue, isUnknown: true) }
        case .answered, .noRecipients:
            shared.countAnswer()
            noteProgress(of: queue)
        case .refused, .withheld:
            shared.countAnswer()
        }
        // An arm that is still on its way must not overtake what is settled now.
        let decision = await gate.decided()
        if case .withheld = report.ending {
            await absorbWithheld(envelope, decision, of: queue)
        } else {
            settle(report, of: envelope, at: queue, relay: shared.connection.relay)
        }
    }

    private func settle(
        _ report: TransactionResult, of envelope: CutEnvelope, at queue: DestinationQueue, relay: String
    ) {
        let now = clock.now
        // What the server takes at once is learned from where it stopped.
        if let first = report.overflow.first, report.overflowTellsLimit {
            queue.recipientLimit.stopped(at: first)
            limitRecipients(of: queue, to: envelope.route)
        }
        let takesOthers = report.takes(someOf: envelope)
        var statuses = report.exceptions.map {
            status(for: $0, of: envelope, at: queue, now: now, besideAccepted: takesOthers)
        }
        statuses += report.overflow.map {
            Settlement.RecipientStatus(index: $0, outcome: .deferred, reply: nil, nextAttempt: now, charged: false)
        }
        if !report.overflow.isEmpty { noteDue(now) }
        let verdict = verdict(on: report.ending, envelope, &statuses, at: queue, now: now)
        let remaining = envelope.recipients.count - statuses.count
        release(queue)
        if case .done = verdict { forget(envelope) }
        count(envelope, verdict: verdict, statuses: statuses, remaining: remaining)
        settings.metrics.count(verdict, statuses, remaining: remaining)
        queue.count(verdict, statuses, remaining: remaining)
        journal.settle(
            Settlement(envelope: envelope, verdict: verdict, statuses: statuses, relay: relay, at: now))
        if case .putBack(notBefore: nil, charged: false, _) = verdict {
            offer([envelope.without(statuses.map(\.index))])
        }
        learn(from: verdict, statuses, of: envelope, at: queue, accepted: verdict.isAccepted ? remaining : 0)
    }

    /// How the destination, and the addresses, bear it.
    private func learn(
        from verdict: Settlement.Verdict, _ statuses: [Settlement.RecipientStatus], of envelope: CutEnvelope,
        at queue: DestinationQueue, accepted others: Int
    ) {
        let refused = statuses.filter { $0.outcome == .refused && $0.reply?.severity == .permanent }.map(\.index)
        let accepted = others + statuses.count { $0.outcome == .accepted }
        let deferred = statuses.filter { $0.charged }.compactMap(\.reply).filter {
            $0.severity == .transient && !$0.isMailboxesOwn && !$0.isMessagesOwn
        }
        // That who was put off is put off again says nothing of the relay while it can be judged by others.
        let counted = envelope.isRetry && !exhausted && !queue.pace.isProbing ? [] : deferred
        let putOff = notePutOff(counted, of: accepted + refused.count + counted.count, by: queue)
        if accepted > 0 { noteAccepted(by: queue, putOff: putOff) }
        // A probe that told nothing is followed by another.
        if queue.pace.isProbing { wakeTakers(of: queue, 1) }
        guardAgainst(refused: refused, answered: accepted + refused.count, of: envelope)
    }

    private func forget(_ envelope: CutEnvelope) {
        if !unsentCounts.isEmpty { unsentCounts[envelope.id] = nil }
        if !objections.isEmpty { objections[envelope.id] = nil }
    }

    private func absorbWithheld(
        _ envelope: CutEnvelope, _ decision: ContentGate.Decision, of queue: DestinationQueue
    ) async {
        guard case .closed(let error) = decision else {
            // Open by now, but the connection ended before it mattered: armed and provably unsent.
            settle(TransactionResult(ending: .withheld), of: envelope, at: queue, relay: "")
            return
        }
        defer { release(queue) }
        let failure = error as? JournalFailure ?? .storage("\(error)")
        switch failure.kind {
        case .membersChanged:
            do {
                if let changed = try await journal.readMembersAgain(envelope) {
                    put([changed], into: queue, ahead: true)
                }
            } catch {
                end(.journalFailed(error))
            }
        case .cancelled: end(.cancelled)
        default: end(.journalFailed(failure))
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
        _ envelope: CutEnvelope, verdict: Settlement.Verdict, statuses: [Settlement.RecipientStatus], remaining: Int
    ) {
        let wasDeferred = envelope.isRetry || envelope.attempt > 1
        var settled = 0
        for status in statuses {
            switch status.outcome {
            case .accepted:
                progress.accepted += 1
                settled += 1
            case .refused:
                progress.refused += 1
                settled += 1
            case .deferred, .unknown, .skipped:
                if !wasDeferred, status.charged { progress.deferred += 1 }
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

extension TransactionResult {
    /// Whether the message was accepted for somebody.
    fileprivate func takes(someOf envelope: CutEnvelope) -> Bool {
        if exceptions.contains(where: { $0.reply.severity == .completed }) { return true }
        guard case .answered(let reply) = ending, reply.severity == .completed else { return false }
        return exceptions.count + overflow.count < envelope.recipients.count
    }
}

extension Settlement.Verdict {
    fileprivate var isAccepted: Bool {
        if case .done(.accepted, _) = self { true } else { false }
    }
}
