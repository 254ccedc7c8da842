import Fanmail
import FanmailBasics
import FanmailDNS
import FanmailDelivery
import FanmailSettings
import FanmailTerminal
import Foundation
import Logging
import MailRouting
import SMTPClient
import Shaping

/// The ways that mail of some lists may take by the settings, and how each of them is gone.
struct DeliveryWays {
    private let configuration: Configuration
    private let rules: RouteRules
    /// The relay of `[delivery]`, or of a list's policy; nil where nothing goes there.
    private let url: String?

    /// - Parameters:
    ///   - text: what takes mail that no rule does: a URL, names of relays with commas between, `direct`; empty for nothing.
    ///   - lists: by name; of all of them where there are none.
    init(_ configuration: Configuration, otherwise text: String, for lists: [String]) {
        self.configuration = configuration
        let names = text.split(separator: ",").map(String.init)
        let isNamed = !names.isEmpty && names.allSatisfy { configuration.relay(named: $0) != nil }
        let way: DeliveryWay? =
            if text == DeliveryWay.direct.description {
                .direct
            } else if isNamed {
                .relays(names)
            } else {
                text.isEmpty ? nil : .general
            }
        url = way == .general ? text : nil
        rules = configuration.routes.of(lists).otherwise(way, origin: configuration.routes.otherwiseOrigin)
    }

    /// - Parameter logsIn: false where no connection will be made: nobody is asked for a password then.
    func settings(_ options: RelayOptions, logsIn: Bool, logger: Logger) throws -> MailingSettings {
        // One relay for everything is that of the run itself.
        if rules.rules.isEmpty, case .relays(let names)? = rules.otherwise, names.count == 1,
            let own = configuration.relay(named: names[0]), own.messages == nil
        {
            return try settings(own, own.url.value ?? "", options, logsIn: logsIn, logger: logger)
        }
        let general = configuration.general
        var settings = try settings(
            general, url ?? "smtp://localhost", options, logsIn: logsIn && url != nil, logger: logger)
        guard !rules.rules.isEmpty || rules.otherwise != .general else { return settings }
        let wanted = Set(
            rules.ways.flatMap { way in if case .relays(let names) = way { names } else { [] as [String] } })
        let relays = configuration.relays.filter { wanted.contains($0.name) }
        if let setting = Self.secretFlag(of: general.login), relays.count > 1 {
            throw FanmailFailure(
                .usage, "\(setting): whose is it? \(relays.count) relays may take this mail; put it into their tables")
        }
        settings.routes = MailRoutes(
            rules: rules, relays: try relays.map { try named($0, options, logsIn: logsIn, logger: logger) },
            direct: rules.ways.contains(.direct) ? try direct(settings.smtp, options, logsIn: logsIn) : nil)
        return settings
    }

    private func settings(
        _ own: RelaySettings, _ url: String, _ options: RelayOptions, logsIn: Bool, logger: Logger
    ) throws -> MailingSettings {
        let relay = try RelayOptions.relay(url)
        return MailingSettings(
            relay: relay,
            smtp: try options.connection(to: relay, own, of: configuration, logsIn: logsIn, logger: logger),
            connections: configuration.connections(of: own),
            rates: configuration.rates(of: own),
            maxRecipients: configuration.maxRcpt(of: own))
    }

    private func named(
        _ own: RelaySettings, _ options: RelayOptions, logsIn: Bool, logger: Logger
    ) throws -> MailRoutes.NamedRelay {
        let relay = try RelayOptions.relay(own.url.value ?? "")
        var limits = DestinationLimits()
        (limits.connections, limits.messages, limits.recipients) = (
            own.connections.value, own.messages, own.maxRcpt.value
        )
        limits.rates = own.rate.value
        return MailRoutes.NamedRelay(
            name: own.name, relay: relay,
            smtp: try options.connection(to: relay, own, of: configuration, logsIn: logsIn, logger: logger),
            limits: limits, weight: own.weight)
    }

    /// A password, or a token, that was named for this one command.
    private static func secretFlag(of login: LoginSettings) -> String? {
        [login.passwordFile, login.tokenFile, login.tokenCommand].lazy.compactMap { setting in
            if case .flag(let name) = setting.origin { name } else { nil }
        }.first
    }

    private func direct(
        _ smtp: SMTPConfiguration, _ options: RelayOptions, logsIn: Bool
    ) throws -> MailRoutes.Direct {
        // Who only plans asks nobody.
        let servers = logsIn ? try NameServerAddress.servers(of: configuration.dns) : []
        var direct = MailRoutes.Direct(nameServers: servers, smtp: smtp)
        if logsIn { direct.smtp.transcript = try smtp.transcript ?? options.dialogue() }
        direct.isValidating = configuration.dnsValidates.value
        direct.shaping = try ShapingTable.inForce(configuration)
        direct.authorities = configuration.login.tlsCA.value
        direct.port = configuration.directPort.value
        if let port = ProcessInfo.processInfo.environment["FANMAIL_POLICY_PORT"].flatMap({ Int($0) }) {
            direct.policyPort = port
        }
        direct.own = OwnMachine(called: configuration.hostname.value)
        if logsIn, configuration.hostname.value == nil {
            Terminal.say(
                "warning: EHLO will say an address in brackets, which many mail hosts refuse; set hostname to the name that "
                    + "the sending address has in the DNS")
        }
        return direct
    }
}
