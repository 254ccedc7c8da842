import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal

/// A relay of the settings, and whose mail goes there.
struct KnownRelay {
    let settings: RelaySettings
    let configuration: Configuration

    /// What the relay of `[delivery]` is called where a name is wanted.
    static let generalName = "delivery"

    /// Those with tables of their own, then that of `[delivery]`, where it has a URL.
    static func all(_ configuration: Configuration) -> [KnownRelay] {
        var relays = configuration.relays.map { KnownRelay(settings: $0, configuration: configuration) }
        if let text = configuration.relay.value, configuration.relay(named: text) == nil {
            relays.append(KnownRelay(settings: configuration.general, configuration: configuration))
        }
        return relays
    }

    /// - Parameter name: nil for the one that all mail goes to which no rule speaks of.
    static func named(_ name: String?, _ configuration: Configuration) throws -> KnownRelay {
        let all = all(configuration)
        guard let name = name ?? usual(configuration) else {
            throw FanmailFailure(
                .configuration,
                all.isEmpty
                    ? "no relay is set; write relay = \"smtp://host\" into [delivery] of fanmail.toml, or a table [relay.NAME]"
                    : "which relay? name one of \(all.map(\.name).joined(separator: ", "))")
        }
        if let relay = all.first(where: { $0.name == name }) { return relay }
        let nearest = NearestKey.nearest(to: name, among: all.map(\.name)).map { "did you mean \($0)?" }
        let known = all.isEmpty ? "none is set" : "there are \(all.map(\.name).joined(separator: ", "))"
        throw FanmailFailure(
            .usage, at: name, "is the name of no relay; \(nearest ?? known)")
    }

    private static func usual(_ configuration: Configuration) -> String? {
        switch configuration.routes.otherwise {
        case .general: generalName
        case .relays(let names): names.first
        case .direct, nil: nil
        }
    }

    var name: String { settings.name.isEmpty ? Self.generalName : settings.name }
    var url: String { settings.url.value.map(Configuration.withoutPassword) ?? "" }
    var connections: Int { configuration.connections(of: settings) }
    var rates: [MailRate] { configuration.rates(of: settings) }
    var maxRcpt: Int { configuration.maxRcpt(of: settings) }

    /// Whose mail goes there, by the rules in their order; empty where nobody's does.
    var takes: [(what: String, origin: String)] {
        let routes = configuration.routes
        var takes = routes.rules.filter { leadsHere($0.way) }.map { (what: $0.conditions, origin: $0.place) }
        if let way = routes.otherwise, leadsHere(way) {
            takes.append((routes.rules.isEmpty ? "everything" : "everything else", routes.otherwiseOrigin))
        }
        return takes
    }

    private func leadsHere(_ way: DeliveryWay) -> Bool {
        switch way {
        case .general: settings.name.isEmpty
        case .relays(let names): names.contains(settings.name)
        case .direct: false
        }
    }

    var json: JSONValue {
        .object([
            ("name", .string(name)), ("url", .string(url)), ("origin", .string(settings.url.origin.description)),
            ("connections", JSONValue(connections)), ("rates", JSONValue(rates.map { RateText.format($0) })),
            ("maxRecipients", JSONValue(maxRcpt)), ("messagesPerConnection", JSONValue(settings.messages)),
            ("weight", JSONValue(settings.weight)),
            ("takes", .array(takes.map { .object([("what", .string($0.what)), ("origin", .string($0.origin))]) })),
        ])
    }
}
