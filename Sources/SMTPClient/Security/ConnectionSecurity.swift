public import SMTPProtocol

/// How a connection is protected.
public struct ConnectionSecurity: Sendable, Equatable, CustomStringConvertible {
    /// TLS is on, by STARTTLS (RFC 3207) or from the first octet on (RFC 8314).
    public internal(set) var isEncrypted = false
    /// `TLSv1.3`; nil when it is not encrypted.
    public internal(set) var version: String?
    /// The server's certificate was valid, and its name's or pinned.
    public internal(set) var isVerified = false
    /// Why it is not encrypted though it might have been.
    public internal(set) var note: String?
    /// How the login went; nil when there was none.
    public internal(set) var authenticatedBy: SASLMechanism?
    /// The server's certificate in DER; empty when there was none.
    public internal(set) var certificate: [UInt8] = []

    func noting(_ note: String?) -> ConnectionSecurity {
        var noted = self
        if let note { noted.note = note }
        return noted
    }

    /// `TLSv1.3, certificate not verified`.
    public var description: String {
        guard isEncrypted else { return note ?? "not encrypted" }
        return "\(version ?? "TLS"), certificate \(isVerified ? "verified" : "not verified")"
    }
}
