package import Composition
public import CoreMetrics
public import FanmailDelivery
import ListStore
public import Logging
public import NIOCore
import NIOPosix
public import SMTPClient

/// How mailings are sent.
public struct MailingSettings: Sendable {
    public var relay: Relay
    /// Carries the mail in the relay's place, such as a `FileTransport` while a program is made, or a `RecordingTransport`
    /// in its tests; nil for the relay. Whoever gave it shuts it down.
    public var transport: (any Transport)?
    /// Has the event loops on which mailings run, each on one; nil for those that the whole process shares. Whoever gave it
    /// shuts it down, once the mailings have ended.
    public var eventLoopGroup: (any EventLoopGroup)?
    /// Is told how mailings and their database fare; see SECURITY.md for what it never hears. That of connections is in
    /// ``smtp``. Silent unless another one is set.
    public var logger = Store.silence
    /// Counts what happens: envelopes, recipients, connections, the times of transactions and commits (docs/embedding.md);
    /// nil for that of the whole process, `MetricsSystem.factory`.
    public var metrics: (any MetricsFactory)?
    /// How connections are made: name in EHLO, times, TLS, login.
    public var smtp: SMTPConfiguration
    /// The most connections at once, 1 or more.
    public var connections: Int
    /// Recipients per second over the whole run; nil for no limit.
    public var rate: Double?
    /// The most recipients in one envelope, 1 or more.
    public var maxRecipients: Int
    public var retry: RetrySchedule
    public var guardLimits: RefusalGuard.Limits
    /// Signs messages; nil for none.
    package var dkim: DKIMSigner?

    public init(
        relay: Relay, smtp: SMTPConfiguration = SMTPConfiguration(), connections: Int = 10, rate: Double? = nil,
        maxRecipients: Int = 100, retry: RetrySchedule = .usual, guardLimits: RefusalGuard.Limits = .init()
    ) {
        self.relay = relay
        self.smtp = smtp
        self.connections = connections
        self.rate = rate
        self.maxRecipients = maxRecipients
        self.retry = retry
        self.guardLimits = guardLimits
    }

    var metricsFactory: any MetricsFactory { metrics ?? MetricsSystem.factory }

    /// The event loops.
    var group: any EventLoopGroup { eventLoopGroup ?? MultiThreadedEventLoopGroup.singleton }

    /// Where the mail goes, as it is shown and recorded.
    var destination: String { transport?.peer ?? relay.description }

    /// Envelopes of a slow mailing hold no more than a second's worth of recipients, so that the rate is even.
    var envelopeSize: Int {
        guard let rate else { return maxRecipients }
        return max(1, min(maxRecipients, Int(rate.rounded(.down))))
    }
}
