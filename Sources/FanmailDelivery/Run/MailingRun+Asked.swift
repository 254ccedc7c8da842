import FanmailBasics
import SMTPCore

/// What people ask of destinations while a run goes on.
extension MailingRun {
    /// What waits for a destination that is paused without an end is looked at again after this.
    static let longPause: Duration = .seconds(600)

    /// A pause takes effect at once, and so does its end.
    func heed(_ requests: DestinationRequests) async {
        let before = asked
        asked = requests
        for queue in queues.values {
            let name = queue.destination.name
            let pause = requests.pauses[name]
            let wasPaused = queue.pausedByHand != nil
            queue.pausedByHand = pause
            if let pause, !wasPaused { stop(queue, pause) }
            let isFlushed = requests.flushes[name] ?? 0 > before.flushes[name] ?? 0
            if isFlushed { forgive(queue) }
            if pause == nil, wasPaused || isFlushed { await goOn(queue) }
        }
    }

    /// Open transactions are finished, and nothing more is offered.
    private func stop(_ queue: DestinationQueue, _ pause: DestinationRequests.Pause) {
        queue.trouble = "\(queue.isOnly ? "the relay" : queue.destination.name) is paused by hand: \(pause.why)"
        progress.trouble = queue.trouble
        closeIdleConnections(to: queue)
        divert(queue)
        publish()
    }

    private func forgive(_ queue: DestinationQueue) {
        queue.pace.forgive()
        queue.givenUp = nil
    }

    /// What waits there is tried now.
    private func goOn(_ queue: DestinationQueue) async {
        if progress.trouble == queue.trouble { progress.trouble = nil }
        queue.trouble = nil
        publish()
        let leading = routes.values.filter { targets in targets.queues.contains { $0 === queue } }.map(\.route)
        // Where that cannot be written now, it is due when it was to be.
        try? await journal.makeDue(at: clock.now, of: Set(leading))
        guard ending == nil else { return }
        noteDue(clock.now)
        dueSleeper.flatMap { sleepers[$0] }?.cancel()
        wakeAllTakers(of: queue)
        wakeFeeder()
    }
}
