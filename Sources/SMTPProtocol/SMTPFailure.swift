public import MailCore

/// Why a connection could not be opened or did not last.
public struct SMTPFailure: Error, Sendable {
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
        /// What came is not SMTP.
        case protocolError
        /// The server said no: a greeting or EHLO refused, a 421.
        case reply
        /// The connection was closed or reset.
        case closed
    }

    public let kind: Kind
    /// One line: what, where, in which command, why.
    public let message: String
    public let reply: Reply?

    public init(_ kind: Kind, _ message: String, reply: Reply? = nil) {
        self.kind = kind
        self.message = message
        self.reply = reply
    }
}
