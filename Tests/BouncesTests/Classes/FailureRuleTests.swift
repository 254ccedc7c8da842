import Bounces
import SMTPCore
import Testing

struct FailureRuleTests {
    @Test("The rules that come with it read, and the linter finds nothing", arguments: FailureRules.texts.map(\.name))
    func texts(name: String) throws {
        let text = try #require(FailureRules.texts.first { $0.name == name }).text
        let rules = try FailureRuleText.rules(text)
        #expect(!rules.isEmpty)
        #expect(try FailureRuleText.rules(FailureRuleText.text(rules)) == rules)
    }

    @Test func lint() {
        #expect(FailureRuleLint.findings(FailureRules.all) == [])
        #expect(FailureRules.all.count > 280)
    }

    @Test(
        "The linter finds what is wrong",
        arguments: [
            ("rule a\nwords go away\nclass policy\nno 550 no", "no remark that it decides"),
            ("rule a\nwords go away\nclass policy\nyes 550 go away", "no remark that it does not decide"),
            ("rule a\nclass policy\nyes 550 go away\nno 250 go", "no condition"),
            ("rule a\nwords no\nclass policy\nyes 550 no\nno 550 yes", "too short"),
            ("rule a\nwords at & 5\nclass policy\nyes 550 at 5\nno 550 yes", "too short"),
            ("rule a\nwords error 20261127\nclass policy\nyes 550 error 20261127\nno 550 yes", "digits that vary"),
            ("rule a\nwords from 192.0.2.1\nclass policy\nyes 550 from 192.0.2.1\nno 550 yes", "digits that vary"),
            ("rule a\nwords until 12:30\nclass policy\nyes 550 until 12:30\nno 550 yes", "digits that vary"),
            (
                "rule a\nwords go away\nclass policy\nyes 550 come back\nno 550 yes",
                "it does not decide '550 come back'"
            ),
            ("rule a\nwords go away\nclass policy\nyes 550 go away\nno 550 go away", "which it is not to"),
            ("rule a\nwords go away\nclass policy\nhard\nyes 550 go away\nno 550 no", "policy is not hard"),
            ("rule a\nwords go away | Go  AWAY\nclass policy\nyes 550 go away\nno 550 no", "stand there twice"),
            (
                "rule a\nwords go away\nclass policy\nyes 550 go away\nno 550 no\n"
                    + "rule b\nwords never | go away now\nclass rate\nyes 550 never\nno 550 no",
                "b: rule a takes the words 'go away now'"
            ),
            (
                "rule a\nstatus x.7.*\nclass policy\nyes 550 5.7.1 no\nno 550 no\n"
                    + "rule b\nstatus 5.6.1 5.7.2\nclass rate\nyes 550 5.6.1 no\nno 550 no",
                "b: rule a takes 5.7.2"
            ),
            (
                "rule a\nwords go away\nclass policy\nyes 550 go away\nno 550 no\n"
                    + "rule a\nwords never\nclass rate\nyes 550 never\nno 550 no",
                "another rule has this name"
            ),
        ])
    func findings(text: String, expected: String) throws {
        let findings = FailureRuleLint.findings(try FailureRuleText.rules(text)).map(\.description)
        #expect(findings.contains { $0.contains(expected) }, "\(findings)")
    }

    @Test(
        "A text reads the same whatever its lines end in and its words are parted by",
        arguments: [
            "rule a\r\n\r\n# for people\r\nwords go away & now | grüße\r\nunless é\r\nclass policy\r\nyes 550 go away now\r\n",
            "\n  rule\t a \t\n\t# for people\n words\t go away  &now|\u{A0}grüße\u{A0} \nunless \u{2003}é\nclass  policy\n"
                + "yes \t550 go away now\r",
            "rule a\nwords go away&now|grüße\n   \n\t\nunless é\nclass policy\nyes 550 go away now",
        ])
    func blanks(text: String) throws {
        let rule = try #require(try FailureRuleText.rules(text).first)
        #expect(rule.name == "a" && rule.failureClass == .policy)
        #expect(rule.words == [["go away", "now"], ["grüße"]] && rule.unless == ["é"])
        #expect(rule.matching == ["550 go away now"])
    }

    @Test(
        "What is wrong with a text is told with its line",
        arguments: [
            ("words go away", "line 1: the first line is 'rule' with a name"),
            ("rule a\nclass nonsense", "line 2: there is no class 'nonsense'"),
            ("rule a\n\nrule b\nclass policy", "line 3: the rule before has no class"),
            ("rule a", "line 1: the last rule has no class"), ("rule A B\nclass policy", "line 1: a rule's name"),
            ("rule a\nfor nobody\nclass policy", "line 2: there is no provider 'nobody'"),
            ("rule a\ncode 700\nclass policy", "line 2: a code is"),
            ("rule a\nstatus 5.1\nclass policy", "line 2: a status is"),
            ("rule a\nwords go & | b\nclass policy", "line 2: words are phrases"),
            ("rule a\nmeans x\nclass policy", "line 2: a status such as"),
            ("rule a\nfoo b\nclass policy", "line 2: there is no key"),
            ("rule a\nhard x\nclass policy", "line 2: nothing stands behind 'hard'"),
            ("rule a\nunless |\nclass policy", "line 2: phrases are missing"),
        ])
    func wrongTexts(text: String, expected: String) {
        let error = #expect(throws: FailureRuleTextError.self) { try FailureRuleText.rules(text) }
        #expect(error?.description.hasPrefix(expected) == true, "\(error.map(\.description) ?? "")")
    }

    @Test(
        "Statuses",
        arguments: [
            ("5.1.1", "5.1.1", true), ("5.1.1", "4.1.1", false), ("x.1.1", "4.1.1", true), ("x.1.1", "5.1.10", false),
            ("5.7.606-649", "5.7.606", true), ("5.7.606-649", "5.7.649", true), ("5.7.606-649", "5.7.650", false),
            ("x.7.*", "5.7.0", true), ("x.7.*", "5.6.0", false), ("none", "5.0.0", true), ("none", "5.1.1", false),
            ("x.0.0", "5.0.0", false),
        ])
    func statuses(pattern: String, status: String, expected: Bool) throws {
        let pattern = try #require(StatusPattern(pattern))
        let code = try #require(EnhancedStatusCode(status))
        #expect(pattern.matches(code) == expected)
        #expect(StatusPattern(pattern.description) == pattern)
        #expect(pattern.matches(nil) == (pattern.description == "none"))
    }

    @Test(
        "No statuses",
        arguments: ["", "5", "5.1", "6.1.1", "5.1.1.1", "5.1.9-3", "5.1.-", "5.1.1000", "y.1.1", "5.x.1"])
    func noStatuses(text: String) { #expect(StatusPattern(text) == nil) }

    @Test(
        "Providers, by host or by domain",
        arguments: [
            ("gmail-smtp-in.l.google.com" as String?, nil as String?, "google" as String?),
            (nil, "GMAIL.com", "google"),
            ("hotmail-com.olc.protection.outlook.com.", nil, "outlook-com"),
            ("x-example.mail.protection.outlook.com", "x.example", "exchange-online"),
            (nil, "hotmail.co.uk", "outlook-com"),
            (nil, "yahoo.com.br", "yahoo"), (nil, "yahoo.co.jp", "yahoo-japan"), (nil, "mail.yahoo.example.org", nil),
            ("mx.x.example", "x.example", nil), ("notgoogle.com", nil, nil), (nil, "", nil), ("", nil, nil),
            (".", nil, nil),
            ("mx.x.example", "gmx.de", "gmx"), (nil, "gmx", nil), (nil, "outlook.example.org", nil),
            (nil, "live.gov", nil), (nil, "gmx.net", "gmx"), (nil, "yahoo.example.fr", nil),
        ])
    func providers(server: String?, domain: String?, expected: String?) {
        #expect(RuleProvider.of(server: server, domain: domain)?.name == expected)
    }

    @Test(
        "Whose mailboxes they are: by the domain, else by the host that took or refused the copy, else the domain's own",
        arguments: [
            ("gmail.com", nil, "google"), ("googlemail.com", nil, "google"), ("yahoo.co.uk", nil, "yahoo"),
            ("hotmail.fr", nil, "outlook-com"), ("outlook.example.org", nil, "outlook.example.org"),
            ("corp.example", "aspmx.l.google.com", "google"),
            ("corp.example", "corp-example.mail.protection.outlook.com", "exchange-online"),
            ("gmail.com", "relay.ovh.net", "google"), ("corp.example", "mx1.ovh.net", "ovh"),
            ("corp.example", "evilgoogle.com", "corp.example"), ("corp.example", "relay.example", "corp.example"),
        ] as [(String, String?, String)])
    func mailboxes(domain: String, server: String?, provider: String) {
        #expect(RuleProvider.mailboxes(ofDomain: domain, server: server) == provider)
    }
}
