import FanmailBasics
import FanmailSettings
import MailRouting

/// By which route of the settings mail goes to a domain, before anybody asks the DNS.
struct ChosenWay {
    /// Nil where nothing says.
    private let way: DeliveryWay?
    /// What decides: a rule, or what holds where none does.
    private let conditions: String
    /// Where that stands; nil where nothing says.
    let origin: String?
    /// None where mail goes directly.
    let relays: [KnownRelay]

    /// - Parameter list: the name of the list whose mail it is; nil for any.
    init(_ configuration: Configuration, _ target: MailTarget, list: String?) {
        let routes = configuration.routes
        let (way, rule) = routes.way(to: target.description.lowercased(), list: list)
        self.way = way
        conditions = rule?.conditions ?? (routes.rules.isEmpty ? "everything" : "no route is for it")
        origin = way == nil ? nil : rule?.place ?? routes.otherwiseOrigin
        relays =
            switch way {
            case .general: KnownRelay.all(configuration).filter { $0.settings.name.isEmpty }
            case .relays(let names): KnownRelay.all(configuration).filter { names.contains($0.settings.name) }
            case .direct, nil: []
            }
    }

    /// For people.
    var lines: [String] {
        let why = origin.map { "\(conditions); \($0)" } ?? conditions
        switch way {
        case nil: return ["none is set; this is how mail goes without a relay"]
        case .direct: return ["directly, to the hosts below (\(why))"]
        case .general, .relays:
            let weights = relays.reduce(0) { $0 + $1.settings.weight }
            let lines = relays.map { relay in
                let name = relay.settings.name.isEmpty ? relay.url : "\(relay.name), \(relay.url)"
                return relays.count == 1 ? name : "\(name), \(relay.settings.weight) of \(weights)"
            }
            let head = relays.count == 1 ? "through \(lines[0])" : "through \(relays.count) relays, by their weights"
            return ["\(head) (\(why))"] + (relays.count == 1 ? [] : lines)
                + ["what follows is how it would go without a relay"]
        }
    }

    /// For programs.
    var json: JSONValue {
        let kind: String? =
            switch way {
            case nil: nil
            case .direct: "direct"
            case .general, .relays: "relay"
            }
        return .object([
            ("kind", JSONValue(kind)), ("conditions", .string(conditions)), ("origin", JSONValue(origin)),
            (
                "relays",
                .array(
                    relays.map {
                        .object([
                            ("name", .string($0.name)), ("url", .string($0.url)),
                            ("weight", JSONValue($0.settings.weight)),
                        ])
                    })
            ),
        ])
    }
}
