public import SMTPProtocol

/// How connections are made.
public struct SMTPConfiguration: Sendable {
    /// What EHLO says: the client's own name (RFC 5321, 4.1.1.1).
    public var hostname: String
    public var timeouts: Timeouts

    public init(hostname: String, timeouts: Timeouts = Timeouts()) {
        self.hostname = hostname
        self.timeouts = timeouts
    }
}
