import ArgumentParser
import Composition
import Fanmail
import FanmailDelivery
import FanmailSettings
import FanmailTerminal
import ListStore
import MailingLists
import SMTPClient

/// The flags of sending, each of which overrides the environment and fanmail.toml.
struct DeliveryOptions: ParsableArguments {
    @Option(help: "smtp://[user@]host[:port], smtps://..., lmtp://host:port or lmtp+unix:///path.") var relay: String?
    @Option(help: "The most connections at once (10).") var connections: String?
    @Option(help: "The most recipients in one envelope (100).") var maxRcpt: String?
    @Option(help: "With --chunking: the most envelopes unanswered at once on a connection (1).") var inFlight: String?
    @Option(help: "Recipients per second, minute, hour or day: 50/s, 600/m, '100/s, 50000/d'.") var rate: String?
    @Option(help: "The pauses before deferred recipients are tried again: 15s,1m,5m.") var retry: String?
    @Flag(help: "Leaves deferred recipients to `mailing resume`.") var noRetry = false
    @OptionGroup(title: "CONNECTION OPTIONS") var connection: RelayOptions
    @OptionGroup var global: GlobalOptions

    var flags: [SettingName: String] {
        var flags = connection.flags
        flags[.relay] = relay
        flags[.connections] = connections
        flags[.maxRcpt] = maxRcpt
        flags[.inFlight] = inFlight
        flags[.rate] = rate
        flags[.retry] = retry
        return flags
    }

    func configuration() throws -> Configuration { try global.configuration(flags) }

    static let noRelay = FanmailFailure(
        .configuration,
        "no relay: name one with --relay smtp://host, FANMAIL_RELAY, `relay` in fanmail.toml, or the list's policy.relay"
    )

    /// The relay: of a flag or the environment, else of the lists where they agree, else of fanmail.toml.
    func relay(of lists: [ListRecord]) throws -> String? {
        let setting = try configuration().relay
        switch setting.origin {
        case .flag, .environment: return setting.value
        case .file, .default:
            let relays = Set(lists.map(\.definition.relay))
            return relays.count == 1 ? relays.first.flatMap(\.self) ?? setting.value : setting.value
        }
    }

    /// For reading, preparing and planning: no connection is made, and nobody is asked for a password.
    func plannedOffice() throws -> PostOffice {
        let url = try relay(of: []) ?? "smtp://localhost"
        return PostOffice(store: try global.store(), settings: try settings(url, logsIn: false))
    }

    /// The office that sends, behind one that prepared.
    func office(for prepared: PreparedMailing, after planned: PostOffice) throws -> PostOffice {
        try office(for: prepared.lists, planned.store)
    }

    /// - Parameter fallback: the relay to use where no setting names one.
    func office(for lists: [ListRecord], _ store: Store, fallback: String? = nil) throws -> PostOffice {
        guard let url = try relay(of: lists) ?? fallback else {
            throw Self.noRelay
        }
        return PostOffice(store: store, settings: try settings(url, logsIn: true))
    }

    private func settings(_ url: String, logsIn: Bool) throws -> MailingSettings {
        let configuration = try configuration()
        let relay = try RelayOptions.relay(url)
        var settings = MailingSettings(
            relay: relay,
            smtp: try connection.connection(to: relay, configuration, logsIn: logsIn, logger: global.log.logger),
            connections: configuration.connections.value, rates: configuration.rate.value.map(MailRate.init),
            maxRecipients: configuration.maxRcpt.value,
            retry: noRetry ? .none : RetrySchedule(pauses: configuration.retry.value),
            guardLimits: RefusalGuard.Limits(
                share: configuration.guardShare.value, window: configuration.guardWindow.value,
                domain: configuration.guardDomain.value))
        settings.logger = global.log.logger
        settings.dkim = try DKIMSigner(configuration.dkim)
        return settings
    }
}
