package import FanmailDNS

/// With which TLS mail goes to a host, or why none goes there: DANE before MTA-STS (RFC 8461, 2), and neither makes the
/// other say less.
package enum HostSecurity: Sendable, Hashable {
    /// Encrypted, and known by these records (RFC 7672); `base` is a name that a DANE-TA certificate may be for.
    case dane([TLSARecord], base: String)
    /// Encrypted, by whatever certificate: its records say that there is TLS, and not how it is known (RFC 7672, 2.2).
    case encrypted
    /// Encrypted, with a certificate for the host's name that can be verified (RFC 8461, 4).
    case verified
    /// Encrypted where the host offers it. Where `isTested`, what a policy would have demanded is tried first.
    case opportunistic(isTested: Bool)
    /// No mail goes there, since the domain's policy does not name it.
    case excluded
    /// No mail goes there now: whether it is known by records cannot be found out (a clause).
    case unknown(String)

    package var isUsable: Bool {
        switch self {
        case .excluded, .unknown: false
        default: true
        }
    }

    package init(_ host: MailHost, _ tlsa: HostTLSA, _ policy: STSPolicy?) {
        let policy = policy?.mode == STSPolicy.Mode.none ? nil : policy
        let isNamed = policy?.allows(host.name) ?? true
        guard isNamed || policy?.mode != .enforce else {
            self = .excluded
            return
        }
        switch (tlsa, policy?.mode) {
        case (.known(let records, let base), _): self = .dane(records, base: base)
        case (.unknown(let why), _): self = .unknown(why)
        case (_, .enforce): self = .verified
        case (.encrypted, _): self = .encrypted
        case (_, let mode): self = .opportunistic(isTested: mode == .testing)
        }
    }
}
