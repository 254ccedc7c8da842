import FanmailBasics
import SMTPCore

/// Where a run stands at its destinations, for whoever looks from elsewhere.
extension MailingRun {
    private static let interval: Duration = .seconds(1)

    func keepTelling() async {
        while ending == nil {
            await pause(for: Self.interval)
            tell()
        }
    }

    /// Tells of the destinations of which something is different.
    func tell() {
        let moment = (elapsed: clock.elapsed, now: clock.now)
        var news: [DestinationStatus] = []
        for queue in queues.values {
            queue.measureRate(at: moment.elapsed)
            let status = queue.status(at: moment, isRateShort: !mayPay(queue))
            guard status != queue.told else { continue }
            queue.told = status
            news.append(status)
        }
        journal.store(news)
    }
}

extension DestinationQueue {
    private static let weightOfLatest = 0.4

    /// Smoothed over some seconds.
    fileprivate func measureRate(at now: Duration) {
        let seconds = (now - rate.at) / .seconds(1)
        guard seconds > 0 else { return }
        let answered = accepted + deferred + refused
        let latest = Double(answered - rate.answered) / seconds
        let mixed = rate.perSecond * (1 - Self.weightOfLatest) + latest * Self.weightOfLatest
        rate = (now, answered, mixed < 0.05 ? 0 : mixed)
    }

    /// - Parameter isRateShort: somebody waits for what the run may send in a second.
    fileprivate func status(at moment: (elapsed: Duration, now: Timestamp), isRateShort: Bool) -> DestinationStatus {
        var status = DestinationStatus(name: destination.name)
        (status.provider, status.domains) = (destination.provider, domains)
        (status.window, status.connections) = (pace.connections(now: moment.elapsed), live)
        (status.readyEnvelopes, status.readyRecipients) = (ready.count, ready.recipients)
        (status.accepted, status.deferred, status.refused) = (accepted, deferred, refused)
        (status.rate, status.lastReply) = (rate.perSecond, lastReply)
        (status.recipientLimit, status.backOffs) = (recipientLimit.value, pace.backOffs)
        if let pausedByHand {
            (status.limit, status.limitedUntil) = (.pause, pausedByHand.until)
        } else if givenUp != nil {
            status.limit = .backOff
        } else if pace.isCooling(now: moment.elapsed) {
            // To the second, so that it is the same each time.
            let end = (moment.now + (pace.coolUntil - moment.elapsed)).milliseconds
            (status.limit, status.limitedUntil) = (.backOff, Timestamp(milliseconds: (end + 500) / 1000 * 1000))
        } else if !ready.isEmpty {
            let isFull = live >= status.window
            if isRateShort {
                status.limit = .rate
            } else if isInLine || isFull {
                status.limit = isInLine || pace.window.isWhole ? .connections : .window
            }
        }
        return status
    }
}
