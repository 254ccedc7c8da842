package import FanmailBasics
package import SMTPCore

/// A letter by which an address is asked whether it is there, before its subscription ends by bounces.
package struct BounceProbe: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable {
        /// It came back, and ended the subscription.
        case bounced
        /// It did not come back for days.
        case passed
    }

    package let id: Int64
    package let at: Timestamp
    /// The list's id.
    package let list: Int64
    package let subscription: Int64
    package let mailbox: Mailbox
    /// By when it has to have come back; nil before a relay took it.
    package let until: Timestamp?
    /// Nil while that is open.
    package let outcome: Outcome?
    package let endedAt: Timestamp?
}
