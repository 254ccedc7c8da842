import Bounces
import SMTPCore
import Testing

struct FailureJudgeTests {
    @Test("Every line is a sample")
    func samples() {
        #expect(RemarkSamples.all.count == RemarkSamples.lines.count)
        #expect(RemarkSamples.all.count > 600)
        #expect(Set(RemarkSamples.all.map(\.failureClass)) == Set(FailureClass.allCases))
    }

    @Test("What a remark means", arguments: RemarkSamples.all)
    func means(sample: RemarkSamples.Sample) {
        let verdict = FailureJudge.verdict(sample.remark)
        #expect(verdict.failureClass == sample.failureClass, "\(verdict.rule)")
        #expect(verdict.isHard == sample.isHard, "\(verdict.rule)")
        let isOfAddress: Set<FailureClass> = [.addressUnknown, .domainUnknown, .disabled]
        #expect(verdict.concernsAddress == (sample.isHard && isOfAddress.contains(sample.failureClass)))
    }

    /// A server puts the same words under 4xx, and a report may call a copy delayed.
    @Test("For now, nothing is hard", arguments: RemarkSamples.all.filter { $0.isHard })
    func transient(sample: RemarkSamples.Sample) {
        var remark = sample.remark
        remark.action = .delayed
        #expect(!FailureJudge.verdict(remark).isHard)
        remark.action = nil
        remark.code = 450
        remark.status = nil
        #expect(!FailureJudge.verdict(remark).isHard)
    }

    @Test("Case, line ends and repeated codes do not count", arguments: RemarkSamples.all)
    func spelling(sample: RemarkSamples.Sample) {
        let verdict = FailureJudge.verdict(sample.remark)
        for text in [
            sample.remark.text.uppercased(), sample.remark.text.replacing(" ", with: "\r\n"),
            "  " + sample.remark.text.replacing(" ", with: " \t "),
        ] {
            var remark = sample.remark
            remark.text = text
            let other = FailureJudge.verdict(remark)
            #expect(other.failureClass == verdict.failureClass, "\(text)")
            #expect(other.isHard == verdict.isHard)
        }
    }

    @Test("What reached somebody is no failure", arguments: [ReportedAction.delivered, .relayed, .expanded])
    func delivered(action: ReportedAction) {
        let verdict = FailureJudge.verdict(FailureRemark(code: 550, text: "user unknown", action: action))
        #expect(verdict.failureClass == .notABounce && !verdict.isHard)
    }

    @Test(
        "What the message is comes before what it says",
        arguments: [
            (BounceReading.Nature.delivery, FailureClass.addressUnknown), (.complaint, .complaint),
            (.autoReply, .autoReply), (.challenge, .policy), (.disposition, .notABounce), (.other, .notABounce),
        ])
    func natures(nature: BounceReading.Nature, failureClass: FailureClass) {
        let verdict = FailureJudge.verdict(FailureRemark(code: 550, text: "user unknown"), in: nature)
        #expect(verdict.failureClass == failureClass)
        #expect(verdict.isHard == (nature == .delivery))
    }

    @Test(
        "The code and the status are found in the words where nobody took them out",
        arguments: [
            ("host mx.x.example[192.0.2.1] said: 550 5.1.1 <a@x.example>: no", FailureClass.addressUnknown, "5.1.1"),
            ("smtp; 450 4.2.2 no", .full, "4.2.2"), ("no (#5.2.1)", .disabled, "5.2.1"),
            ("#5.3.4 smtp;552 no", .tooLarge, "5.3.4"), ("552 no", .full, "5.2.2"),
            ("550-5.1.1 no 550 5.1.1 no", .addressUnknown, "5.1.1"),
        ])
    func toldInWords(text: String, failureClass: FailureClass, status: String) {
        let verdict = FailureJudge.verdict(FailureRemark(text: text))
        #expect(verdict.failureClass == failureClass, "\(verdict.rule)")
        #expect(verdict.status == EnhancedStatusCode(status))
    }

    @Test("What is no code is none", arguments: ["5.1.1.2", "Exim 4.94.2", "192.5.1.1", "no 550", "v5.1.1a", "x5.1.1"])
    func notTold(text: String) {
        let verdict = FailureJudge.verdict(FailureRemark(text: text))
        #expect(verdict.failureClass == .undecided && verdict.status == nil, "\(verdict)")
    }

    @Test(
        "A status is inferred where none says something",
        arguments: [
            (550 as UInt16?, nil as String?, "User unknown", "5.1.1" as String?),
            (450, nil, "User unknown", "4.1.1"), (550, "5.0.0", "Mailbox is full", "5.2.2"),
            (550, "5.7.1", "no such user", "5.7.1"), (nil, nil, "Unrouteable mail domain", "5.1.2"),
            (550, nil, "no", nil), (550, "5.0.0", "no", "5.0.0"),
        ])
    func inferred(code: UInt16?, status: String?, text: String, expected: String?) throws {
        let told = try status.map { try #require(EnhancedStatusCode($0)) }
        let verdict = FailureJudge.verdict(FailureRemark(code: code, status: told, text: text))
        #expect(verdict.status?.description == expected)
    }

    /// Whoever else is refused for it: nobody leaves a list for what is not their doing.
    @Test(
        "Policy, rate, authentication, content and the like end no subscription",
        arguments: [FailureClass.policy, .rate, .authentication, .content, .reputation, .system, .full, .tooLarge])
    func othersMatters(failureClass: FailureClass) {
        let rules = FailureJudge.standard.rules.filter { $0.failureClass == failureClass }
        #expect(!rules.isEmpty && !rules.contains { $0.isHard == true })
        for sample in RemarkSamples.all where sample.failureClass == failureClass {
            #expect(!FailureJudge.verdict(sample.remark).concernsAddress)
        }
    }

    @Test("Words within an address, or within others, do not count")
    func withinAddresses() {
        for text in [
            "<user-unknown@x.example>: go away", "spam@x.example: go away", "rejoice, misdenied",
            "\"dmarc@x.example\" no",
        ] {
            #expect(FailureJudge.verdict(FailureRemark(code: 550, text: text)).failureClass == .undecided, "\(text)")
        }
    }

    @Test("Any octets, and any number of them, get a verdict")
    func anyOctets() {
        var generator = SystemRandomNumberGenerator()
        for length in [0, 1, 2, 3, 17, 4095, 4096, 4097, 5000] {
            for _ in 0..<20 {
                let octets = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                _ = FailureJudge.verdict(FailureRemark(text: String(decoding: octets, as: UTF8.self)))
            }
        }
        for piece in [
            "@", "<a@", "550-", "550 5.1.1 ", "5.", "user ", "é", "\u{300}", "收件人", "\u{FEFF}", "ue", "'\"<([`",
        ] {
            let text = String(repeating: piece, count: 5000)
            _ = FailureJudge.verdict(FailureRemark(text: text))
            #expect(FailureJudge.standard.explanation(FailureRemark(text: text)).steps.count == 5)
        }
    }

    @Test("What stands beyond 4,096 octets does not count")
    func bounded() {
        let text = String(repeating: ". ", count: 3000) + "user unknown"
        #expect(FailureJudge.verdict(FailureRemark(code: 550, text: text)).failureClass == .undecided)
    }

    @Test("Steps tell what was seen and what decided")
    func explanation() {
        let remark = FailureRemark(code: 550, text: "User unknown", domain: "gmail.com")
        let explanation = FailureJudge.standard.explanation(remark)
        #expect(explanation.verdict == FailureJudge.verdict(remark))
        let steps = explanation.steps.joined(separator: "\n")
        for part in ["code 550, status none", "google", "\"user unknown\"", "rule user-unknown", "hard, status 5.1.1"] {
            #expect(steps.contains(part), "\(steps)")
        }
        let nothing = FailureJudge.standard.explanation(FailureRemark(text: "")).steps.joined(separator: "\n")
        #expect(nothing.contains("no rule fits") && nothing.contains("undecided"))
    }

    @Test("Rules that somebody taught come first")
    func taught() throws {
        let rules = try FailureRuleText.rules(
            "rule mine\nwords user unknown\nclass policy\nyes 550 user unknown\nno 550 no")
        let judge = FailureJudge(rules: rules + FailureJudge.standard.rules)
        #expect(judge.verdict(FailureRemark(code: 550, text: "User unknown")).rule == "mine")
        #expect(judge.verdict(FailureRemark(code: 550, text: "No such user")).rule == "user-unknown")
        #expect(FailureRuleLint.findings(rules + FailureJudge.standard.rules).contains { $0.rule == "user-unknown" })
    }
}
