public import MailCore

/// When a deferred recipient is offered again within a run: pauses that grow with the attempts.
public struct RetrySchedule: Sendable, Equatable {
    /// The pause after the first attempt, the second, …; after the last, `mailing resume` is the next attempt.
    public let pauses: [Duration]

    public init(pauses: [Duration]) {
        self.pauses = pauses
    }

    /// What is deferred waits for `mailing resume`.
    public static let none = RetrySchedule(pauses: [])

    /// 15 s, 1 min, 5 min, 15 min: long enough for a greylisting server.
    public static let usual = RetrySchedule(pauses: [.seconds(15), .seconds(60), .seconds(300), .seconds(900)])

    /// The next attempt after this one (from 1) failed for now; nil when there is none in this run.
    public func next(after attempt: Int, now: Timestamp) -> Timestamp? {
        guard attempt >= 1, attempt <= pauses.count else { return nil }
        return now + pauses[attempt - 1]
    }
}
