import SMTPCore

/// What a judge saw on the way to a verdict: for explaining.
struct FailureNotes {
    var code: UInt16?
    var status: EnhancedStatusCode?
    var providers: UInt64 = 0
    /// Numbers of phrases that stand in the text.
    var phrases: [Int] = []

    func steps(of verdict: FailureVerdict, by judge: FailureJudge) -> [String] {
        var steps = [
            "code \(code.map { "\($0)" } ?? "none"), status \(status.map { "\($0)" } ?? "none"), "
                + "as told apart or in the words"
        ]
        let names = RuleProvider.all.enumerated().filter { providers & 1 << UInt64($0.offset) != 0 }.map(\.element.name)
        steps.append(names.isEmpty ? "no provider is known" : "provider: " + names.joined(separator: ", "))
        let found = phrases.map { "\"\(judge.phrases[$0])\"" }
        steps.append(found.isEmpty ? "no phrase is known" : "phrases: " + found.joined(separator: ", "))
        if let rule = judge.rules.first(where: { $0.name == verdict.rule }) {
            let place = judge.rules.prefix { $0.name != rule.name }.count + 1
            steps.append("rule \(rule.name), number \(place) of \(judge.rules.count), is the first that fits")
        } else {
            steps.append(verdict.rule == "none" ? "no rule fits" : "nothing failed")
        }
        let status = verdict.status.map { ", status \($0)" } ?? ""
        steps.append("class \(verdict.failureClass.rawValue), \(verdict.isHard ? "hard" : "soft")\(status)")
        return steps
    }
}
