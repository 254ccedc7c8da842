/// What is known of a domain's policy (RFC 8461).
package enum STSFinding: Sendable, Equatable {
    /// The domain publishes none.
    case none
    case policy(STSPolicy, id: String)
    /// It publishes one which cannot be had, or read: a clause. It is as if there were none (RFC 8461, 3.3 and 5.1).
    case unusable(String)
    /// Whether it has one is not known now: a clause.
    case unknown(String)

    package var policy: STSPolicy? { if case .policy(let policy, _) = self { policy } else { nil } }
}
