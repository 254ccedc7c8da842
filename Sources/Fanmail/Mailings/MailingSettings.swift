package import Composition
public import CoreMetrics
public import FanmailBasics
public import FanmailDelivery
import FanmailSettings
import ListStore
public import Logging
public import NIOCore
import NIOPosix
public import SMTPClient

/// How mailings are sent.
public struct MailingSettings: Sendable {
    public var relay: Relay
    /// Where the mail goes, where that is not the one relay; nil where it is.
    package var routes: MailRoutes?
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
    /// What may be sent in a time, by all processes that use the database together; empty for no limit. What is limited by
    /// the second, minute or hour is sent evenly; by the day, as fast as the others allow, and no more in any 24 hours.
    public var rates: [MailRate]
    /// The most recipients in one envelope, 1 or more.
    public var maxRecipients: Int
    public var retry: RetrySchedule
    /// A run ends where it would wait longer than this for what is deferred, and leaves it to another; nil where it waits.
    public var longestWait: Duration?
    public var guardLimits: RefusalGuard.Limits
    /// Signs messages; nil for none.
    package var dkim: DKIMSigner?

    public init(
        relay: Relay, smtp: SMTPConfiguration = SMTPConfiguration(), connections: Int = 10, rates: [MailRate] = [],
        maxRecipients: Int = 100, retry: RetrySchedule = .usual, guardLimits: RefusalGuard.Limits = .init()
    ) {
        self.relay = relay
        self.smtp = smtp
        self.connections = connections
        self.rates = rates
        self.maxRecipients = maxRecipients
        self.retry = retry
        self.guardLimits = guardLimits
    }

    var metricsFactory: any MetricsFactory { metrics ?? MetricsSystem.factory }

    /// The event loops.
    var group: any EventLoopGroup { eventLoopGroup ?? MultiThreadedEventLoopGroup.singleton }

    /// Where the mail goes, as it is shown and recorded.
    package var destination: String {
        if let transport { return transport.peer }
        guard let routes else { return relay.description }
        switch routes.rules.otherwise {
        case .general: return relay.description
        case .direct, .relays: return routes.rules.otherwise?.description ?? ""
        case nil: return "by routes"
        }
    }

    /// Carries single messages of a list in the relay's place; nil where the relay takes them.
    func post(for list: String?) -> (any Transport)? {
        transport
            ?? routes.map { RoutedPost($0, list: list, general: (relay, smtp), peer: destination, on: group) }
    }

    /// Recipients per second over whatever is sent, by limits for a second, a minute or an hour; nil for no limit.
    public var rate: Double? {
        get { MailRate.recipientsPerSecond(rates) }
        set {
            rates.removeAll { $0.unit == .recipients && $0.period != .day }
            if let newValue { rates.append(MailRate(.recipients, newValue, per: .second)) }
        }
    }

    var envelopeSize: Int { Self.envelopeSize(maxRecipients, rates) }

    /// Envelopes of a slow mailing hold no more than a second's worth of recipients, so that the rate is even, and none holds
    /// more than a day's.
    static func envelopeSize(_ most: Int, _ rates: [MailRate]) -> Int {
        let even = MailRate.recipientsPerSecond(rates).map { Int($0.rounded(.down)) } ?? most
        let day = rates.filter { $0.unit == .recipients && $0.period == .day }.map { Int($0.count) }.min()
        return max(1, min(most, even, day ?? most))
    }
}
