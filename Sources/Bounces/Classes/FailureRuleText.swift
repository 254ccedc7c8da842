import FanmailBasics
import SMTPCore

/// Rules as text: paragraphs of lines, each a key and a value, `#` before what is for people.
///
///     rule google-rate
///     for google
///     code 450 5xx
///     status 5.2.1 x.7.28
///     words at a rate that | receiving mail & too quickly
///     unless disabled
///     class rate
///     soft
///     means 4.2.1
///     yes 550 5.2.1 The user is receiving mail at a rate that prevents additional messages
///     no 550 5.2.1 The account is disabled
///
/// `|` parts alternatives, `&` phrases that must all be there; `words`, `unless`, `yes` and `no` may come more than
/// once.
public enum FailureRuleText {
    /// - Throws: ``FailureRuleTextError`` with the line that is wrong.
    public static func rules(_ text: String) throws(FailureRuleTextError) -> [FailureRule] {
        var rules: [FailureRule] = []
        var hasClass = true
        var number = 0
        // By octets: there are thousands of lines, which every process reads that judges.
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard let (key, value) = parted(line), key.utf8.first != UInt8(ascii: "#") else { continue }
            func wrong(_ what: String) -> FailureRuleTextError { FailureRuleTextError(line: number, what: what) }
            if key == "rule" {
                guard hasClass else { throw wrong("the rule before has no class") }
                guard isName(value) else { throw wrong("a rule's name is of lower case, digits and -") }
                rules.append(FailureRule(name: value, failureClass: .undecided))
                hasClass = false
                continue
            }
            guard !rules.isEmpty else { throw wrong("the first line is 'rule' with a name") }
            let last = rules.count - 1
            if key == "class" {
                guard let known = FailureClass(rawValue: value) else { throw wrong("there is no class '\(value)'") }
                rules[last].failureClass = known
                hasClass = true
            } else if let complaint = take(key, value, into: &rules[last]) {
                throw wrong(complaint)
            }
        }
        guard hasClass else { throw FailureRuleTextError(line: number, what: "the last rule has no class") }
        return rules
    }

    /// The first word of a line and what stands behind it; nil where there is none.
    private static func parted(_ line: Substring.UTF8View) -> (key: String, value: String)? {
        let line = line.last == 0x0D ? line.dropLast() : line
        guard let start = line.firstIndex(where: { !isBlank($0) }) else { return nil }
        let words = line[start...]
        let end = words.firstIndex(where: isBlank) ?? words.endIndex
        return (trimmed(Substring(words[..<end])), trimmed(Substring(words[end...])))
    }

    private static func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 }

    private static func parts(of text: some StringProtocol, at separator: Unicode.Scalar) -> [Substring] {
        Substring(text).utf8.split(separator: UInt8(ascii: separator)).map { Substring($0) }
    }

    /// - Returns: what is wrong with it, or nil.
    private static func take(_ key: String, _ value: String, into rule: inout FailureRule) -> String? {
        switch key {
        case "for":
            rule.providers += parts(of: value, at: " ").map(String.init)
            guard let unknown = rule.providers.first(where: { RuleProvider.named($0) == nil }) else { return nil }
            return "there is no provider '\(unknown)'"
        case "code":
            let codes = parts(of: value, at: " ").map { CodePattern($0) }
            guard !codes.isEmpty, !codes.contains(nil) else { return "a code is 400 to 599, 4xx, 5xx or none" }
            rule.codes += codes.compactMap(\.self)
        case "status":
            let statuses = parts(of: value, at: " ").map { StatusPattern($0) }
            guard !statuses.isEmpty, !statuses.contains(nil) else {
                return "a status is 5.1.1, x.1.1, 5.7.606-649, x.7.* or none"
            }
            rule.statuses += statuses.compactMap(\.self)
        case "words":
            let alternatives = parts(of: value, at: "|").map { parts(of: $0, at: "&").map { trimmed($0) } }
            guard !alternatives.isEmpty, !alternatives.contains(where: { $0.isEmpty || $0.contains("") }) else {
                return "words are phrases, with | or & between them"
            }
            rule.words += alternatives
        case "unless":
            rule.unless += parts(of: value, at: "|").map { trimmed($0) }
            guard !rule.unless.isEmpty, !rule.unless.contains("") else { return "phrases are missing" }
        case "hard", "soft":
            guard value.isEmpty else { return "nothing stands behind '\(key)'" }
            rule.isHard = key == "hard"
        case "means":
            guard let status = EnhancedStatusCode(value) else { return "a status such as 5.1.1 is missing" }
            rule.status = status
        case "yes": rule.matching.append(value)
        case "no": rule.others.append(value)
        default: return "there is no key '\(key)'"
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        var octets = text.utf8
        while let first = octets.first, isBlank(first) { octets.removeFirst() }
        while let last = octets.last, isBlank(last) { octets.removeLast() }
        let text = Substring(octets)
        // Nearly always, and then no character has to be told from the next.
        func isDark(_ octet: UInt8?) -> Bool { octet.map { (0x21...0x7E).contains($0) } ?? true }
        if isDark(octets.first), isDark(octets.last) { return String(text) }
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex
        return String(text[..<end].drop(while: \.isWhitespace))
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0.isDigit || $0 == 0x2D }
    }

    /// As ``rules(_:)`` reads it.
    public static func text(_ rules: [FailureRule]) -> String {
        rules.map { rule in
            var lines = ["rule \(rule.name)"]
            if !rule.providers.isEmpty { lines.append("for " + rule.providers.joined(separator: " ")) }
            if !rule.codes.isEmpty { lines.append("code " + rule.codes.map(\.description).joined(separator: " ")) }
            if !rule.statuses.isEmpty {
                lines.append("status " + rule.statuses.map(\.description).joined(separator: " "))
            }
            lines += rule.words.map { "words " + $0.joined(separator: " & ") }
            lines += rule.unless.map { "unless " + $0 }
            lines.append("class " + rule.failureClass.rawValue)
            if let isHard = rule.isHard { lines.append(isHard ? "hard" : "soft") }
            if let status = rule.status { lines.append("means \(status)") }
            lines += rule.matching.map { "yes " + $0 }
            lines += rule.others.map { "no " + $0 }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }
}

/// A line of a text of rules that is none.
public struct FailureRuleTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1 on.
    public let line: Int
    public let what: String

    public var description: String { "line \(line): \(what)" }
}
