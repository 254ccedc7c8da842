import SMTPCore

extension MailingRun {
    /// So many envelopes go over one connection while another destination waits for its turn.
    private static let turn = 20

    /// The next envelope to offer. Tokens are paid for before it is taken: nobody holds one while they wait.
    ///
    /// - Returns: nil when the run ends, the connection is over, or should be closed for a while.
    func take(for shared: SharedConnection) async -> CutEnvelope? {
        let queue = shared.queue
        while ending == nil, shared.mayTake {
            if queue.live - queue.leaving > queue.pace.connections(now: clock.elapsed) || isOthersTurn(shared) {
                leave(shared)
                return nil
            }
            guard mayTake(from: queue), let next = queue.ready.next else {
                if waitsForPayer(queue) { stand(inLine: queue) }
                if restsLong(queue) {
                    leave(shared)
                    return nil
                }
                if queue.ready.isEmpty { note(idle: queue) }
                serveLine()
                await withCheckedContinuation {
                    queue.takers.append(DestinationQueue.Taker(shared: shared, continuation: $0))
                }
                continue
            }
            guard pay(for: next, to: queue, connecting: false) else { continue }
            shared.countTaken()
            // It has taken its last one.
            if !shared.mayTake { wakeTakers(on: shared) }
            return pop(queue)
        }
        return nil
    }

    /// The part of an envelope that its destination takes at once; the rest follows in a moment.
    func fit(_ envelope: CutEnvelope, to queue: DestinationQueue) -> CutEnvelope {
        guard !queue.isOnly, let most = queue.mostRecipients, envelope.recipients.count > most else { return envelope }
        journal.limitRecipients(to: most, of: envelope.route)
        let now = clock.now
        let rest = most..<envelope.recipients.count
        journal.settle(
            Settlement(
                envelope: envelope, verdict: .putBack(notBefore: nil, charged: false, nil),
                statuses: rest.map {
                    .init(index: $0, outcome: .deferred, reply: nil, nextAttempt: now, charged: false)
                },
                relay: "", at: now))
        noteDue(now)
        return envelope.without(Array(rest))
    }

    /// The envelope for which a connection is opened; nil when there is no reason to open one any more.
    func takeFirst(of queue: DestinationQueue) -> CutEnvelope? {
        guard ending == nil, queue.isUp(now: clock.elapsed), mayTake(from: queue), let next = queue.ready.next,
            pay(for: next, to: queue, connecting: queue.spare == nil)
        else { return nil }
        return pop(queue)
    }

    func mayTake(from queue: DestinationQueue) -> Bool {
        mayPay(queue) && queue.pausedByHand == nil && (!queue.pace.isProbing || queue.inFlight == 0)
            && !isSlowed(queue)
    }

    /// Whether it asked to be served more slowly than that; it is looked after when it may be served again.
    private func isSlowed(_ queue: DestinationQueue) -> Bool {
        let wait = queue.slowed.wait(now: clock.elapsed)
        guard wait > .zero else { return false }
        // One alarm is enough.
        if queue.slowedUntil <= clock.elapsed {
            queue.slowedUntil = clock.elapsed + wait
            setAlarm(for: queue, at: queue.slowedUntil)
        }
        return true
    }

    /// Whether another destination waits for a connection, and this one has had its share.
    private func isOthersTurn(_ shared: SharedConnection) -> Bool {
        guard !line.isEmpty, engaged >= settings.connections else { return false }
        let queue = shared.queue
        if line.count == 1, line.first === queue { return false }
        return queue.ready.isEmpty || shared.taken >= Self.turn || queue.engaged > max(1, settings.connections / 20)
    }

    private func pop(_ queue: DestinationQueue) -> CutEnvelope {
        ready -= queue.ready
        let envelope = queue.ready.removeNext()
        ready += queue.ready
        queue.inFlight += 1
        inFlight += 1
        if !queue.isOnly { queue.took(envelope.recipients.count, now: clock.elapsed) }
        if isLow || isDue { wakeFeeder() }
        if !queue.ready.isEmpty {
            // Of tokens there is one after the other: who waits for the next one goes on.
            if isLimited(queue) { wakeTakers(of: queue, 1) } else { startWorkers(for: queue, 1) }
        }
        serveLine()
        return envelope
    }

    /// A worker has closed its connection, or got none.
    func disengage(_ queue: DestinationQueue, _ shared: SharedConnection? = nil) {
        engaged -= 1
        queue.engaged -= 1
        if shared?.isLeaving == true { queue.leaving -= 1 }
        // Whoever waited longer goes first.
        serveLine()
        wakeTakers(of: queue, 1)
    }

    /// An envelope that a lane held is settled, or comes back.
    func release(_ queue: DestinationQueue) {
        queue.inFlight -= 1
        inFlight -= 1
    }

    /// Puts an envelope that a lane holds back to the front; of another destination, where this one is down.
    func giveBack(_ envelope: CutEnvelope, to queue: DestinationQueue) {
        release(queue)
        if queue.isUp(now: clock.elapsed) { put([envelope], into: queue, ahead: true) } else { offer([envelope]) }
    }
}
