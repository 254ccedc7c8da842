public import FanmailBasics

/// Why a connection could not be opened or did not last.
public struct SMTPFailure: ExplainedError {
    /// What went wrong, for a program to tell apart. There may be more kinds one day.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ name: String) { description = name }

        /// The name has no address.
        public static let nameNotFound = Self("nameNotFound")
        /// Nobody listens there, or the network says no.
        public static let refused = Self("refused")
        /// No reply in time.
        public static let timedOut = Self("timedOut")
        /// No TLS where it is required, or a handshake that failed.
        public static let tls = Self("tls")
        /// No login.
        public static let authentication = Self("authentication")
        /// What came is not SMTP, or what would have to be said is not.
        public static let protocolError = Self("protocolError")
        /// The server said no: a greeting or EHLO refused, a 421.
        public static let reply = Self("reply")
        /// The connection was closed or reset.
        public static let closed = Self("closed")
        /// The server lacks what the message needs.
        public static let unfit = Self("unfit")
    }

    /// What went wrong.
    public var kind: Kind { told.kind }
    /// One line: what, where, in which command, why.
    public var explanation: Explanation { told.explanation }
    /// The same line as text.
    public var message: String { explanation.description }
    /// What the server said, when that is why.
    public var reply: Reply? { told.reply }
    /// Another try would come to the same: a login that is refused for good or cannot be made, a certificate that is not
    /// taken, no TLS where it is required.
    public var isPermanent: Bool { told.isPermanent }
    /// Another try may come to more.
    public var isTransient: Bool { !isPermanent }

    /// Apart, so that a failure is one word: every result of a transaction has room for one, and hardly any carries it.
    private let told: Told

    private final class Told: Sendable {
        let kind: Kind
        let explanation: Explanation
        let reply: Reply?
        let isPermanent: Bool

        init(kind: Kind, explanation: Explanation, reply: Reply?, isPermanent: Bool) {
            self.kind = kind
            self.explanation = explanation
            self.reply = reply
            self.isPermanent = isPermanent
        }
    }

    /// One that says it in a line.
    ///
    /// - Parameter isPermanent: nil for the usual: a login is, unless it was put off with 4xx (RFC 4954, 6), nothing else is.
    public init(
        _ kind: Kind, _ message: String, remedy: Remedy? = nil, reply: Reply? = nil, isPermanent: Bool? = nil
    ) {
        told = Told(
            kind: kind, explanation: Explanation(message, remedy: remedy), reply: reply,
            isPermanent: isPermanent ?? (kind == .authentication && reply?.severity != .transient))
    }
}
