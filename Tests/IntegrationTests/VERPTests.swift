import Foundation
import Testing

/// A reverse-path of each recipient's own (variable envelope return paths).
@Suite("VERP", .timeLimit(.minutes(10)))
struct VERPTests {
    private func bench(_ subscribers: Int, policy: String = "verp = \"always\"") throws -> Workbench {
        let bench = try Workbench()
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[policy]\n\(policy)\n", to: "announce.toml")
        try bench.subscribe(subscribers)
        return bench
    }

    /// What the sink recorded of each copy.
    private func records(_ bench: Workbench) throws -> [[String: Any]] {
        try String(contentsOfFile: bench.path("copies.jsonl"), encoding: .utf8).split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func eachRecipientHasAReversePathAndTheSameMessage() throws {
        let bench = try bench(20)
        let relay = try bench.startSink("--defer", "30")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay, "--retry", "50ms"))
        try bench.expectExact(recipients: 20, unknownAtMost: 0)
        let records = try records(bench)
        #expect(records.count == 20)
        let paths = records.compactMap { $0["reversePath"] as? String }
        #expect(Set(paths).count == 20)
        #expect(
            paths.allSatisfy { $0.wholeMatch(of: /announce-bounces-[a-z2-7]{37}@lists\.example/) != nil }, "\(paths)")
        #expect(Set(records.compactMap { $0["digest"] as? String }).count == 1)
        // The token names an envelope of that recipient, and changes nothing where a subscription's token would.
        let token = try #require(paths.first?.firstMatch(of: /[a-z2-7]{37}/)?.0)
        let verified = try bench.fanmail("token", "verify", String(token))
        #expect(verified.status == 65 && verified.errors.contains("stands in a reverse-path"), "\(verified.errors)")
    }

    @Test func aPlanSaysWhatItCosts() throws {
        let bench = try bench(250)
        let plan = try bench.fanmail("plan", "letter.eml", "--json")
        #expect(plan.count("alone") == 250 && plan.count("envelopes") == 250 && plan.count("envelopesIfShared") == 3)
        #expect((plan.json["reasons"] as? [String])?.first?.contains("VERP of announce") == true)
        let shown = try bench.fanmail("plan", "letter.eml").output
        #expect(shown.contains("announce-bounces-TOKEN@lists.example"), "\(shown)")
        #expect(shown.contains("250 transactions instead of 3"))
    }

    @Test("With every-10th each has a reverse-path of their own in one of ten mailings, and others share envelopes")
    func inTurn() throws {
        let bench = try bench(40, policy: "verp = \"every-10th\"")
        let plan = try bench.fanmail("plan", "letter.eml", "--json")
        #expect(plan.count("alone") == 4 && plan.count("envelopes") == 5 && plan.count("envelopesIfShared") == 1)
        #expect((plan.json["reasons"] as? [String])?.first?.contains("every-10th") == true, "\(plan.output)")
        let relay = try bench.startSink("--defer", "30")
        var seen: [String: Int] = [:]
        for number in 1...10 {
            try bench.write(bench.letter(subject: "No. \(number)"), to: "letter.eml")
            let sent = try bench.fanmail("send", "letter.eml", "--relay", relay, "--retry", "50ms", "--json")
            #expect(sent.count("accepted") == 40, "\(sent.errors)")
            if number == 1 { #expect(sent.count("transactions") >= 5) }
        }
        // The path with which each copy was taken in the end is that of the first offer, whatever was put off.
        for record in try records(bench) {
            let path = record["reversePath"] as? String ?? ""
            if path.wholeMatch(of: /announce-bounces-[a-z2-7]{37}@lists\.example/) != nil {
                seen[record["forwardPath"] as? String ?? "", default: 0] += 1
            } else {
                #expect(path == "announce-bounces@lists.example")
            }
        }
        #expect(seen.count == 40 && seen.values.allSatisfy { $0 == 1 }, "\(seen)")
        let story = try bench.fanmail("explain", "user9@example.org", "--mailing", "1", "--json")
        let paths = try records(bench).filter { $0["forwardPath"] as? String == "user9@example.org" }
            .compactMap { $0["reversePath"] as? String }
        #expect(story.json["reversePath"] as? String == paths.first, "\(story.output) \(paths)")
    }

    @Test func aPlanSaysHowReportsFindTheirSubscriber() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let shown = try bench.fanmail("plan", "letter.eml").output
        #expect(shown.contains("back   announce: by DSN where the relay offers it"), "\(shown)")
        #expect(try bench.fanmail("plan", "letter.eml", "--json").output.contains("\"attribution\""))
    }

    @Test func aRunningMailingKeepsWhatItBeganWith() throws {
        let bench = try bench(12)
        let relay = try bench.startSink("--defer", "100")
        #expect(try bench.fanmail("send", "letter.eml", "--relay", relay, "--no-retry").status == 75)
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list.replacing("\"always\"", with: "\"never\""), to: "announce.toml")
        #expect(try bench.fanmail("list", "apply", "announce.toml").output.contains("policy.verp"))
        bench.expectSuccess(try bench.fanmail("mailing", "resume", "1", "--relay", relay))
        #expect(Set(try records(bench).compactMap { $0["reversePath"] as? String }).count == 12)
    }

    @Test("explain tells the reverse-path that was sent, also behind a new key") func explained() throws {
        let bench = try bench(6)
        let relay = try bench.startSink("--defer", "40")
        _ = try bench.fanmail("send", "letter.eml", "--relay", relay, "--no-retry")
        bench.expectSuccess(try bench.fanmail("key", "rotate"))
        bench.expectSuccess(try bench.fanmail("mailing", "resume", "1", "--relay", relay))
        let records = try records(bench)
        #expect(records.count == 6)
        for record in records {
            let address = try #require(record["forwardPath"] as? String)
            let story = try bench.fanmail("explain", address, "--mailing", "1", "--json")
            #expect(story.json["reversePath"] as? String == record["reversePath"] as? String, "\(story.output)")
            let told = try bench.fanmail("explain", address, "--mailing", "1").output
            #expect(told.contains("MAIL FROM:<announce-bounces-"), "\(told)")
        }
    }

    @Test func explainShowsAPersonalLetterAsItWasRead() throws {
        let bench = try bench(
            2, policy: "unsubscribe-url = \"https://lists.example/{token}\"\none-click = \"always\"")
        bench.expectSuccess(
            try bench.fanmail("subscriber", "add", "zoe@example.org", "--list", "announce", "--name", "Zo\u{EB}"))
        try bench.write(
            "---\nsubject: News for {{subscriber.name|you}}\nfrom: ada@lists.example\nlist: announce\n---\n"
                + "Dear {{subscriber.name|reader}}, [leave]({{unsubscribe.url}})\n", to: "letter.md")
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        bench.expectSuccess(try bench.fanmail("send", "letter.md", "--relay", relay))
        let story = try bench.fanmail("explain", "zoe@example.org", "--mailing", "1", "--json")
        #expect(story.json["letterSubject"] as? String == "News for Zo\u{EB}")
        let text = try #require(story.json["letterText"] as? String)
        let link = try #require(text.firstMatch(of: /https:\/\/lists.example\/[a-z2-7]{37}/)?.0)
        let told = try bench.fanmail("explain", "zoe@example.org", "--mailing", "1").output
        #expect(
            told.contains("Subject: News for Zo\u{EB}") && told.contains("  Dear Zo\u{EB}, "), "\(told)")
        #expect(!told.contains("{{"), "\(told)")
        // The link is the one that went out.
        let folder = bench.path("mail/new")
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder)
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        #expect(mails.contains { $0.contains("Delivered-To: zoe@") && $0.contains("List-Unsubscribe: <\(link)>") })
    }

    @Test func linksGoOnlyToThoseWhomTheListGivesThem() throws {
        let bench = try bench(
            2,
            policy:
                "verp = \"always\"\nunsubscribe-url = \"https://lists.example/{token}\"\none-click = \"large-receivers\""
        )
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "a@gmail.com", "--list", "announce"))
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let folder = bench.path("mail/new")
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder)
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        #expect(mails.count == 3)
        for mail in mails {
            #expect(mail.contains("List-Unsubscribe-Post:") == mail.contains("Delivered-To: a@gmail.com"))
        }
    }

    /// A mailing to four, after which the server finds out that some of them are not there.
    private func answered(_ policy: String = "verp = \"always\"") throws -> Workbench {
        let bench = try bench(4, policy: policy)
        try bench.write(
            """
            [[fault]]
            at = "afterwards"
            recipient = "user0@*"
            reply = "550 5.1.1 no such user"
            [[fault]]
            at = "afterwards"
            recipient = "user1@*"
            reply = "552 5.2.2 mailbox full"
            [[fault]]
            at = "afterwards"
            recipient = "user2@*"
            reply = "450 4.2.0 not yet"
            [[fault]]
            at = "afterwards"
            recipient = "user3@*"
            complaint = "abuse"
            """, to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"), "--answers", bench.path("answers"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        return bench
    }

    private func process(_ bench: Workbench, _ source: String = "answers") throws -> [String: [[String: Any]]] {
        let result = try bench.fanmail("bounce", "process", source, "--json")
        #expect(result.status == (result.output.contains("notUnderstood") ? 65 : 0), "\(result.errors)")
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
        return Dictionary(grouping: rows) { $0["result"] as? String ?? "" }
    }

    @Test func whatComesBackNamesItsSubscriberAndNobodyElse() throws {
        let bench = try answered()
        try FileManager.default.copyItem(atPath: bench.path("answers"), toPath: bench.path("again"))
        let results = try process(bench)
        let bounces = (results["logged"] ?? []).compactMap { $0["bounce"] as? [String: Any] }
        let kinds = Dictionary(bounces.map { ($0["recipient"] as? String ?? "", $0["kind"] as? String ?? "") }) { $1 }
        // The last one complained; of the delay nobody asked to hear (NOTIFY=FAILURE).
        #expect(
            kinds == ["user0@example.org": "hard", "user1@example.org": "soft", "user3@example.org": "none"],
            "\(results)")
        #expect(results["ignored"] == nil, "\(results)")
        let shown = try bench.fanmail("subscriber", "ls", "--list", "announce").output
        #expect(shown.contains("user0@example.org  announce  bounced"), "\(shown)")
        #expect(shown.contains("user3@example.org  announce  unsubscribed"), "\(shown)")
        #expect(shown.components(separatedBy: "active").count == 3)
        let log = try bench.fanmail("bounce", "ls").output
        #expect(log.contains("hard  user0@example.org  550 5.1.1 no such user"), "\(log)")
        // The same reports once more.
        #expect(try process(bench, "again")["known"]?.count == 3)
        #expect(try bench.fanmail("bounce", "ls").output == log)
    }

    @Test("All that the sink brings back is understood, of envelopes that many share")
    func allAnswersOfTheSink() throws {
        let bench = try Workbench()
        try bench.subscribe(8)
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "jörg@example.org", "--list", "announce"))
        let reports = [
            ("user0", "550 5.1.1 no such user"), ("user1", "552 5.2.2 mailbox full"),
            ("user2", "450 4.2.0 not yet"), ("jörg", "550 5.1.1 no such user"),
        ]
        let complaints = ["abuse", "fraud", "virus", "not-spam", "other"]
        let faults =
            reports.map { "recipient = \"\($0.0)@*\"\nreply = \"\($0.1)\"\n" }
            + complaints.enumerated().map { "recipient = \"user\($0.offset + 3)@*\"\ncomplaint = \"\($0.element)\"\n" }
        try bench.write(faults.map { "[[fault]]\nat = \"afterwards\"\n\($0)" }.joined(), to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"), "--answers", bench.path("answers"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        #expect(try bench.sqlite("SELECT count(*) FROM envelope") == "1")
        let results = try process(bench)
        let bounces = (results["logged"] ?? []).compactMap { $0["bounce"] as? [String: Any] }
            .filter { $0["kind"] as? String != "none" }
        #expect(
            Set(bounces.compactMap { $0["recipient"] as? String }) == [
                "user0@example.org", "user1@example.org", "jörg@example.org",
            ], "\(results)")
        #expect(bounces.allSatisfy { $0["found"] as? String == "envelope-id" }, "\(bounces)")
        #expect(results["notUnderstood"] == nil, "\(results)")
        let left = try FileManager.default.contentsOfDirectory(atPath: bench.path("answers/new"))
        #expect(left.isEmpty && results.values.flatMap(\.self).count >= 8, "\(left) \(results)")
    }

    @Test func aListThatScoresWaitsForMore() throws {
        let bench = try answered("verp = \"always\"\n[bounce]\nhard = \"score\"\nscore-mailings = 2")
        #expect(try process(bench)["logged"]?.count == 3)
        // One complained.
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 3)
    }

    @Test func aReportAboutSomebodyElseAndAForgedTokenCountForNothing() throws {
        // What ENVID would tell besides is another matter.
        let bench = try answered("verp = \"always\"\ndsn = \"never\"")
        let folder = bench.path("answers/new")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
        let report = try #require(
            try files.map { try String(contentsOfFile: $0, encoding: .utf8) }.first { $0.contains("user0@") })
        // Whoever gets a copy sees its own token alone, and may claim in a report what they like.
        try bench.write(report.replacing("user0@", with: "user3@"), to: "claimed.eml")
        let claimed = try process(bench, "claimed.eml")["logged"]?.first?["bounce"] as? [String: Any]
        #expect(claimed?["recipient"] as? String == "user0@example.org")
        let token = try #require(report.firstMatch(of: /announce-bounces-([a-z2-7]{37})@/)).1
        let forged = token.map { $0 == "a" ? "b" : "a" }.joined()
        try bench.write(report.replacing(token, with: forged), to: "forged.eml")
        // What it says of the address is known; were it not, it would end nothing.
        #expect(try process(bench, "forged.eml")["known"]?.count == 1)
        try bench.write(report.replacing(token, with: forged).replacing("user0@", with: "user3@"), to: "forged.eml")
        let doubtful = try process(bench, "forged.eml")["logged"]?.first?["bounce"] as? [String: Any]
        #expect(doubtful?["found"] as? String == "field" && (doubtful?["confidence"] as? Int ?? 100) < 90)
        #expect(doubtful?["effect"] as? String != "ended")
        // An unsubscribe token is none for this, nor this one for that.
        let other = try bench.fanmail("token", "make", "unsubscribe", "user3@example.org", "--list", "announce").output
        try bench.write(report.replacing(token, with: other.trimmingCharacters(in: .newlines)), to: "other.eml")
        #expect(try process(bench, "other.eml")["known"]?.count == 1)
        try bench.write("From: x@x.example\nTo: announce-leave-\(token)@lists.example\n\nx\n", to: "leave.eml")
        #expect(try bench.fanmail("inbox", "process", "leave.eml").errors.contains("ignored"))
        // Nor is an answer written by hand; one of a machine asks nobody to look at it.
        try bench.write("From: x@x.example\nTo: announce-bounces-\(token)@lists.example\n\nx\n", to: "mail.eml")
        #expect(try process(bench, "mail.eml")["notUnderstood"]?.count == 1)
        for (field, result) in [("Auto-Submitted: auto-replied", "ignored"), ("Precedence: bulk", "ignored")] {
            let away = "From: x@x.example\nTo: announce-bounces-\(token)@lists.example\n\(field)\n\nI am away\n"
            try bench.write(away, to: "away.eml")
            #expect(try process(bench, "away.eml")[result]?.count == 1, "\(field)")
        }
        // The report is heeded, whatever else it says.
        try bench.write("Auto-Submitted: auto-replied\n" + report, to: "automatic.eml")
        #expect(try process(bench, "automatic.eml")["known"]?.count == 1)
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 3)
    }
}
