public import FanmailBasics
import SMTPCore

/// When a deferred recipient is offered again: within a run after pauses that grow, in all for some days.
public struct RetrySchedule: Sendable, Equatable {
    /// The pause after the first attempt of a run, the second, …; after the last, `mailing resume` is the next attempt.
    public let pauses: [Duration]
    /// How long after its first offer a recipient that is still put off is given up (RFC 5321, 4.5.4.1).
    public let lifetime: Duration
    /// Which pause is next is told by how long ago the first offer was, whichever run made the attempts; the last pause
    /// is repeated until the recipient is given up. Else a run counts its own attempts, and leaves the rest to another.
    public let goesByAge: Bool

    public init(pauses: [Duration], lifetime: Duration = .seconds(4 * 86_400), goesByAge: Bool = false) {
        self.pauses = pauses
        self.lifetime = lifetime
        self.goesByAge = goesByAge
    }

    /// What is deferred waits for `mailing resume`.
    public static let none = RetrySchedule(pauses: [])

    /// 15 s, 1 min, 5 min, 15 min: long enough for a greylisting server.
    public static let usual = RetrySchedule(pauses: [.seconds(15), .seconds(60), .seconds(300), .seconds(900)])

    /// 15 s, 1, 5, 15 and 30 min, 1, 2 and 4 h, then every 4 h until four days are over: for what sends day and night.
    public static let ofDays = RetrySchedule(
        pauses: [15, 60, 300, 900, 1800, 3600, 7200, 14_400].map { .seconds($0) }, goesByAge: true)

    /// The next attempt of a recipient who was put off; nil when there is none in this run.
    ///
    /// - Parameters:
    ///   - attempt: which of the run's attempts failed for now, from 1.
    ///   - firstOffered: when the first of all was answered; nil: just now.
    func next(after attempt: Int, firstOffered: Timestamp?, now: Timestamp) -> Timestamp? {
        guard goesByAge else { return next(after: attempt, now: now) }
        var left = firstOffered.map { max(.zero, now - $0) } ?? .zero
        for pause in pauses {
            if left < pause { return now + pause }
            left -= pause
        }
        return pauses.last.map { now + $0 }
    }

    /// Whether a recipient who is put off once more is given up where their time is over: there is no other attempt, or
    /// there always is one.
    func mayGiveUp(next: Timestamp?) -> Bool { goesByAge || next == nil }

    /// The next attempt after this one of the run (from 1) failed for now; nil when there is none in this run.
    public func next(after attempt: Int, now: Timestamp) -> Timestamp? {
        guard attempt >= 1, attempt <= pauses.count else { return nil }
        return now + pauses[attempt - 1]
    }

    /// The last reply to a recipient who has waited too long, with the status of its end (RFC 3463, X.4.7); nil while
    /// there is time.
    func expiry(of reply: Reply, firstOffered: Timestamp?, now: Timestamp) -> Reply? {
        guard let firstOffered, now - firstOffered >= lifetime else { return nil }
        let hours = lifetime.components.seconds / 3600
        let shown = hours >= 48 && hours % 24 == 0 ? "\(hours / 24) days" : "\(hours) h"
        return Reply(
            code: reply.code, status: EnhancedStatusCode(4, 4, 7),
            text: "expired after \(shown); the last reply: \(reply.summary)")
    }
}
