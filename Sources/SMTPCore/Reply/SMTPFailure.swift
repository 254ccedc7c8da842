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
        /// The server lacks what the message needs.
        case unfit
    }

    /// What went wrong.
    public let kind: Kind
    /// One line: what, where, in which command, why.
    public let message: String
    /// What the server said, when that is why.
    public let reply: Reply?
    /// Another try would come to the same: a login that is refused for good or cannot be made, a certificate that is not
    /// taken, no TLS where it is required.
    public let isPermanent: Bool

    /// One that says it in a line.
    ///
    /// - Parameter isPermanent: nil for the usual: a login is, unless it was put off with 4xx (RFC 4954, 6), nothing else is.
    public init(_ kind: Kind, _ message: String, reply: Reply? = nil, isPermanent: Bool? = nil) {
        self.kind = kind
        self.message = message
        self.reply = reply
        self.isPermanent = isPermanent ?? (kind == .authentication && reply?.severity != .transient)
    }
}
