import Foundation
import Testing

/// Double opt-in and leaving by token, from the command line.
@Suite(.timeLimit(.minutes(10)))
struct TokenCommandTests {
    @Test func aSubscriptionWaitsForItsToken() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let asked = try bench.fanmail(
            "subscriber", "add", "ada@example.org", "--list", "announce", "--confirm", "--name", "Ada", "--json")
        let token = try #require(asked.json["token"] as? String)
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("pending") == 1)
        let verified = try bench.fanmail("token", "verify", token, "--from", "https://example.org/c", "--json")
        #expect(verified.json["result"] as? String == "confirmed")
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
        let shown = try bench.fanmail("subscriber", "show", "ada@example.org").output
        #expect(shown.contains("confirmed") && shown.contains("https://example.org/c"))
        #expect(try bench.fanmail("token", "verify", token).output.contains("unchanged"))
    }

    @Test func leavingWorksAfterTheKeyWasRotated() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let made = try bench.fanmail("token", "make", "unsubscribe", "user1@example.org", "--list", "announce")
        bench.expectSuccess(try bench.fanmail("key", "rotate"))
        #expect(try bench.fanmail("key", "ls").output.contains("verifies"))
        let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try bench.fanmail("token", "verify", token, "--json").json["result"] as? String == "unsubscribed")
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
    }

    /// The addresses that end or confirm the subscription of user0.
    private func leave(_ bench: Workbench, _ number: Int = 0) throws -> String {
        let made = try bench.fanmail(
            "token", "make", "unsubscribe", "user\(number)@example.org", "--list", "announce", "--json")
        return try #require(made.json["mailto"] as? String)
    }

    private func message(to address: String, _ fields: String = "") -> String {
        "From: somebody@example.org\nTo: \(address)\n\(fields)Subject: x\n\nplease\n"
    }

    @Test func leavingByMailIsAnsweredWithGoodbye() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        try bench.write(message(to: "\"The list\" <\(leave(bench))>"), to: "m.eml")
        let relay = try bench.startSink()
        let processed = try bench.fanmail("inbox", "process", "m.eml", "--relay", relay)
        bench.expectSuccess(processed)
        #expect(processed.errors.contains("user0@example.org unsubscribed: announce; answer"), "\(processed.errors)")
        #expect(try bench.copies() == ["user0@example.org": 1])
        let again = try bench.fanmail("inbox", "process", "m.eml", "--relay", relay)
        #expect(again.errors.contains("unchanged"))
        #expect(try bench.copies() == ["user0@example.org": 1])
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 2)
    }

    @Test func anMboxAndAMaildirAreReadToTheirEnds() throws {
        let bench = try Workbench()
        try bench.subscribe(4)
        var mbox = ""
        for number in 0..<2 {
            mbox += try "From x@example.org Mon Nov 23 08:00:00 2026\n" + message(to: leave(bench, number)) + "\n"
        }
        try bench.write(mbox, to: "box")
        #expect(try bench.fanmail("inbox", "process", "box", "--json").output.contains("user1@example.org"))
        for folder in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: bench.path("Maildir/\(folder)"), withIntermediateDirectories: true)
        }
        try bench.write(message(to: leave(bench, 2)), to: "Maildir/new/1.x")
        try bench.write(message(to: "announce@lists.example"), to: "Maildir/new/2.x")
        bench.expectSuccess(try bench.fanmail("inbox", "process", "Maildir"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: bench.path("Maildir/cur")).sorted()
                == ["1.x:2,S", "2.x:2,S"])
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
    }

    @Test(arguments: [
        "Auto-Submitted: auto-replied\n", "Return-Path: <>\n", "Precedence: bulk\n", "List-Id: <x.example.org>\n",
    ])
    func whatIsAutomaticDoesNothing(field: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        try bench.write(message(to: leave(bench), field), to: "m.eml")
        let processed = try bench.fanmail("inbox", "process", "m.eml")
        bench.expectSuccess(processed)
        #expect(processed.errors.contains("ignored: it"), "\(processed.errors)")
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
    }

    @Test func aForgedAddressDoesNothing() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        _ = try leave(bench)
        let forged = "announce-leave-\(String(repeating: "a", count: 37))@lists.example"
        try bench.write(message(to: forged), to: "m.eml")
        #expect(try bench.fanmail("inbox", "process", "m.eml").errors.contains("not signed here"))
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
    }

    @Test(arguments: [
        (["token", "verify", "nonsense"], Int32(65), "no token"),
        (["token", "verify", String(repeating: "a", count: 37)], 65, "key 0"),
        (["token", "make", "destroy", "user0@example.org", "--list", "announce"], 64, "confirm or unsubscribe"),
        (["token", "make", "unsubscribe", "nobody@example.org", "--list", "announce"], 66, "not subscribed"),
        (["token", "make", "confirm", "user0@example.org", "--list", "announce"], 65, "confirmed"),
        (
            ["token", "make", "unsubscribe", "user0@example.org", "--list", "announce", "--lasting", "x"], 64,
            "duration"
        ),
    ])
    func badInputIsOneClearLine(arguments: [String], status: Int32, says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let result = try bench.run(bench.process(arguments))
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
    }
}
