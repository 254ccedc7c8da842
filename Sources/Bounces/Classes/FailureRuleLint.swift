import FanmailBasics

/// Looks rules over before they judge anybody.
public enum FailureRuleLint {
    /// What is wrong with a rule.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// The name of the rule.
        public let rule: String
        public let what: String

        public var description: String { "\(rule): \(what)" }
    }

    /// Octets that a phrase has at least, that a word has which stands for itself, and that phrases have together.
    private static let (shortest, shortestWord, shortestTogether) = (4, 3, 6)
    /// Digits in a row that vary, in all likelihood: a date, a queue's id.
    private static let digitsThatVary = 6

    /// - Parameter rules: all of a judge's, the first that fits decides.
    public static func findings(_ rules: [FailureRule]) -> [Finding] {
        let judge = FailureJudge(rules: rules)
        var seen: Set<String> = []
        return rules.flatMap { rule -> [Finding] in
            var found: [String] = []
            if !seen.insert(rule.name).inserted { found.append("another rule has this name") }
            found += shape(rule) + vectors(rule, judge) + reach(rule, judge)
            return found.map { Finding(rule: rule.name, what: $0) }
        }
    }

    /// What can be seen of the rule alone.
    private static func shape(_ rule: FailureRule) -> [String] {
        var found: [String] = []
        if rule.words.isEmpty && rule.statuses.isEmpty && rule.codes.isEmpty { found.append("it has no condition") }
        found += rule.providers.filter { RuleProvider.named($0) == nil }.map { "there is no provider '\($0)'" }
        if rule.matching.isEmpty { found.append("it has no remark that it decides ('yes')") }
        if rule.others.isEmpty { found.append("it has no remark that it does not decide ('no')") }
        if rule.isHard == true, !rule.failureClass.isOfAddress {
            found.append("\(rule.failureClass.rawValue) is not hard: it does not say that the address is dead")
        }
        var alternatives: Set<Set<[UInt8]>> = []
        for phrases in rule.words {
            let folded = Set(phrases.map(FoldedText.fold))
            if !alternatives.insert(folded).inserted {
                found.append("the words '\(phrases.joined(separator: " & "))' stand there twice")
            }
        }
        for phrases in rule.words + rule.unless.map({ [$0] }) {
            let folded = phrases.map(FoldedText.fold)
            let least = folded.count > 1 ? shortestTogether : phrases[0].hasSuffix("$") ? shortestWord : shortest
            if folded.joined().filter({ $0 != UInt8(ascii: "$") }).count < least {
                found.append("'\(phrases.joined(separator: " & "))' is too short to mean something")
            }
            found += zip(phrases, folded).filter { hasVaryingDigits($0.1) }.map { "'\($0.0)' has digits that vary" }
        }
        return found
    }

    /// Six digits in a row, four parts with dots (an address on the network), or `12:30`.
    private static func hasVaryingDigits(_ octets: [UInt8]) -> Bool {
        var (run, dotted, before) = (0, 0, UInt8(0))
        for (index, octet) in octets.enumerated() {
            run = octet.isDigit ? run + 1 : 0
            if run >= digitsThatVary { return true }
            let next = index + 1 < octets.count ? octets[index + 1] : 0
            let parts = before.isDigit && next.isDigit
            if octet == UInt8(ascii: ":"), parts { return true }
            if octet == UInt8(ascii: "."), parts { dotted += 1 } else if !octet.isDigit { dotted = 0 }
            if dotted == 3 { return true }
            before = octet
        }
        return false
    }

    private static func vectors(_ rule: FailureRule, _ judge: FailureJudge) -> [String] {
        let server = self.server(of: rule)
        var found: [String] = []
        for line in rule.matching {
            let verdict = judge.verdict(FailureRemark(line: line, server: server))
            if verdict.rule != rule.name {
                let isNobodys = verdict.failureClass == .undecided
                found.append(isNobodys ? "it does not decide '\(line)'" : "rule \(verdict.rule) takes '\(line)'")
            }
        }
        for line in rule.others where judge.verdict(FailureRemark(line: line, server: server)).rule == rule.name {
            found.append("it takes '\(line)', which it is not to")
        }
        return found
    }

    /// Words and statuses that no remark brings to the rule, since another takes them first.
    private static func reach(_ rule: FailureRule, _ judge: FailureJudge) -> [String] {
        let server = self.server(of: rule)
        let code = rule.codes.isEmpty ? 550 : rule.codes[0].example
        func taker(_ words: [String], _ status: StatusPattern?) -> String? {
            let text = words.map { $0.hasSuffix("$") ? String($0.dropLast()) : $0 }.joined(separator: " ; ")
            // Without a code, or with another: it is enough that one way leads there.
            let codes = rule.codes.isEmpty ? [code, 450, nil] : rule.codes.map(\.example)
            let verdicts = codes.map {
                judge.verdict(FailureRemark(code: $0, status: status?.example, text: text, server: server))
            }
            return verdicts.contains { $0.rule == rule.name } ? nil : verdicts[0].rule
        }
        var found: [String] = []
        for words in rule.words {
            // One of its statuses will do.
            let takers = (rule.statuses.isEmpty ? [nil] : rule.statuses.map(Optional.some)).map { taker(words, $0) }
            if !takers.contains(nil) {
                found.append("rule \(takers[0] ?? "") takes the words '\(words.joined(separator: " & "))'")
            }
        }
        if rule.words.isEmpty {
            for status in rule.statuses {
                if let name = taker([], status) { found.append("rule \(name) takes \(status)") }
            }
        }
        return found
    }

    /// A host of its provider, so that it is known.
    private static func server(of rule: FailureRule) -> String? {
        rule.providers.first.flatMap(RuleProvider.named).flatMap { RuleProvider.all[$0].hosts.first }
    }
}
