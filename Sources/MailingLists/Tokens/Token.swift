package import FanmailBasics

/// What a token says: do this with that subscription, until then.
package struct Token: Sendable, Equatable {
    package enum Purpose: UInt8, Sendable, CaseIterable {
        case confirm = 1
        case unsubscribe = 2
        /// Whoever sends mail to it leaves the list that the subject names: it stands in messages to many.
        case leave = 3
        /// What comes to the reverse-path with it is about the envelope that the subject names, which has one recipient.
        case bounce = 4
        /// What comes to the reverse-path with it says that the probe which the subject names came back.
        case probe = 5
    }

    package let purpose: Purpose
    /// The id of a subscription, of a list for ``Purpose/leave``, of an envelope for ``Purpose/bounce``, of a
    /// probe for ``Purpose/probe``; below 2^48.
    package let subject: Int64
    /// To the minute, rounded up.
    package let expires: Timestamp

    package init(_ purpose: Purpose, of subject: Int64, expires: Timestamp) {
        self.purpose = purpose
        self.subject = subject
        self.expires = Timestamp(milliseconds: (expires.milliseconds + 59_999) / 60_000 * 60_000)
    }
}

/// Why a text is no token to be heeded.
package enum TokenFailure: Error, Sendable, Equatable {
    case malformed
    /// Signed by a key that is not there (any more).
    case unknownKey(UInt8)
    /// The signature is not ours.
    case forged
    case expired(Timestamp)

    package var reason: String {
        switch self {
        case .malformed: "this is no token"
        case .unknownKey(let id): "the token was signed by key \(id), which is not here"
        case .forged: "the token was not signed here"
        case .expired(let at): "the token expired at \(at.rfc3339)"
        }
    }
}
