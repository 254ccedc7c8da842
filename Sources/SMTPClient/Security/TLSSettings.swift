import FanmailBasics
public import SMTPProtocol

/// How a server proves who it is, and the client too (RFC 8314). TLS 1.2 at least.
public struct TLSSettings: Sendable, Equatable {
    /// When a connection is encrypted; nil for the usual: from the first octet on for `smtps`, required with a login,
    /// opportunistic otherwise. `implicit` is for `smtps` alone.
    public var security: TransportSecurity?
    /// A PEM file of the authorities that are trusted instead of the system's.
    public var authorities: String?
    /// A PEM file of the client's own certificate and what leads to its authority.
    public var certificate: String?
    /// The PEM file of its key; nil when it is in the same file.
    public var key: String?
    /// SHA-256 of the server's certificate in DER, 32 octets each: one of these is trusted, and nothing else.
    public var pins: [[UInt8]] = []
    /// Whether the certificate must be valid and for the server's name. Opportunistic TLS never verifies.
    public var verifies = true
    /// Has the word on certificates where TLS is required, in place of authorities, names and pins; nil for those.
    package var judge: CertificateJudge?

    /// The usual: the system's authorities, no client certificate, no pin.
    public init() {}

    /// A pin as it is written: 64 hex digits, with or without colons.
    public static func pin(_ text: String) -> [UInt8]? {
        let digits = text.filter { $0 != ":" }
        return digits.utf8.count == 64 ? Hex.decode(digits) : nil
    }

    func security(for relay: Relay, hasLogin: Bool) -> TransportSecurity {
        if case .unixSocket = relay.address { return security == .required ? .required : .none }
        if relay.isImplicitTLS { return .implicit }
        return security ?? (hasLogin ? .required : .opportunistic)
    }

    /// Whom a certificate must be for; nil where it is not looked at, or is pinned.
    func identity(of relay: Relay, _ chosen: TransportSecurity) -> String? {
        guard judge == nil, pins.isEmpty, verifies(chosen) else { return nil }
        return relay.hostAndPort.host ?? relay.peer
    }

    /// Whether a certificate is looked at.
    func verifies(_ chosen: TransportSecurity) -> Bool {
        guard pins.isEmpty else { return chosen != .none }
        return switch chosen {
        case .none, .opportunistic: false
        case .required: verifies
        case .implicit: verifies && security != .opportunistic
        }
    }
}
