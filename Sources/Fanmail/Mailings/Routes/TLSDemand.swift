import MailRouting
import SMTPClient
import SMTPProtocol

/// What a connection to a mail host must meet, as its security has it.
struct TLSDemand {
    let configuration: SMTPConfiguration
    let policy: TLSOutcome.Policy
    /// Who demands it, for a person; nil where nobody does.
    let why: String?
    /// How a connection is protected that met it; nil where the connection's own words say all.
    private let means: String?

    /// - Parameter isRequired: where neither records nor a policy demand it, the table of shaping does.
    init(_ security: HostSecurity, _ relay: Relay, _ settings: MailRoutes.Direct, requiringTLS isRequired: Bool = false)
    {
        var tls = TLSSettings()
        tls.authorities = settings.authorities
        switch security {
        case .dane(let records, let base):
            let host = if case .host(let name, _) = relay.address { name } else { base }
            tls.security = .required
            tls.judge = .dane(records, names: host == base ? [base] : [base, host])
            (policy, why, means) = (.dane, "DANE demands TLS with a certificate of its TLSA records", "known by DANE")
        case .encrypted:
            tls.security = .required
            tls.verifies = false
            (policy, why) = (.dane, "its TLSA records demand TLS")
            means = "certificate not verified: none of its TLSA records can be used"
        case .verified:
            tls.security = .required
            (policy, why) = (.sts, "MTA-STS demands TLS with a certificate for its name")
            means = "certificate verified (MTA-STS)"
        case .opportunistic where isRequired:
            tls.security = .required
            (policy, why, means) = (.none, "the table of shaping demands TLS", nil)
        case .opportunistic, .excluded, .unknown:
            tls.security = .opportunistic
            (policy, why, means) = (.none, nil, nil)
        }
        var configuration = settings.smtp
        configuration.tls = tls
        (configuration.login, configuration.freshSecret) = (nil, nil)
        self.configuration = configuration
    }

    /// How a connection is protected, for people.
    func said(of security: ConnectionSecurity) -> String {
        guard let means, security.isEncrypted else { return security.description }
        return "\(security.version ?? "TLS"), \(means)"
    }
}
