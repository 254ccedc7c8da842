/// Who logs in to a server, and with what (RFC 4954). Its description never shows the secret.
public struct Login: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    public enum Secret: Sendable, Equatable {
        case password(String)
        /// An OAuth 2.0 access token (RFC 6750).
        case token(String)
    }

    public var user: String
    public var secret: Secret
    /// Also over a connection that is not encrypted, where anybody on the way can read it.
    public var allowsClearText: Bool

    public init(user: String, secret: Secret, allowsClearText: Bool = false) {
        self.user = user
        self.secret = secret
        self.allowsClearText = allowsClearText
    }

    public var description: String { "login of \(user)" }
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
