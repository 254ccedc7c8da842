public import MailCore

/// Why a connection could not be opened or did not last.
public struct SMTPFailure: Error, Sendable {
    /// What went wrong, for a program to tell apart.
    public enum Kind: Sendable, Equatable {
        /// The name has no address.
        case nameNotFound
        /// Nobody listens there, or the network says no.
        case refused
        /// No reply in time.
        case timedOut
        /// No TLS where it is required, or a handshake that failed.
        case tls
        /// No login.
        case authentication
        /// What came is not SMTP, or what would have to be said is not.
        case protocolError
        /// The server said no: a greeting or EHLO refused, a 421.
        case reply
        /// The connection was closed or reset.
        case closed
    }

    /// What went wrong.
    public let kind: Kind
    /// One line: what, where, in which command, why.
    public let message: String
    /// What the server said, when that is why.
    public let reply: Reply?

    /// One that says it in a line.
    public init(_ kind: Kind, _ message: String, reply: Reply? = nil) {
        self.kind = kind
        self.message = message
        self.reply = reply
    }
}
