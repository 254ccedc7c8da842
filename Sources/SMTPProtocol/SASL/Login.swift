/// Who logs in to a server, and with what (RFC 4954). Its description never shows the secret.
public struct Login: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// What proves who logs in.
    public enum Secret: Sendable, Equatable {
        /// For SCRAM-SHA-256, CRAM-MD5, PLAIN and LOGIN.
        case password(String)
        /// An OAuth 2.0 access token (RFC 6750).
        case token(String)
    }

    /// The authentication identity (RFC 4422, 2).
    public var user: String
    /// What proves it.
    public var secret: Secret
    /// Also over a connection that is not encrypted, where anybody on the way can read it.
    public var allowsClearText: Bool

    /// Goes out over an encrypted connection only, unless clear text is allowed by name.
    public init(user: String, secret: Secret, allowsClearText: Bool = false) {
        self.user = user
        self.secret = secret
        self.allowsClearText = allowsClearText
    }

    /// The user, without the secret.
    public var description: String { "login of \(user)" }
    /// The user, so that `dump` does not show the secret either.
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
