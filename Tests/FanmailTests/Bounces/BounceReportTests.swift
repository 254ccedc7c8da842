import Bounces
import FanmailBasics
import ListStore
import SMTPCore
import Testing

@testable import Fanmail

@Suite("Reading the bounce log")
struct BounceReportTests {
    private let folder: StoreFolder
    /// 2026-11-23 and the day after, at noon.
    private static let days = [1_795_435_200_000, 1_795_521_600_000].map { Timestamp(milliseconds: $0) }

    init() throws {
        folder = try StoreFolder()
        let samples: [(String, UInt16, String, String, FailureClass, Bool, Int)] = [
            ("a@gmail.com", 550, "5.1.1", "No such user", .addressUnknown, true, 0),
            ("b@gmail.com", 550, "5.1.1", "No such user", .addressUnknown, true, 1),
            ("c@x.example", 552, "5.2.2", "Mailbox full", .full, false, 1),
            ("c@x.example", 554, "5.0.0", "The gnomes of c@x.example refuse 17 letters", .undecided, false, 1),
            ("d@x.example", 554, "5.0.0", "The gnomes of d@x.example refuse 3 letters", .undecided, false, 1),
        ]
        for (address, code, status, text, failureClass, isHard, day) in samples {
            try folder.subscribe(address)
            let person = try #require(try folder.store.person(Mailbox(parsing: address)))
            let note = BounceNote(
                mailing: nil, list: try folder.list.id, subscriber: person.id, recipient: address, code: Int(code),
                status: status, text: text,
                verdict: FailureVerdict(
                    failureClass: failureClass, isHard: isHard, status: EnhancedStatusCode(status[...]), rule: "test"),
                attribution: BounceAttribution("guess", confidence: 20), server: "mx.example")
            #expect(try folder.store.log(note, now: Self.days[day]) != nil)
        }
    }

    private func counts(_ grouping: BounceGrouping, _ selection: BounceSelection = .init()) throws -> [String: Int] {
        let rows = try folder.store.bounceCounts(selection, by: grouping)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.key ?? "", $0.bounces) })
    }

    @Test(
        "They are counted by what they have in common",
        arguments: [
            (.failureClass, ["address-unknown": 2, "full": 1, "undecided": 2]),
            (.code, ["550 5.1.1": 2, "552 5.2.2": 1, "554 5.0.0": 2]), (.list, ["announce": 5]), (.mailing, ["": 5]),
            (.day, ["2026-11-23": 1, "2026-11-24": 4]),
        ] as [(BounceGrouping, [String: Int])])
    func counted(by grouping: BounceGrouping, expected: [String: Int]) throws {
        #expect(try counts(grouping) == expected)
    }

    @Test("Only those that are meant are counted, and listed") func selected() throws {
        var selection = BounceSelection()
        selection.kind = .hard
        #expect(try counts(.failureClass, selection) == ["address-unknown": 2])
        selection.since = Self.days[1]
        #expect(try counts(.failureClass, selection) == ["address-unknown": 1])
        var listed: [String] = []
        try folder.store.bounces(selection, limit: nil) { listed.append($0.recipient) }
        #expect(listed == ["b@gmail.com"])
        selection = BounceSelection()
        selection.failureClass = .full
        listed = []
        try folder.store.bounces(selection, limit: nil) { listed.append($0.recipient) }
        #expect(listed == ["c@x.example"])
    }

    @Test("The report has the sum, people once, and the reasons, the most frequent first") func reasons() throws {
        let report = try BounceReport(folder.store, BounceSelection(), by: .day)
        #expect(report.sum.bounces == 5 && report.sum.people == 4 && report.sum.hard == 2 && report.sum.soft == 3)
        #expect(report.rows.map(\.key) == ["2026-11-23", "2026-11-24"])
        #expect(report.reasons.map(\.failureClass) == [.addressUnknown, .undecided, .full])
    }

    @Test("One is shown with the others of the same person") func one() throws {
        let (bounce, others) = try folder.store.bounce(3, others: 10)
        #expect(bounce.failureClass == .full && others.map(\.id) == [4])
        #expect(throws: StoreFailure.self) { try folder.store.bounce(99, others: 1) }
    }

    @Test("What no rule knows is one where addresses and numbers alone differ") func groups() throws {
        let words = try UndecidedWords(folder.store)
        let group = try #require(words.groups.first)
        #expect(words.groups.count == 1 && group.count == 2 && group.words == "the gnomes of @ refuse # letters")
        #expect(words.group(group.key)?.examples.count == 2 && words.group("nothing") == nil)
    }

    @Test("What was taught judges anew, once it is lawful") func taught() throws {
        var rules = try TaughtRules(ofDatabase: folder.path("fanmail.db"))
        #expect(rules.rules.isEmpty)
        let text = """
            rule gnomes
            words the gnomes of & refuse
            class policy
            yes 554 5.0.0 The gnomes of c@x.example refuse 17 letters
            no 550 5.1.1 No such user here
            """
        try rules.add(try #require(try FailureRuleText.rules(text).first))
        #expect(try folder.store.judgeUndecided(by: rules.judge, isDryRun: true) == [.policy: 2])
        #expect(try counts(.failureClass)["undecided"] == 2)
        try rules.write()
        let again = try TaughtRules(ofDatabase: folder.path("fanmail.db"))
        #expect(again.rules == rules.rules)
        #expect(try folder.store.judgeUndecided(by: again.judge) == [.policy: 2])
        #expect(try counts(.failureClass) == ["address-unknown": 2, "full": 1, "policy": 2])
        #expect(try folder.store.judgeUndecided(by: again.judge).isEmpty)
        // Nobody's subscription ended by it.
        #expect(try folder.store.sumBounces(BounceSelection()).ended == 0)
    }

    @Test(
        "A rule that does not do what it says is not taken",
        arguments: [
            "rule a\nwords gnomes\nclass full\nyes 554 5.0.0 no dwarf is here\nno 550 5.1.1 No such user",
            "rule b\nwords user unknown\nclass full\nyes 550 5.1.1 user unknown\nno 550 user unknown",
            "rule c\nwords xy\nclass full\nyes 554 xy\nno 550 5.1.1 No such user",
        ])
    func refused(text: String) throws {
        var rules = try TaughtRules(ofDatabase: folder.path("fanmail.db"))
        let rule = try #require(try FailureRuleText.rules(text).first)
        #expect(throws: FanmailFailure.self) { try rules.add(rule) }
        #expect(rules.rules.isEmpty)
    }

    @Test("A file that is none of rules is told, with the line") func unreadable() throws {
        try folder.write("# a word\nrule x\nclass nothing\n", to: "fanmail.bounce-rules")
        let failure = #expect(throws: FanmailFailure.self) { try TaughtRules(ofDatabase: folder.path("fanmail.db")) }
        #expect(failure?.message.contains("line 3") == true, "\(String(describing: failure))")
    }
}
