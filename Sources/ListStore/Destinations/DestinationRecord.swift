package import FanmailBasics
package import FanmailDelivery

/// A destination as it stands in the database.
package struct DestinationRecord: Sendable {
    /// Somebody's pause.
    package struct Pause: Sendable, Equatable {
        package let at: Timestamp
        /// nil: until somebody resumes it.
        package let until: Timestamp?
        package let why: String
    }

    /// A mailing there.
    package struct Run: Sendable {
        package let mailing: Int64
        /// A process is at it at this moment; else it is what the last one told.
        package let isUnderWay: Bool
        package let status: DestinationStatus
        package let at: Timestamp
    }

    /// How it stands, in one word.
    package enum State: String, Sendable, CaseIterable {
        /// By hand.
        case paused
        /// It could not be reached, or puts off what it is offered.
        case backOff = "back-off"
        /// A mailing is being sent there.
        case active
        case idle
    }

    package let name: String
    package let provider: String?
    /// Some of those whose mail goes there.
    package let domains: [String]
    /// Connections that it had at last.
    package let window: Int
    package let backOffs: Int
    package let backOffUntil: Timestamp?
    package let lastReply: String?
    package let recipientLimit: Int?
    /// When a run was there last, to the hour.
    package let seenAt: Timestamp?
    package let pause: Pause?
    /// The mailings there, the newest first.
    package internal(set) var runs: [Run] = []

    /// - Parameter now: a pause, or a back-off, that has ended by then is over.
    package func state(at now: Timestamp) -> State {
        if pause != nil { return .paused }
        if let backOffUntil, backOffUntil > now { return .backOff }
        return runs.contains(where: \.isUnderWay) ? .active : .idle
    }

    /// What runs have there at this moment, and had: the sums over its mailings.
    package var sum: DestinationStatus {
        var sum = DestinationStatus(name: name)
        sum.window = window
        sum.lastReply = lastReply
        sum.recipientLimit = recipientLimit
        for run in runs {
            sum.accepted += run.status.accepted
            sum.deferred += run.status.deferred
            sum.refused += run.status.refused
            guard run.isUnderWay else { continue }
            sum.connections += run.status.connections
            sum.readyEnvelopes += run.status.readyEnvelopes
            sum.readyRecipients += run.status.readyRecipients
            sum.rate += run.status.rate
            if sum.limit == .nothing { (sum.limit, sum.limitedUntil) = (run.status.limit, run.status.limitedUntil) }
        }
        return sum
    }
}
