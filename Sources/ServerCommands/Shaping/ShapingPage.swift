import Bounces
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import Shaping

/// What `shaping show` found, for people and for programs.
struct ShapingPage {
    /// nil: all of the table is shown.
    private let place: ShapingPlace?
    private let limits: [(limit: ShapingLimit, entry: ShapingEntry)]
    private let rules: [(rule: ShapingRule, key: ShapingKey)]

    init(of table: ShapingTable) {
        place = nil
        limits = table.entries.flatMap { entry in entry.limits.map { ($0, entry) } }
        rules = table.rules.flatMap { rule in rule.keys.map { (rule, $0) } }
    }

    init(of table: ShapingTable, at place: ShapingPlace) {
        self.place = place
        limits = table.found(at: place)
        rules = table.keys(of: place).flatMap { key in
            table.rules.filter { $0.keys.contains(key) }.map { ($0, key) }
        }
    }

    func print() {
        if let place {
            Terminal.print(Self.words(place).escapedForTerminal)
            Terminal.print("")
        }
        var values = TextTable("LIMIT", "VALUE", "OF", "FROM")
        for (limit, entry) in limits {
            values.add(limit.kind.key, limit.text, "\(entry.key)", "\(entry.origin)")
        }
        values.print()
        Terminal.print("")
        var reactions = TextTable("REACTION", "LEADS TO", "OF", "FROM")
        for (rule, key) in rules {
            reactions.add(rule.name, rule.reaction?.text ?? "nothing", "\(key)", "\(rule.origin)")
        }
        reactions.print()
    }

    private static func words(_ place: ShapingPlace) -> String {
        var parts: [String] = []
        if let domain = place.domain { parts.append("domain \(domain)") }
        if !place.hosts.isEmpty { parts.append("MX \(place.hosts.joined(separator: ", "))") }
        parts.append(place.provider.map { "provider \($0)" } ?? "no provider who is known")
        return parts.joined(separator: "; ")
    }

    var json: JSONValue {
        .object([
            ("domain", JSONValue(place?.domain)), ("hosts", JSONValue(place?.hosts ?? [])),
            ("provider", JSONValue(place?.provider)),
            (
                "limits",
                .array(
                    limits.map { limit, entry in
                        .object([
                            ("limit", .string(limit.kind.key)), ("value", .string(limit.text)),
                            ("of", .string("\(entry.key)")), ("from", .string("\(entry.origin)")),
                        ])
                    })
            ),
            ("reactions", .array(rules.map { .object(Self.members($0, of: $1)) })),
        ])
    }

    static func members(_ rule: ShapingRule, of key: ShapingKey) -> [(String, JSONValue)] {
        let conditions = rule.conditions
        return [
            ("rule", .string(rule.name)), ("of", .string("\(key)")), ("from", .string("\(rule.origin)")),
            ("codes", JSONValue(conditions.codes.map(\.description))),
            ("statuses", JSONValue(conditions.statuses.map(\.description))),
            ("words", .array(conditions.words.map { JSONValue($0) })), ("unless", JSONValue(conditions.unless)),
            ("samples", JSONValue(conditions.matching)),
            ("action", JSONValue(rule.reaction.map(action))), ("rate", JSONValue(rule.reaction.flatMap(rate))),
            ("for", JSONValue(rule.reaction.map(seconds))),
        ]
    }

    private static func action(_ reaction: Reaction) -> String {
        switch reaction {
        case .slowDown: "slow-down"
        case .pause: "pause"
        case .oneConnection: "one-connection"
        case .skipHost: "skip-host"
        }
    }

    private static func rate(_ reaction: Reaction) -> String? {
        if case .slowDown(let rate?, for: _) = reaction { MailRateText.format(rate) } else { nil }
    }

    private static func seconds(_ reaction: Reaction) -> Int {
        switch reaction {
        case .slowDown(_, for: let duration), .pause(let duration), .oneConnection(let duration),
            .skipHost(let duration):
            Int(duration.components.seconds)
        }
    }
}
