import ArgumentParser
import Delivery
import Fanmail
import ListStore
import Roster
import SMTPClient

/// The flags of sending, each of which overrides the environment and fanmail.toml.
struct DeliveryOptions: ParsableArguments {
    @Option(help: "smtp://host[:port], lmtp://host:port or lmtp+unix:///path.") var relay: String?
    @Option(help: "The most connections at once (10).") var connections: String?
    @Option(help: "The most recipients in one envelope (100).") var maxRcpt: String?
    @Option(help: "Recipients per second, minute or hour: 50/s, 600/m, 10000/h.") var rate: String?
    @Option(help: "How long a command's reply may take, such as 30s.") var timeout: String?
    @Option(help: "The pauses before deferred recipients are tried again: 15s,1m,5m.") var retry: String?
    @Flag(help: "Leaves deferred recipients to `mailing resume`.") var noRetry = false
    @OptionGroup var global: GlobalOptions

    var flags: [SettingName: String] {
        var flags: [SettingName: String] = [:]
        flags[.relay] = relay
        flags[.connections] = connections
        flags[.maxRcpt] = maxRcpt
        flags[.rate] = rate
        flags[.timeout] = timeout
        flags[.retry] = retry
        return flags
    }

    /// Whether any setting names a relay.
    func namesRelay() throws -> Bool { try global.configuration(flags).relay.value != nil }

    /// - Parameter fallback: the one to use where no setting names one; nil makes that an error.
    func office(fallback: String? = nil) throws -> PostOffice {
        let configuration = try global.configuration(flags)
        guard let url = configuration.relay.value ?? fallback else {
            throw FanmailFailure(
                .configuration,
                "no relay: name one with --relay smtp://host, FANMAIL_RELAY, or `relay` in fanmail.toml")
        }
        let relay: Relay
        do {
            relay = try Relay(url)
        } catch {
            throw FanmailFailure(.configuration, "relay: \(error.message)")
        }
        let settings = MailingSettings(
            relay: relay, connections: configuration.connections.value, rate: configuration.rate.value,
            maxRecipients: configuration.maxRcpt.value, commandTimeout: configuration.timeout.value,
            retry: noRetry ? .none : RetrySchedule(pauses: configuration.retry.value),
            guardLimits: RefusalGuard.Limits(
                share: configuration.guardShare.value, window: configuration.guardWindow.value,
                domain: configuration.guardDomain.value),
            hostname: configuration.hostname.value)
        return PostOffice(store: try Store.open(path: configuration.database.value, create: false), settings: settings)
    }
}
