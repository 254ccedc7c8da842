import Bounces
import FanmailBasics
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import Testing

@testable import Fanmail

/// Rules in a file beside the database, made by `teach` and mended by hand.
@Suite("Rules that were taught", .timeLimit(.minutes(10)))
struct TaughtRulesTests: ReportSuite {
    private let folder: StoreFolder
    private static let file = "fanmail.bounce-rules"
    private static let gnomes = """
        rule gnomes
        words the gnomes & refuse
        class disabled
        yes 554 5.0.0 The gnomes of x.example refuse 17 letters
        no 550 5.1.1 No such user here

        """
    private static let words = "The gnomes of x.example refuse 3 letters"

    init() throws { folder = try StoreFolder() }

    private func rules() throws -> TaughtRules { try TaughtRules(ofDatabase: folder.path("fanmail.db")) }

    private func rule(_ name: String, _ words: String) throws -> FailureRule {
        let text = "rule \(name)\nwords \(words)\nclass full\nyes 554 \(words)\nno 550 5.1.1 No such user here"
        return try #require(try FailureRuleText.rules(text).first)
    }

    @Test("What people wrote into the file stays when a rule is added") func byHand() throws {
        try folder.write("\u{FEFF}# mine\r\n\(Self.gnomes.replacing("\n", with: "\r\n"))# the end", to: Self.file)
        var rules = try rules()
        #expect(rules.rules.map(\.name) == ["gnomes"])
        for name in ["dwarfs", "elves"] {
            try rules.add(rule(name, "the \(name) have eaten it"))
            try rules.write()
        }
        let again = try self.rules()
        #expect(again.rules.map(\.name) == ["elves", "dwarfs", "gnomes"])
        let text = try folder.text(Self.file)
        #expect(text.contains("# mine") && text.hasSuffix("# the end"), "\(text)")
        #expect(text.components(separatedBy: "bounce undecided teach").count == 2)
        #expect(throws: FanmailFailure.self) { try rules.add(rule("elves", "another word of theirs")) }
    }

    @Test("Of rules that are taught at one moment none is lost") func atOnce() async throws {
        let database = folder.path("fanmail.db")
        let rules = try (0..<12).map {
            try rule("kind-\($0)", "the \(["gnomes", "elves", "dwarfs"][$0 % 3]) ate no \($0)")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for rule in rules {
                group.addTask {
                    // Long enough for another to come in between.
                    _ = try await OwnThread.run("teach") {
                        try TaughtRules.teach(rule, ofDatabase: database) { _ in usleep(2000) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(Set(try self.rules().rules.map(\.name)) == Set(rules.map(\.name)))
        #expect(throws: CocoaError.self) {
            try TaughtRules.teach(rule("never", "trolls were here"), ofDatabase: database) { _ in
                throw CocoaError(.userCancelled)
            }
        }
        #expect(try self.rules().rules.count == 12)
    }

    @Test(
        "A mistake is told with its line, and fanmail's own rules judge",
        arguments: [
            ("# a\nrule x\nclass nothing\n", "line 3"), ("# a\n\nrule x\nwords of the gnomes\nklass full\n", "line 5"),
            // It decides nothing of its own.
            ("rule a\nwords the gnomes\nclass full\nyes 554 the dwarfs\nno 550 5.1.1 No such user", "line 1"),
            // It would throw everybody off.
            ("\nrule b\ncode 5xx\nclass disabled\nhard\nyes 554 any\nno 450 any", "line 2"),
            ("\n\n\nrule c\nwords xy\nclass full\nyes 554 xy\nno 550 No such user", "line 4"),
            ("rule d\nwords the gnomes\nclass policy\nhard\nyes 554 the gnomes\nno 550 No such user", "line 1"),
        ])
    func mistakes(text: String, line: String) throws {
        try folder.write(text, to: Self.file)
        let failure = try #require(throws: FanmailFailure.self) { try rules() }
        #expect(failure.message.contains("\(Self.file), \(line):") && !failure.message.contains("\n"), "\(failure)")
        var told: [String] = []
        let judge = TaughtRules.judge(ofDatabase: folder.path("fanmail.db")) { told.append($0.message) }
        #expect(told == [failure.message])
        #expect(judge.rules == FailureJudge.standard.rules)
        #expect(try folder.text(Self.file) == text)
    }

    @Test("More than there is room for is not read", arguments: [0, 1])
    func bounds(kind: Int) throws {
        let many = (0...TaughtRules.mostRules).map { "rule r\($0)\nclass full\n" }.joined()
        try folder.write(kind == 0 ? many : String(repeating: "#\n", count: 1 << 19) + "#", to: Self.file)
        let failure = #expect(throws: FanmailFailure.self) { try rules() }
        #expect(failure?.message.contains("take rules out") == true, "\(String(describing: failure))")
        try folder.write([0x23, 0xFF, 0x0A], to: Self.file)
        #expect(throws: FanmailFailure.self) { try rules() }
    }

    @Test("They judge refusals of the next mailing, and reports") func judges() async throws {
        try folder.write(Self.gnomes, to: Self.file)
        for name in ["ada", "ken", "mei"] { try folder.subscribe("\(name)@x.example") }
        let transport = RecordingTransport { transaction in
            var result = TransactionResult.accepted("kept")
            let reply = Reply(code: 554, status: EnhancedStatusCode(5, 0, 0), text: Self.words)
            result.exceptions.append(.init(index: 0, reply: reply))
            return result
        }
        var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"))
        settings.transport = transport
        let office = try PostOffice(database: folder.path("fanmail.db"), settings: settings)
        _ = await (try await office.send(Office.news(for: office))).report()
        let refused = try #require(try bounces().first)
        #expect(refused.rule == "gnomes" && refused.failureClass == .disabled && refused.kind == .hard)
        let report = report("mei@x.example", status: "5.0.0", diagnostic: "554 5.0.0 \(Self.words)")
        _ = try BounceIntake(store: office.store).take(report)
        #expect(try bounces().map(\.rule) == ["gnomes", "gnomes"])
        // The next mailing heeds what the file says then.
        try folder.write("rule x\n", to: Self.file)
        #expect(office.store.judge().rules.first?.name != "gnomes")
        office.close()
    }

    private func bounces() throws -> [BounceRecord] {
        var all: [BounceRecord] = []
        try folder.store.bounces(BounceSelection(), limit: nil) { all.append($0) }
        return all
    }
}
