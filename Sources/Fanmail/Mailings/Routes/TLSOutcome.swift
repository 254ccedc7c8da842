/// How sessions with mail hosts fared under what was demanded of them, as reports of TLS tell it (RFC 8460, 4.2).
public struct TLSOutcome: Sendable, Hashable {
    /// What was demanded.
    public enum Policy: String, Sendable, CaseIterable {
        /// TLSA records (RFC 7672).
        case dane = "tlsa"
        /// A policy (RFC 8461), also one that is being tested.
        case sts
        /// Nothing: encrypted where it is offered.
        case none = "no-policy-found"
    }

    /// Why it was not met (RFC 8460, 4.3).
    public enum Failure: String, Sendable, CaseIterable {
        case noSTARTTLS = "starttls-not-supported"
        case otherName = "certificate-host-mismatch"
        case notTrusted = "certificate-not-trusted"
        case validation = "validation-failure"
    }

    public let policy: Policy
    /// Nil where it was met.
    public let failure: Failure?
    /// How many sessions.
    public let sessions: Int
}
