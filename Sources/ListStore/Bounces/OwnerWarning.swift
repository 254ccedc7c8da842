package import Bounces
package import FanmailBasics
import GRDB
import MailingLists

/// Much of a mailing came back from a list's subscribers: what its owner is to be told.
package struct OwnerWarning: Sendable, Equatable {
    package let mailing: Int64
    /// Of the mailing.
    package let subject: String
    /// The list's id.
    package let list: Int64
    /// Recipients of whom something came back for a known reason that was not taken back.
    package let bounces: Int
    /// Recipients of the list's to whom a copy was offered.
    package let recipients: Int
    /// For what most of them came back, the most frequent first.
    package let reasons: [BounceReason]
    /// Of whole providers, and waiting for somebody to decide.
    package let held: [ProviderEvent]

    package var percent: Int { recipients > 0 ? bounces * 100 / recipients : 0 }
}

/// That an owner was told.
package struct GivenWarning: Sendable, Equatable {
    /// The list's name.
    package let list: String
    package let at: Timestamp
    package let bounces: Int
    package let recipients: Int
}

extension OwnerWarning {
    /// The class of a reason.
    package static func failureClass(_ reason: BounceReason) -> FailureClass {
        FailureClass(rawValue: reason.failureClass) ?? .undecided
    }
}
