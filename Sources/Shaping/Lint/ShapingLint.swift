import Bounces
import FanmailBasics
import FanmailDelivery
import SMTPCore

/// Looks a table over before it paces anybody.
package enum ShapingLint {
    /// Servers wait so long for a command (RFC 5321, 4.5.3.2.7).
    private static let longestIdle = Duration.seconds(300)

    /// What is wrong with it; of files that were added, what is wrong with them and what they do to the rest.
    package static func findings(_ table: ShapingTable) -> [ShapingFinding] {
        var findings = entries(table) + table.rules.flatMap { shape($0, table) } + reach(table)
        var seen: Set<ShapingFinding> = []
        findings = findings.filter { seen.insert($0).inserted }
        // In the order of the table, that of files first.
        let places = Dictionary(table.rules.enumerated().map { ($1.name, $0) }) { first, _ in first }
        return findings.enumerated().sorted {
            (places[$0.element.subject] ?? -1, $0.offset) < (places[$1.element.subject] ?? -1, $1.offset)
        }.map(\.element)
    }

    // MARK: - Limits

    private static func entries(_ table: ShapingTable) -> [ShapingFinding] {
        var findings: [ShapingFinding] = []
        for (place, entry) in table.entries.enumerated() {
            func add(_ what: String) {
                findings.append(ShapingFinding(origin: entry.origin, subject: "\(entry.key)", what: what))
            }
            let sameFile = table.entries[..<place].filter {
                $0.key == entry.key && $0.origin.file == entry.origin.file
            }
            for limit in entry.limits {
                if let other = sameFile.first(where: { $0.limits.contains { $0.kind == limit.kind } }) {
                    add("`\(limit.kind.key)` stands at \(other.origin) already, and this one counts; take one out")
                }
                if case .idle(let idle) = limit, idle > longestIdle {
                    add("`idle` is longer than servers wait for a command, 5m (RFC 5321, 4.5.3.2.7)")
                }
                if case .rates(_, let rates) = limit { rates.compactMap { neverBinds($0, rates) }.forEach(add) }
            }
        }
        return findings
    }

    private static func neverBinds(_ rate: MailRate, _ rates: [MailRate]) -> String? {
        let other = rates.first {
            $0 != rate && $0.period.duration >= rate.period.duration && $0.count <= rate.count
        }
        return other.map { "\(MailRateText.format(rate)) never counts, for \(MailRateText.format($0)) is less" }
    }

    // MARK: - Each rule

    private static func shape(_ rule: ShapingRule, _ table: ShapingTable) -> [ShapingFinding] {
        let conditions = rule.conditions
        var found: [String] = []
        if conditions.matching.isEmpty { found.append("it has no `sample`, a reply that it takes; write one") }
        if let what = contradiction(conditions) { found.append(what) }
        found += ownWords(rule)
        for key in rule.keys { found += pace(rule, key, table) }
        return found.map { ShapingFinding(origin: rule.origin, subject: rule.name, what: $0) }
    }

    /// A code and a status of different classes are never read as one (RFC 2034, 4).
    private static func contradiction(_ conditions: FailureRule) -> String? {
        func classes(_ texts: [String]) -> Set<Character> {
            let found = Set(texts.compactMap(\.first))
            return found.isEmpty || !found.isDisjoint(with: "xn") ? ["4", "5"] : found
        }
        let codes = classes(conditions.codes.map(\.description))
        let statuses = classes(conditions.statuses.map(\.description))
        guard codes.isDisjoint(with: statuses) else { return nil }
        return "no reply has such a code and such a status: the first digits differ"
    }

    private static func ownWords(_ rule: ShapingRule) -> [String] {
        let judge = ShapingJudge([rule], [0])
        let sample = rule.conditions.matching.first.flatMap { ShapingRule.reply($0) }
        return OwnWords.samples.compactMap { own in
            // Its words, with whatever code and status it asks for; of a rule without words those of our own.
            let reply =
                rule.conditions.words.isEmpty
                ? own.reply : sample.map { Reply(code: $0.code, status: $0.status, text: own.text) }
            guard let reply, judge.rule(for: reply) != nil else { return nil }
            return "it takes what fanmail itself writes: '\(own.text)'"
        }
    }

    /// What it leads to, beside what holds there anyway.
    private static func pace(_ rule: ShapingRule, _ key: ShapingKey, _ table: ShapingTable) -> [String] {
        let limits = table.found(at: ShapingPlace(key)).map(\.limit)
        switch rule.reaction {
        case .slowDown(let rate?, for: _):
            for case .rates(.messages, let usual) in limits {
                if let least = usual.first(where: { $0.interval >= rate.interval }) {
                    return [
                        "it leads to \(MailRateText.format(rate)), and \(key) has \(MailRateText.format(least)) anyway"
                    ]
                }
            }
        case .oneConnection where limits.contains(.connections(1)):
            return ["it leads to one connection, and \(key) has one anyway"]
        default: break
        }
        return []
    }

    // MARK: - Rules among each other

    /// Whether each rule takes its samples, and can take anything, among those of the same key.
    private static func reach(_ table: ShapingTable) -> [ShapingFinding] {
        let keys = table.rules.flatMap(\.keys)
        var seen: Set<ShapingKey> = []
        return keys.filter { seen.insert($0).inserted }.flatMap { key -> [ShapingFinding] in
            let rules = table.rules.filter { $0.keys.contains(key) }
            let byName = Dictionary(rules.map { ($0.name, $0) }) { first, _ in first }
            return FailureRuleLint.findings(rules.map { lintable($0.conditions) }).compactMap { finding in
                // That there is no sample is told by shape(_:_:).
                guard let rule = byName[finding.rule], !finding.what.contains("('yes')") else { return nil }
                return self.finding(finding, rule, byName)
            }
        }
    }

    private static func finding(
        _ finding: FailureRuleLint.Finding, _ rule: ShapingRule, _ byName: [String: ShapingRule]
    ) -> ShapingFinding {
        // Of one that comes before what the program has, it is the other that is in the way.
        let taker = byName.values.first { finding.what.hasPrefix("rule \($0.name) takes ") }
        if let taker, rule.origin == .own, taker.origin != .own {
            let taken = finding.what.dropFirst("rule \(taker.name) takes ".count)
            return ShapingFinding(
                origin: taker.origin, subject: taker.name,
                what: "it takes \(taken) of fanmail's rule \(rule.name); give it that name to take its place")
        }
        let isNobodys = finding.what.hasPrefix("rule none takes ")
        let what = isNobodys ? "it can never take \(finding.what.dropFirst("rule none takes ".count))" : finding.what
        return ShapingFinding(origin: rule.origin, subject: rule.name, what: what)
    }

    /// With what the linter of failures' rules asks for beyond.
    private static func lintable(_ conditions: FailureRule) -> FailureRule {
        var conditions = conditions
        if conditions.others.isEmpty { conditions.others = ["250 2.0.0 Ok"] }
        return conditions
    }
}

extension ShapingOrigin {
    /// nil: it is the program's own.
    var file: String? { if case .file(let file, _) = self { file } else { nil } }
}
