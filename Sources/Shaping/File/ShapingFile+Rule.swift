import Bounces
import FanmailBasics
import FanmailDelivery
import FanmailSettings

extension ShapingFile {
    private enum Action: String, CaseIterable {
        case pause, slowDown = "slow-down", oneConnection = "one-connection", skipHost = "skip-host", none
    }

    private static let ruleKeys =
        ["name"] + keyNames + ["code", "status", "words", "unless", "action", "rate", "for", "sample", "other"]
    private static let most = 100
    private static let longestName = 60
    /// Mail that waits longer is given up.
    private static let longest = Duration.seconds(4 * 86_400)

    func rule(_ table: TOMLReader) throws(InputFailure) -> ShapingRule {
        try table.check(Self.ruleKeys)
        guard let name = try table.string("name") else {
            throw table.failure(nil, "has no `name`; write one such as name = \"example-busy\"")
        }
        guard (1...Self.longestName).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0.isDigit || $0 == 0x2D })
        else {
            throw table.failure(
                "name",
                "is \(name.debugDescription); it must be of lower case, digits and -, at most \(Self.longestName)")
        }
        var conditions = FailureRule(name: name, failureClass: .rate)
        for text in try table.texts("code", atMost: Self.most) ?? [] {
            guard text != "none", let code = CodePattern(text) else {
                throw table.failure("code", "is \(text.debugDescription); write 400 to 599, \"4xx\" or \"5xx\"")
            }
            conditions.codes.append(code)
        }
        for text in try table.strings("status", atMost: Self.most) ?? [] {
            guard let status = StatusPattern(text) else {
                throw table.failure(
                    "status",
                    "is \(text.debugDescription); write \"4.7.28\", \"x.7.28\", \"5.7.606-649\", \"x.7.*\" or \"none\"")
            }
            conditions.statuses.append(status)
        }
        for text in try table.strings("words", atMost: Self.most) ?? [] {
            let phrases = Self.phrases(text)
            guard !phrases.contains("") else {
                throw table.failure("words", "has \(text.debugDescription); write phrases, with & between them")
            }
            conditions.words.append(phrases)
        }
        conditions.unless = try table.strings("unless", atMost: Self.most) ?? []
        guard !conditions.unless.contains(where: { Self.phrases($0).contains("") }) else {
            throw table.failure("unless", "has a phrase without words; take it out")
        }
        conditions.matching = try samples("sample", table)
        conditions.others = try samples("other", table)
        return ShapingRule(
            try keys(table), conditions, leadingTo: try reaction(table), origin: origin(table))
    }

    private static func phrases(_ text: String) -> [String] {
        text.split(separator: "&", omittingEmptySubsequences: false).map { part in
            part.split(separator: " ").joined(separator: " ")
        }
    }

    private func samples(_ key: String, _ table: TOMLReader) throws(InputFailure) -> [String] {
        let lines = try table.strings(key, atMost: Self.most) ?? []
        for line in lines where ShapingRule.reply(line) == nil {
            throw table.failure(
                key, "has \(line.debugDescription); write a reply as the server does: \"421 4.7.0 Try again later\"")
        }
        return lines
    }

    // MARK: - What it leads to

    private func reaction(_ table: TOMLReader) throws(InputFailure) -> Reaction? {
        guard let action = try table.choice("action", Action.self) else {
            let all = Action.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw table.failure(nil, "does not say what it leads to; write `action`, one of \(all)")
        }
        if action != .slowDown, table.has("rate") {
            throw table.failure("rate", "is for \"slow-down\", and this one is \"\(action.rawValue)\"")
        }
        guard action != .none else {
            guard !table.has("for") else { throw table.failure("for", "goes with an action, and this one has none") }
            return nil
        }
        guard let duration = try table.duration("for") else {
            throw table.failure(nil, "does not say for how long; write for = \"15m\"")
        }
        guard (.seconds(1)...Self.longest).contains(duration) else {
            throw table.failure(
                "for", "is \(DurationText.format(duration)); it must be from 1s to \(DurationText.format(Self.longest))"
            )
        }
        switch action {
        case .pause: return .pause(duration)
        case .oneConnection: return .oneConnection(duration)
        case .skipHost: return .skipHost(duration)
        case .slowDown, .none:
            guard let text = try table.string("rate") else { return .slowDown(nil, for: duration) }
            return .slowDown(try rate(text, .messages, "rate", table), for: duration)
        }
    }
}
