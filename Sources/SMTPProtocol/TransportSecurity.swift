/// When a connection is encrypted (RFC 3207, RFC 8314).
public enum TransportSecurity: String, Sendable, CaseIterable {
    /// Never.
    case none
    /// By STARTTLS where the server offers it; whoever is on the way may take the offer away.
    case opportunistic
    /// By STARTTLS, or not at all.
    case required
    /// From the first octet on: `smtps`.
    case implicit
}
