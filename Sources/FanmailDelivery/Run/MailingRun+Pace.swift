import SMTPCore

extension MailingRun {
    /// So many pauses in a row because the end of data was never answered: what is sent then is unknown each time.
    private static let lostRepliesLimit = 3

    /// A message was accepted.
    ///
    /// - Parameter putOff: how many of the latest recipients were put off nevertheless.
    func noteAccepted(putOff: Window.Share) {
        acceptedTransactions += 1
        objectionsInRow = 0
        lostReplies = 0
        guard putOff != .nearlyAll else { return }
        backOffs = 0
        let wasProbing = isProbing
        isProbing = false
        if putOff == .few, window.succeeded(now: clock.elapsed) { wakeWorker() }
        if wasProbing { wakeAllTakers() }
    }

    /// The relay decided a transaction.
    func noteProgress() {
        troubles = 0
        progress.trouble = nil
    }

    /// The relay could not be reached or did nothing for us. While other connections are at work, it takes no more than
    /// those; with none, wait, longer each time, and in the end give up.
    ///
    /// - Parameter isUnknown: a message may have been taken, and the reply was lost.
    func noteTrouble(_ failure: SMTPFailure, isUnknown: Bool = false) {
        progress.trouble = failure.message
        publish()
        // Who is refused once with this password is refused each time, and locked out in the end.
        if failure.kind == .authentication, failure.reply?.severity != .transient { return end(.relayLost(failure)) }
        if failure.isPermanent, live == 0 { return end(.relayLost(failure)) }
        guard live == 0 else { return window.turnedAway(beside: live, now: clock.elapsed) }
        // One failure counts once, however many workers met it at the same time.
        guard clock.elapsed >= coolUntil else { return }
        if isUnknown { lostReplies += 1 }
        guard troubles < settings.reconnectPauses.count, lostReplies < Self.lostRepliesLimit else {
            return end(.relayLost(failure))
        }
        coolUntil = clock.elapsed + settings.reconnectPauses[troubles]
        troubles += 1
        window.restart()
    }

    /// Recipients were answered one by one. When most of the latest are put off, by whatever words, less is offered;
    /// and nothing for a while when hardly anybody is taken on the one connection that is left.
    func notePutOff(_ deferred: [Reply], of recipients: Int) -> Window.Share {
        let share = window.answered(recipients, putOff: deferred.count)
        guard share != .few, let reply = deferred.last else { return .few }
        if !window.shrink(), share == .nearlyAll { backOff(reply) }
        return share
    }

    /// The relay puts off whatever it is offered: it is left alone for a while, longer each time, and then shown one
    /// envelope; in the end the mailing waits for `resume`.
    func backOff(_ reply: Reply) {
        guard clock.elapsed >= coolUntil else { return }
        progress.trouble = reply.summary
        guard backOffs < settings.retry.pauses.count else { return end(.relayDefers(reply.summary)) }
        coolUntil = clock.elapsed + settings.retry.pauses[backOffs]
        backOffs += 1
        objectionsInRow = 0
        isProbing = true
        window.restart()
        closeIdleConnections()
        publish()
    }

    func limitRecipients() {
        if let limit = recipientLimit.value { journal.limitRecipients(to: limit) }
    }
}
