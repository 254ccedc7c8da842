public import Delivery
public import SMTPClient

/// How mailings are sent.
public struct MailingSettings: Sendable {
    public var relay: Relay
    /// The most connections at once, 1 or more.
    public var connections: Int
    /// Recipients per second over the whole run; nil for no limit.
    public var rate: Double?
    /// The most recipients in one envelope, 1 or more.
    public var maxRecipients: Int
    /// The time a reply may take, for every command but the end of data; nil for the times of RFC 5321, 4.5.3.2.
    public var commandTimeout: Duration?
    public var retry: RetrySchedule
    public var guardLimits: RefusalGuard.Limits
    /// What EHLO says (RFC 5321, 4.1.1.1).
    public var hostname: String

    public init(
        relay: Relay, connections: Int = 10, rate: Double? = nil, maxRecipients: Int = 100,
        commandTimeout: Duration? = nil, retry: RetrySchedule = .usual,
        guardLimits: RefusalGuard.Limits = .init(), hostname: String = "localhost"
    ) {
        self.relay = relay
        self.connections = connections
        self.rate = rate
        self.maxRecipients = maxRecipients
        self.commandTimeout = commandTimeout
        self.retry = retry
        self.guardLimits = guardLimits
        self.hostname = hostname
    }

    /// Envelopes of a slow mailing hold no more than a second's worth of recipients, so that the rate is even.
    var envelopeSize: Int {
        guard let rate else { return maxRecipients }
        return max(1, min(maxRecipients, Int(rate.rounded(.down))))
    }
}
