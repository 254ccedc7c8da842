import SMTPCore

extension MailingRun {
    /// A message was accepted.
    ///
    /// - Parameter putOff: how many of the latest recipients were put off nevertheless.
    func noteAccepted(by queue: DestinationQueue, putOff: Window.Share) {
        queue.acceptedTransactions += 1
        let (grew, wasProbe) = queue.pace.accepted(putOff: putOff, now: clock.elapsed)
        if grew { startWorkers(for: queue, 1) }
        if wasProbe { wakeAllTakers(of: queue) }
    }

    /// A destination decided a transaction.
    func noteProgress(of queue: DestinationQueue) {
        queue.pace.progressed()
        queue.trouble = nil
        progress.trouble = nil
    }

    /// A destination could not be reached or did nothing for us.
    ///
    /// - Parameter isUnknown: a message may have been taken, and the reply was lost.
    func noteTrouble(_ failure: SMTPFailure, at queue: DestinationQueue, isUnknown: Bool = false) {
        progress.trouble = failure.message
        queue.trouble = failure.message
        queue.lastReply = failure.message
        publish()
        // Who is refused once with this password is refused each time, and locked out in the end.
        if failure.kind == .authentication, failure.reply?.severity != .transient {
            return giveUp(queue, .relayLost(failure))
        }
        if failure.isPermanent, queue.live == 0 { return giveUp(queue, .relayLost(failure)) }
        follow(
            queue.pace.failed(live: queue.live, isUnknown: isUnknown, now: clock.elapsed), at: queue,
            orElse: .relayLost(failure))
    }

    /// Recipients were answered one by one. When most of the latest are put off, by whatever words, less is offered;
    /// and nothing for a while when hardly anybody is taken on the one connection that is left.
    func notePutOff(_ deferred: [Reply], of recipients: Int, by queue: DestinationQueue) -> Window.Share {
        let (share, isInVain) = queue.pace.answered(recipients, putOff: deferred.count)
        if isInVain, let reply = deferred.last { backOff(queue, reply) }
        return share
    }

    /// A destination puts off whatever it is offered: it is left alone for a while, longer each time, and then shown one
    /// envelope; in the end its recipients wait for the next run.
    func backOff(_ queue: DestinationQueue, _ reply: Reply) {
        let step = queue.pace.backOff(now: clock.elapsed)
        guard step != .goOn else { return }
        progress.trouble = reply.summary
        queue.trouble = reply.summary
        if case .cool = step { closeIdleConnections(to: queue) }
        follow(step, at: queue, orElse: .relayDefers(reply.summary))
        publish()
    }

    func follow(_ step: DestinationPace.Step, at queue: DestinationQueue, orElse end: RunEnd) {
        switch step {
        case .goOn: break
        case .giveUp: giveUp(queue, end)
        case .cool(let until):
            setAlarm(for: queue, at: until)
            divert(queue)
        }
    }

    /// A destination gets nothing more in this run: its recipients wait for the next one. Where it is the only one, that
    /// is the end of the run.
    func giveUp(_ queue: DestinationQueue, _ reason: RunEnd) {
        guard !queue.isOnly else { return end(reason) }
        guard queue.givenUp == nil else { return }
        queue.givenUp = "\(queue.destination.name): \(reason.reason ?? "given up")"
        givenUp = queue.givenUp
        closeIdleConnections(to: queue)
        divert(queue)
    }

    /// From now on, envelopes of a route are cut as its destination takes them.
    func limitRecipients(of queue: DestinationQueue, to route: DeliveryRoute) {
        guard let limit = queue.mostRecipients else { return }
        if queue.isOnly { journal.limitRecipients(to: limit) } else { journal.limitRecipients(to: limit, of: route) }
    }

    // MARK: - Time

    func setAlarm(for queue: DestinationQueue, at time: Duration) {
        let isNext = alarms.next.map { time < $0 } ?? true
        alarms.set(queue, at: time)
        guard isNext else { return }
        timekeeper?.resume()
        timekeeper = nil
        alarmSleeper.flatMap { sleepers[$0] }?.cancel()
    }

    /// Looks after destinations whose time has come.
    func keepTime() async {
        while ending == nil {
            guard let next = alarms.next else {
                await withCheckedContinuation { timekeeper = $0 }
                continue
            }
            if next > clock.elapsed {
                alarmSleeper = nextSleeper
                await pause(for: next - clock.elapsed)
                alarmSleeper = nil
                continue
            }
            while let queue = alarms.removeDue(at: clock.elapsed) {
                if !resumePaying(queue) { wakeTakers(of: queue, queue.ready.count) }
            }
        }
    }
}
