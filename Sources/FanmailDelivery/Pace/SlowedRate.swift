import FanmailBasics

/// How fast a destination is served that asked for less: one message after the other, and gradually as fast as before.
struct SlowedRate {
    /// Each minute it is so much faster, once it may be.
    private static let growth = 1.25
    /// So much faster than what was asked for, it is slowed down no longer.
    private static let enough = 20.0

    /// Of one message after the other; nil while nothing was asked for.
    private var asked: Duration?
    private var isRecipients = false
    private var growsFrom: Duration = .zero
    private var next: Duration = .zero

    /// - Parameters:
    ///   - rate: no faster than this; nil for half as fast as now.
    ///   - current: the time between two messages at present, where it is not slowed down yet.
    mutating func slow(to rate: MailRate?, for time: Duration, current: Duration, now: Duration) {
        let before = interval(now: now) ?? current
        isRecipients = rate?.unit == .recipients
        asked = rate?.interval ?? max(before, .milliseconds(1)) * 2
        growsFrom = now + time
        next = max(next, now)
    }

    /// Between two messages, or recipients; nil where it is not slowed down.
    private func interval(now: Duration) -> Duration? {
        guard let asked else { return nil }
        guard now > growsFrom else { return asked }
        var speed = 1.0
        for _ in 0..<Int((now - growsFrom) / .seconds(60)) {
            speed *= Self.growth
            if speed > Self.enough { return nil }
        }
        return asked / speed
    }

    /// How long the next message is to wait.
    func wait(now: Duration) -> Duration { asked == nil ? .zero : max(.zero, next - now) }

    /// A message to so many goes.
    mutating func took(_ recipients: Int, now: Duration) {
        guard asked != nil else { return }
        guard let interval = interval(now: now) else {
            asked = nil
            return
        }
        next = max(next, now) + interval * (isRecipients ? recipients : 1)
    }
}
