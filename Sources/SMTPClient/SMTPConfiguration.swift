import MailCore
public import SMTPProtocol

/// How connections are made.
public struct SMTPConfiguration: Sendable {
    /// What EHLO says: the client's own name (RFC 5321, 4.1.1.1).
    public var hostname: String
    public var timeouts: Timeouts

    /// - Parameter hostname: nil for this machine's own name.
    public init(hostname: String? = nil, timeouts: Timeouts = Timeouts()) {
        self.hostname = hostname ?? MachineName.current
        self.timeouts = timeouts
    }
}
