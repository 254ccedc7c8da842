package import FanmailDelivery
package import SMTPCore

/// What destinations are given at most, and what their replies lead to.
///
/// Of limits each counts for itself: the most particular entry that has it decides, and of equally particular ones the
/// last. Most particular is the recipients' domain, then the longest suffix of all mail hosts, then who runs them all,
/// then everybody. Of rules the first that fits decides: the most particular first, of equally particular ones those of
/// the file that was added last, and of one file those above.
package struct ShapingTable: Sendable {
    /// Those of the program first.
    package private(set) var entries: [ShapingEntry]
    /// Those of the file that was added last first.
    package private(set) var rules: [ShapingRule]
    /// Of each key, in the order of ``entries``.
    private var entriesByKey: [ShapingKey: [Int]] = [:]
    private var judges: [ShapingKey: ShapingJudge] = [:]
    /// Whether anything is for mail hosts: their names are not looked through in vain.
    private var hasHosts = false

    /// - Parameters:
    ///   - entries: of equal keys the last counts.
    ///   - rules: of those of equal keys the first counts.
    package init(entries: [ShapingEntry] = [], rules: [ShapingRule] = []) {
        (self.entries, self.rules) = (entries, rules)
        index()
    }

    /// The same with what a file says, which counts before this: a rule takes the place of one of the same name.
    package func adding(_ file: ShapingTable) -> ShapingTable {
        let names = Set(file.rules.map(\.name))
        return ShapingTable(
            entries: entries + file.entries, rules: file.rules + rules.filter { !names.contains($0.name) })
    }

    private mutating func index() {
        for (place, entry) in entries.enumerated() { entriesByKey[entry.key, default: []].append(place) }
        var places: [ShapingKey: [Int]] = [:]
        for (place, rule) in rules.enumerated() {
            for key in Set(rule.keys) { places[key, default: []].append(place) }
        }
        judges = places.mapValues { ShapingJudge(rules, $0) }
        hasHosts = (Array(entriesByKey.keys) + Array(judges.keys)).contains { if case .mx = $0 { true } else { false } }
    }

    // MARK: - Limits

    /// What a destination is given at most; what no entry says is as the run has it.
    package func limits(provider: String?, hosts: [String], domain: String?) -> DestinationLimits {
        var limits = DestinationLimits()
        for found in found(at: ShapingPlace(provider: provider, hosts: hosts, domain: domain)) {
            switch found.limit {
            case .connections(let count): limits.connections = count
            case .messages(let count): limits.messages = count
            case .recipients(let count): limits.recipients = count
            case .idle(let duration): limits.idle = duration
            case .rates(_, let rates): limits.rates += rates
            case .requiresTLS(let isRequired): limits.requiresTLS = isRequired
            }
        }
        return limits
    }

    /// Each limit that holds, and the entry that says so, in the order of their kinds.
    package func found(at place: ShapingPlace) -> [(limit: ShapingLimit, entry: ShapingEntry)] {
        var found: [ShapingLimit.Kind: (ShapingLimit, ShapingEntry)] = [:]
        for key in keys(of: place) {
            for place in (entriesByKey[key] ?? []).reversed() {
                for limit in entries[place].limits where found[limit.kind] == nil {
                    found[limit.kind] = (limit, entries[place])
                }
            }
        }
        return ShapingLimit.Kind.allCases.compactMap { found[$0] }
    }

    /// Whether anything is laid down for recipients of this domain in particular.
    package func isAbout(domain: String) -> Bool {
        entriesByKey[.domain(domain)] != nil || judges[.domain(domain)] != nil
    }

    // MARK: - Reactions

    /// What a reply leads to, and by which rule; nil where nothing is laid down. No message of fanmail's own leads to
    /// anything, whoever's words it repeats.
    package func reaction(
        to reply: Reply, provider: String?, hosts: [String], domain: String?
    ) -> (reaction: Reaction, rule: ShapingRule)? {
        guard
            let found = rule(for: reply, at: ShapingPlace(provider: provider, hosts: hosts, domain: domain)),
            let reaction = found.rule.reaction
        else { return nil }
        return (reaction, found.rule)
    }

    /// The rule that takes a reply, also one that leads to nothing, and by which of its keys.
    package func rule(for reply: Reply, at place: ShapingPlace) -> (rule: ShapingRule, key: ShapingKey)? {
        guard (400...599).contains(reply.code), !OwnWords.isOwn(reply) else { return nil }
        return taker(of: reply, at: place)
    }

    /// The same of whatever reply.
    func taker(of reply: Reply, at place: ShapingPlace) -> (rule: ShapingRule, key: ShapingKey)? {
        for key in keys(of: place) {
            if let index = judges[key]?.rule(for: reply) { return (rules[index], key) }
        }
        return nil
    }

    /// Those that an entry or a rule is for, the most particular first.
    package func keys(of place: ShapingPlace) -> [ShapingKey] {
        var keys: [ShapingKey] = []
        func add(_ key: ShapingKey) { if entriesByKey[key] != nil || judges[key] != nil { keys.append(key) } }
        if let domain = place.domain { add(.domain(domain)) }
        if hasHosts, let first = place.hosts.first {
            let others = place.hosts.dropFirst()
            var suffix = Substring(Self.folded(first))
            while !suffix.isEmpty {
                let key = ShapingKey.mx(String(suffix))
                if others.allSatisfy({ Self.ends(Self.folded($0), suffix) }) { add(key) }
                guard let dot = suffix.firstIndex(of: ".") else { break }
                suffix = suffix[suffix.index(after: dot)...]
            }
        }
        if let provider = place.provider { add(.provider(provider)) }
        add(.everybody)
        return keys
    }

    private static func folded(_ host: String) -> String {
        let host = host.lowercased()
        return host.hasSuffix(".") ? String(host.dropLast()) : host
    }

    private static func ends(_ host: String, _ suffix: Substring) -> Bool {
        host.hasSuffix(suffix) && (host.utf8.count == suffix.utf8.count || host.dropLast(suffix.count).last == ".")
    }
}
