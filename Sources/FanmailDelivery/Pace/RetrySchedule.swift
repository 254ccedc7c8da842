public import FanmailBasics
import SMTPCore

/// When a deferred recipient is offered again: within a run after pauses that grow, in all for some days.
public struct RetrySchedule: Sendable, Equatable {
    /// The pause after the first attempt of a run, the second, …; after the last, `mailing resume` is the next attempt.
    public let pauses: [Duration]
    /// How long after its first offer a recipient that is still put off is given up (RFC 5321, 4.5.4.1).
    public let lifetime: Duration

    public init(pauses: [Duration], lifetime: Duration = .seconds(4 * 86_400)) {
        self.pauses = pauses
        self.lifetime = lifetime
    }

    /// What is deferred waits for `mailing resume`.
    public static let none = RetrySchedule(pauses: [])

    /// 15 s, 1 min, 5 min, 15 min: long enough for a greylisting server.
    public static let usual = RetrySchedule(pauses: [.seconds(15), .seconds(60), .seconds(300), .seconds(900)])

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
