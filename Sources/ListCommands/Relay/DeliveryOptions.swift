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
    @Option(
        help: "smtp://[user@]host[:port], smtps://..., lmtp://host:port, lmtp+unix:///path, or a name of fanmail.toml.")
    var relay: String?
    @Flag(help: "Sends to the mail hosts (MX) of each domain, without a relay.") var direct = false
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
        if direct { flags[.direct] = "true" }
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

    /// Where mail goes that no rule speaks of: of a flag or the environment, else of the lists where they agree, else of
    /// fanmail.toml.
    func relay(of lists: [ListRecord]) throws -> String? {
        let configuration = try configuration()
        let general = configuration.routes.otherwise.map { way in
            way == .general ? configuration.relay.value ?? "" : way.description
        }
        switch (configuration.relay.origin, configuration.direct.origin) {
        case (.flag, _), (.environment, _), (_, .flag), (_, .environment): return general
        default:
            let relays = Set(lists.map(\.definition.relay))
            return relays.count == 1 ? relays.first.flatMap(\.self) ?? general : general
        }
    }

    /// Where mail of lists goes, for a person; nil where nothing says.
    func shownWay(of lists: [ListRecord]) throws -> String? {
        let rules = try configuration().routes.of(lists.map(\.name)).rules
        let rest = try relay(of: lists).map {
            $0 == DeliveryWay.direct.description ? "the mail hosts of each domain" : Configuration.withoutPassword($0)
        }
        return rules.isEmpty ? rest : "the routes of fanmail.toml\(rest.map { ", else \($0)" } ?? "")"
    }

    /// For reading, preparing and planning: no connection is made, and nobody is asked for a password.
    func plannedOffice() throws -> PostOffice {
        let text = try relay(of: []) ?? "smtp://localhost"
        return PostOffice(store: try global.store(), settings: try settings(text, for: [], logsIn: false))
    }

    /// The office that sends, behind one that prepared.
    func office(for prepared: PreparedMailing, after planned: PostOffice) throws -> PostOffice {
        try office(for: prepared.lists, planned.store)
    }

    /// The office that writes down what another process sends: no password is asked for.
    func laterOffice(for prepared: PreparedMailing, after planned: PostOffice) throws -> PostOffice {
        try office(for: prepared.lists, planned.store, logsIn: false)
    }

    /// - Parameters:
    ///   - fallback: the relay to use where no setting names one.
    ///   - logsIn: false where nothing is sent.
    func office(
        for lists: [ListRecord], _ store: Store, fallback: String? = nil, logsIn: Bool = true
    ) throws -> PostOffice {
        let rules = try configuration().routes.rules
        // Without a relay for the rest, rules must take all mail of each list.
        let isWhole =
            !rules.isEmpty
            && lists.allSatisfy { list in rules.contains { $0.domains.isEmpty && $0.takes(list: list.name) } }
        let text = try relay(of: lists) ?? (isWhole ? nil : fallback)
        guard text != nil || isWhole else { throw Self.noRelay }
        return PostOffice(store: store, settings: try settings(text ?? "", for: lists, logsIn: logsIn))
    }

    private func settings(_ text: String, for lists: [ListRecord], logsIn: Bool) throws -> MailingSettings {
        let configuration = try configuration()
        let ways = DeliveryWays(configuration, otherwise: text, for: lists.map(\.name))
        var settings = try ways.settings(connection, logsIn: logsIn, logger: global.log.logger)
        settings.retry = noRetry ? .none : RetrySchedule(pauses: configuration.retry.value)
        settings.guardLimits = RefusalGuard.Limits(
            share: configuration.guardShare.value, window: configuration.guardWindow.value,
            domain: configuration.guardDomain.value)
        settings.logger = global.log.logger
        settings.dkim = try DKIMSigner(configuration.dkim)
        return settings
    }
}
