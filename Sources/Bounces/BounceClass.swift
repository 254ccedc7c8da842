public import SMTPCore

/// What a refusal at SMTP time says about the address.
public struct BounceClass: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// The address itself is bad, for good.
        case hard
        /// Anything else: policy, a full mailbox, a message refused, or no way to tell.
        case soft
    }

    public let kind: Kind

    /// The refusal is about the address, so that it may end a subscription.
    public var concernsAddress: Bool { kind == .hard }

    /// The codes that speak of the address alone (RFC 3463, 3.2 and 3.3; RFC 7505, 3).
    ///
    /// A policy refusal (5.7.x) never counts, nor does a 5xx without an enhanced status code, unless its words are known:
    /// many servers answer so to a sender they do not like.
    private static let ofAddress: Set<EnhancedStatusCode> = [
        EnhancedStatusCode(5, 1, 1), EnhancedStatusCode(5, 1, 2), EnhancedStatusCode(5, 1, 3),
        EnhancedStatusCode(5, 1, 6), EnhancedStatusCode(5, 1, 10), EnhancedStatusCode(5, 2, 1),
    ]

    /// What large receivers say of an address under a code that means something else, or none: each a part of the text in
    /// lower case, and the code it stands under (nil: none at all).
    private static let told: [(status: EnhancedStatusCode?, text: String)] = [
        // Outlook.com.
        (EnhancedStatusCode(5, 5, 0), "mailbox unavailable"),
        // Exchange Online, where the directory does not know the address.
        (EnhancedStatusCode(5, 4, 1), "recipient address rejected: access denied"),
        // Yahoo: this user doesn't have an account.
        (nil, "delivery error: dd"), (nil, "doesn't have a yahoo.com account"), (nil, "user unknown"),
        (nil, "unknown user"), (nil, "no such user"), (nil, "no such recipient"), (nil, "user not found"),
        (nil, "unknown recipient"), (nil, "recipient unknown"), (nil, "mailbox not found"), (nil, "no mailbox here"),
        (nil, "user does not exist"), (nil, "mailbox does not exist"), (nil, "account does not exist"),
    ]

    /// Of how much comes, under the codes of ``ofAddress`` (Google's 5.2.1).
    private static let ofRate = "at a rate that"
    /// Of the sender, where ``told`` reads the words alone.
    private static let ofSender = ["sender", "mail from"]

    public init(_ reply: Reply?) {
        kind = reply.map(Self.isOfAddress) == true ? .hard : .soft
    }

    private static func isOfAddress(_ reply: Reply) -> Bool {
        guard reply.severity == .permanent else { return false }
        let text = reply.text.lowercased().replacing("\n", with: " ")
        if let status = reply.status, ofAddress.contains(status) { return !text.contains(ofRate) }
        // x.0.0 says no more than none.
        let status = reply.status == EnhancedStatusCode(5, 0, 0) ? nil : reply.status
        return told.contains { $0.status == status && text.contains($0.text) }
            && (status != nil || !ofSender.contains(where: text.contains))
    }
}
