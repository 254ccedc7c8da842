/// What is known of the session in which a message came.
public struct SessionFacts: Sendable, Equatable {
    /// Address and port of the client, such as `127.0.0.1:40312`; empty where it has none.
    public var peer = ""
    /// What the client said it is called, in EHLO, HELO or LHLO.
    public var hello: String?
    /// How it came, as a `Received` field would tell it (RFC 3848): `SMTP`, `ESMTP`, `ESMTPSA`, `LMTP` and so on.
    public var dialect = "SMTP"
    /// The version of TLS, such as `TLSv1.3`; nil where it came in the clear.
    public var tls: String?
    /// Who has logged in.
    public var user: String?

    /// Of nobody.
    public init() {}

    /// `isExtended`: EHLO or LHLO, not HELO.
    mutating func settle(isLMTP: Bool, isExtended: Bool, isEncrypted: Bool) {
        let base = isLMTP ? "LMTP" : isExtended ? "ESMTP" : "SMTP"
        // Only what is extended has letters for TLS and a login.
        dialect = base == "SMTP" ? base : base + (isEncrypted ? "S" : "") + (user == nil ? "" : "A")
    }
}
