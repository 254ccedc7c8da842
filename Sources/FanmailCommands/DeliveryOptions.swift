import ArgumentParser
import Composition
import Delivery
import Fanmail
import ListStore
import Roster
import SMTPClient

/// The flags of sending, each of which overrides the environment and fanmail.toml.
struct DeliveryOptions: ParsableArguments {
    @Option(help: "smtp://[user@]host[:port], smtps://..., lmtp://host:port or lmtp+unix:///path.") var relay: String?
    @Option(help: "The most connections at once (10).") var connections: String?
    @Option(help: "The most recipients in one envelope (100).") var maxRcpt: String?
    @Option(help: "Recipients per second, minute or hour: 50/s, 600/m, 10000/h.") var rate: String?
    @Option(help: "The pauses before deferred recipients are tried again: 15s,1m,5m.") var retry: String?
    @Flag(help: "Leaves deferred recipients to `mailing resume`.") var noRetry = false
    @OptionGroup(title: "CONNECTION OPTIONS") var connection: RelayOptions
    @OptionGroup var global: GlobalOptions

    var flags: [SettingName: String] {
        var flags = connection.flags
        flags[.relay] = relay
        flags[.connections] = connections
        flags[.maxRcpt] = maxRcpt
        flags[.rate] = rate
        flags[.retry] = retry
        return flags
    }

    /// Whether any setting names a relay.
    func namesRelay() throws -> Bool { try global.configuration(flags).relay.value != nil }

    /// - Parameter fallback: the relay to use where no setting names one; nil makes that an error. With it no connection
    ///   is made, and nobody is asked for a password.
    func office(fallback: String? = nil) throws -> PostOffice {
        let configuration = try global.configuration(flags)
        guard let url = configuration.relay.value ?? fallback else {
            throw FanmailFailure(
                .configuration,
                "no relay: name one with --relay smtp://host, FANMAIL_RELAY, or `relay` in fanmail.toml")
        }
        let relay = try RelayOptions.relay(url)
        var settings = MailingSettings(
            relay: relay, smtp: try connection.connection(to: relay, configuration, logsIn: fallback == nil),
            connections: configuration.connections.value, rate: configuration.rate.value,
            maxRecipients: configuration.maxRcpt.value,
            retry: noRetry ? .none : RetrySchedule(pauses: configuration.retry.value),
            guardLimits: RefusalGuard.Limits(
                share: configuration.guardShare.value, window: configuration.guardWindow.value,
                domain: configuration.guardDomain.value))
        settings.dkim = try DKIMSigner(configuration.dkim)
        return PostOffice(store: try Store.open(path: configuration.database.value, create: false), settings: settings)
    }
}
