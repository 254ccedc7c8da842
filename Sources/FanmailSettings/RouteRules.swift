package import FanmailBasics

/// Which way mail takes: the rules in their order, and what holds where none of them does.
package struct RouteRules: Sendable, Equatable {
    /// Of which the first that takes a domain's mail has it; none where a flag or a variable says where all of it goes.
    package let rules: [RouteRule]
    /// What holds otherwise; nil where nothing says.
    package let otherwise: DeliveryWay?
    /// Who says so: "fanmail.toml:3", "--relay"; "the only relay" where nobody does.
    package let otherwiseOrigin: String

    init(
        _ tables: [TOMLReader], relays: [RelaySettings], relay: Setting<String?>, direct: Setting<Bool>
    ) throws(InputFailure) {
        let names = relays.map(\.name)
        var rules: [RouteRule] = []
        for table in tables {
            let rule = try RouteRule(table, relays: names)
            if let earlier = rules.first(where: \.takesAll) {
                throw table.failure(nil, "takes nothing: the one at \(earlier.place) takes all; put that behind it")
            }
            rules.append(rule)
        }
        let (isRelay, isDirect) = (relay.value != nil, direct.value)
        if isRelay, isDirect, relay.origin.rank == direct.origin.rank {
            throw direct.failure("mail goes through a relay (\(relay.origin)), or directly; take one of them away")
        }
        if isDirect, !isRelay || direct.origin.rank > relay.origin.rank {
            otherwise = .direct
            otherwiseOrigin = direct.origin.description
            self.rules = direct.origin.isGiven ? [] : rules
        } else if let text = relay.value {
            otherwise = names.contains(text) ? .relays([text]) : .general
            otherwiseOrigin = relay.origin.description
            self.rules = relay.origin.isGiven ? [] : rules
        } else {
            otherwise = names.count == 1 ? .relays(names) : nil
            otherwiseOrigin = names.count == 1 ? "the only relay" : ""
            self.rules = rules
        }
    }

    private init(rules: [RouteRule], otherwise: DeliveryWay?, origin: String) {
        (self.rules, self.otherwise, otherwiseOrigin) = (rules, otherwise, origin)
    }

    /// The same where all else goes another way.
    package func otherwise(_ way: DeliveryWay?, origin: String) -> RouteRules {
        RouteRules(rules: rules, otherwise: way, origin: origin)
    }

    /// What of it may hold for these lists; all of it for none.
    package func of(_ lists: [String]) -> RouteRules {
        let rules = lists.isEmpty ? rules : rules.filter { rule in lists.contains { rule.takes(list: $0) } }
        return RouteRules(rules: rules, otherwise: otherwise, origin: otherwiseOrigin)
    }

    /// - Parameters:
    ///   - domain: in A-labels and lower case.
    ///   - list: the list's name; nil where that is not known.
    package func way(to domain: String, list: String?) -> (way: DeliveryWay?, rule: RouteRule?) {
        guard let rule = rules.first(where: { $0.takes(domain, list: list) }) else { return (otherwise, nil) }
        return (rule.way, rule)
    }

    /// Every way that mail may take.
    package var ways: [DeliveryWay] {
        var seen: Set<DeliveryWay> = []
        return (rules.map(\.way) + [otherwise].compactMap(\.self)).filter { seen.insert($0).inserted }
    }
}

extension SettingOrigin {
    /// A flag comes before a variable, and that before the file.
    fileprivate var rank: Int {
        switch self {
        case .flag: 3
        case .environment: 2
        case .file: 1
        case .default: 0
        }
    }

    /// Of this one command, not of the file.
    fileprivate var isGiven: Bool { rank > 1 }
}
