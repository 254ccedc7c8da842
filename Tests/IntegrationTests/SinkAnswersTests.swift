import Foundation
import Testing

@Suite("The sink brings mail back", .timeLimit(.minutes(10)))
struct SinkAnswersTests {
    @Test("DSNs and complaints stand in the Maildir, each with its own envelope in front") func maildir() throws {
        let bench = try Workbench()
        try bench.write(
            """
            [[fault]]
            at = "afterwards"
            recipient = "user0@*"
            reply = "550 5.1.1 no such user"
            [[fault]]
            at = "afterwards"
            recipient = "user2@*"
            complaint = "abuse"
            """, to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"), "--answers", bench.path("answers"))
        bench.expectSuccess(
            try bench.run(
                bench.process([
                    "bench", relay, "--transactions", "4", "--connections", "1", "--to", "user{n}@x.example",
                ])))
        let texts = try FileManager.default.contentsOfDirectory(atPath: bench.path("answers/new")).sorted()
            .map { try String(contentsOfFile: bench.path("answers/new/\($0)"), encoding: .utf8) }
        #expect(texts.count == 2)
        #expect(texts.allSatisfy { $0.hasPrefix("Return-Path: <>\nDelivered-To: bench@bench.example\nFrom: ") })
        #expect(texts.count { $0.contains("Final-Recipient: rfc822; user0@x.example\nAction: failed\n") } == 1)
        #expect(texts.count { $0.contains("Original-Rcpt-To: <user2@x.example>\n") } == 1)
    }

    /// What the sink says of each afterwards, and what the log is to say; nil where it is to say nothing.
    private static let kinds: [(user: String, answer: String, log: (class: String, kind: String)?)] = [
        ("unknown", "reply = \"550 5.1.1 no such user\"", ("address-unknown", "hard")),
        ("domain", "reply = \"550 5.1.2 no such domain\"", ("domain-unknown", "hard")),
        ("closed", "reply = \"550 5.2.1 mailbox disabled\"", ("disabled", "hard")),
        ("full", "reply = \"552 5.2.2 mailbox full\"", ("full", "soft")),
        ("large", "reply = \"552 5.3.4 message too large\"", ("too-large", "soft")),
        ("spam", "reply = \"554 5.7.1 the message looks like spam\"", ("content", "soft")),
        ("expired", "reply = \"554 5.4.7 delivery time expired\"", ("expired", "soft")),
        ("later", "reply = \"451 4.4.1 no answer from host\"", nil),
        ("abuse", "complaint = \"abuse\"", ("complaint", "none")),
        ("fraud", "complaint = \"fraud\"", ("complaint", "none")),
        ("virus", "complaint = \"virus\"", ("complaint", "none")),
        ("other", "complaint = \"other\"", ("complaint", "none")), ("fine", "complaint = \"not-spam\"", nil),
    ]

    @Test(
        "All that it brings back is read by bounce process, found for certain, and judged right",
        arguments: ["verp = \"never\"", "verp = \"always\"\ndsn = \"never\""])
    func readBack(policy: String) throws {
        let bench = try Workbench()
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[policy]\n\(policy)\n", to: "announce.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        try bench.write(
            "email\n" + Self.kinds.map { "\($0.user)@x.example\n" }.joined() + "good@x.example\n", to: "p.csv")
        bench.expectSuccess(try bench.fanmail("subscriber", "import", "p.csv", "--list", "announce"))
        let faults = Self.kinds.map {
            "[[fault]]\nat = \"afterwards\"\nrecipient = \"\($0.user)@*\"\n\($0.answer)\n"
        }
        try bench.write(
            faults.joined(), to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"), "--answers", bench.path("answers"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let result = bench.expectSuccess(try bench.fanmail("bounce", "process", bench.path("answers"), "--json"))
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
        let bounces = rows.compactMap { $0["bounce"] as? [String: Any] }
        let wanted = Self.kinds.filter { $0.log != nil }
        #expect(Set(bounces.compactMap { $0["recipient"] as? String }) == Set(wanted.map { "\($0.user)@x.example" }))
        #expect(bounces.count == wanted.count && !rows.contains { $0["result"] as? String == "notUnderstood" })
        for (user, _, log) in Self.kinds {
            let bounce = bounces.first { $0["recipient"] as? String == "\(user)@x.example" }
            #expect(bounce?["class"] as? String == log?.class && bounce?["kind"] as? String == log?.kind, "\(user)")
            if let bounce { #expect(bounce["confidence"] as? Int ?? 0 >= 90, "\(bounce)") }
            let state = try bench.sqlite("SELECT state FROM subscription WHERE address = '\(user)@x.example'")
            let ended = log?.kind == "hard" ? "bounced" : log?.class == "complaint" ? "unsubscribed" : "active"
            #expect(state == ended, "\(user)")
        }
        let answers = try FileManager.default.contentsOfDirectory(atPath: bench.path("answers/new"))
        #expect(answers.isEmpty, "\(answers)")
    }

    @Test("Answers without a place for them, and a place without answers, are told") func mistakes() throws {
        let bench = try Workbench()
        try bench.write("[[fault]]\nat = \"afterwards\"\nreply = \"550 x\"\n", to: "faults.toml")
        for (arguments, part) in [
            (["--faults", "faults.toml"], "--answers DIR"), (["--answers", "answers"], "afterwards"),
        ] {
            let result = try bench.run(bench.process(["sink", "--listen", "127.0.0.1:0", "--for", "1s"] + arguments))
            #expect(result.status == 64 && result.errors.contains(part), "\(result.errors)")
        }
    }
}
