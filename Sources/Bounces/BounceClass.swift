public import MailCore

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
    /// A policy refusal (5.7.x) never counts, nor does a 5xx without an enhanced status code: many servers answer so
    /// to a sender they do not like.
    private static let ofAddress: Set<EnhancedStatusCode> = [
        EnhancedStatusCode(5, 1, 1), EnhancedStatusCode(5, 1, 2), EnhancedStatusCode(5, 1, 3),
        EnhancedStatusCode(5, 1, 6), EnhancedStatusCode(5, 1, 10), EnhancedStatusCode(5, 2, 1),
    ]

    public init(_ reply: Reply?) {
        guard let reply, reply.severity == .permanent, let status = reply.status, Self.ofAddress.contains(status) else {
            kind = .soft
            return
        }
        kind = .hard
    }
}
