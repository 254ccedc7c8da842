package import Bounces

/// What a report that came back tells of whom it is about. All of it untrusted but what a token proves.
package struct ReportEvidence: Sendable {
    /// What may be tokens of the reverse-path that it came to.
    package var reversePathTokens: [String] = []
    /// Original-Envelope-Id: what stood as ENVID in the transaction (RFC 3461, 4.4).
    package var envelopeID: String?
    /// What may be tokens in the header of the copy that came back.
    package var returnedTokens: [String] = []
    /// The copy's Message-ID, in its angle brackets.
    package var messageID: String?
    /// The copy's Feedback-ID.
    package var feedbackID: String?
    /// Whom it names; nobody where it names none.
    package var recipients: [ReportedRecipient] = []

    package init() {}

    /// So many tokens of each kind are looked at.
    package static let mostTokens = 20
    /// So many recipients: as an envelope may have.
    package static let mostRecipients = 10_000
}
