import NIOCore
import SMTPProtocol

/// One clock that is looked at now and then, in place of a timer for each command.
extension SMTPHandler {
    /// A reply has one deadline from the moment it is the next one; bytes of it do not move that.
    func noteWaiting(answered: Bool) {
        let now = session.tellAwaited()
        guard now != awaited || (answered && session.answeredCount != lastAnswered) else { return }
        if isOpening, let awaited {
            steps.append(.init(name: awaited.rawValue, duration: .nanoseconds((.now() - waitingSince).nanoseconds)))
        }
        awaited = now
        lastAnswered = session.answeredCount
        waitingSince = .now()
    }

    func checkTime() {
        if let most = timeouts.session, let startedAt, NIODeadline.now() - startedAt > .nanoseconds(most.nanoseconds) {
            session.closed("it lasted longer than \(most)")
            return act()
        }
        guard let awaited else { return }
        let limit = timeouts[awaited]
        guard NIODeadline.now() - waitingSince > .nanoseconds(limit.nanoseconds) else { return }
        session.timedOut(after: limit)
        act()
    }
}

extension Duration {
    /// Saturating.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product + attoseconds / 1_000_000_000
    }
}
