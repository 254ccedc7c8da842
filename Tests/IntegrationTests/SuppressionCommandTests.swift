import Foundation
import Testing

/// The suppression list from the command line.
@Suite(.timeLimit(.minutes(10)))
struct SuppressionCommandTests {
    @Test func whoIsSuppressedIsSkippedAndTheOutcomeSaysWhy() throws {
        let bench = try Workbench()
        try bench.subscribe(5)
        bench.expectSuccess(
            try bench.fanmail("suppression", "add", "User1@example.org", "--reason", "asked by telephone"))
        bench.expectSuccess(try bench.fanmail("suppression", "add", "user2@example.org", "--hashed"))
        let plan = try bench.fanmail("plan", "letter.eml", "--json")
        #expect(plan.count("recipients") == 3 && plan.count("suppressed") == 2)
        let relay = try bench.startSink()
        let sent = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json")
        #expect(sent.count("accepted") == 3 && sent.count("skipped") == 2)
        let outcomes = try bench.fanmail("mailing", "outcomes", "1", "--outcome", "skipped", "--json").output
        #expect(outcomes.contains("suppressed: asked by telephone"))
        #expect(try bench.copies().keys.sorted() == ["user0@example.org", "user3@example.org", "user4@example.org"])
        let story = try bench.fanmail("explain", "user1@example.org", "--mailing", "1").output
        #expect(story.contains("asked by telephone"))
    }

    @Test func anExportIsImportedAsItWas() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        bench.expectSuccess(
            try bench.fanmail("suppression", "add", "a@b.example", "--reason", "a \"quoted\", reason"))
        bench.expectSuccess(try bench.fanmail("suppression", "add", "@c.example", "--expires", "2099-01-31"))
        let exported = try bench.fanmail("suppression", "export").output
        #expect(exported.contains("@c.example,asked,") && exported.contains(",2099-01-31T00:00:00Z\r\n"))
        try bench.write(exported, to: "blocked.csv")
        bench.expectSuccess(try bench.fanmail("suppression", "rm", "a@b.example", "@c.example"))
        #expect(try bench.fanmail("suppression", "ls", "--json").output == "[]\n")
        let imported = try bench.fanmail("suppression", "import", "blocked.csv", "--json")
        #expect(imported.count("added") == 2 && imported.count("rejected") == 0)
        #expect(try bench.fanmail("suppression", "export").output == exported)
        let again = try bench.fanmail("suppression", "import", "blocked.csv", "--json")
        #expect(again.count("added") == 0 && again.count("changed") == 2)
    }

    @Test("What of a suppression list cannot be read is told, and all others are on the list; also in Latin-1, packed")
    func badLinesCostThemselves() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let bytes =
            Array("E-Mail;Reason\na@b.example;\"asked\nb@b.example;\"asked\"\nc@b.example;Gr".utf8) + [0xFC]
            + Array("n\nd@b.example;G\u{FC}nter\n".utf8) + [0x65, 0, 0x66, 0x0A] + Array("e@b.example;\"x".utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: bench.path("blocked.csv")))
        let result = try bench.fanmail("suppression", "import", "blocked.csv", "--json")
        #expect(result.status == 0 && result.count("added") == 2 && result.count("rejected") == 4, "\(result)")
        for line in [2, 4, 6, 7] { #expect(result.errors.contains("blocked.csv:\(line): "), "\(result.errors)") }
    }

    @Test func spreadsheetsCalculateNothing() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        bench.expectSuccess(
            try bench.fanmail("suppression", "add", "@c.example", "--reason", "=1+1"))
        let plain = try bench.fanmail("suppression", "export").output
        #expect(plain.contains("@c.example,=1+1,"))
        let defused = try bench.fanmail("suppression", "export", "--for-spreadsheets").output
        #expect(defused.contains("'@c.example,'=1+1,") && !defused.contains(",=") && !defused.contains("\n@"))
        // Read back it is still the domain, and nobody's address.
        try bench.write(defused, to: "defused.csv")
        bench.expectSuccess(try bench.fanmail("suppression", "rm", "@c.example"))
        bench.expectSuccess(try bench.fanmail("suppression", "import", "defused.csv"))
        #expect(
            try bench.fanmail("suppression", "check", "who@c.example").output.contains("is suppressed by @c.example"))
        #expect(try bench.fanmail("suppression", "export").output.contains("@c.example,=1+1,"))
    }

    @Test func checkTellsByWhichEntry() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        bench.expectSuccess(try bench.fanmail("suppression", "add", "@b.example", "--reason", "asked"))
        let check = try bench.fanmail("suppression", "check", "a@b.example", "a@c.example").output
        #expect(check.contains("a@b.example is suppressed by @b.example"))
        #expect(check.contains("a@c.example is not suppressed"))
        let added = try bench.fanmail("subscriber", "add", "a@b.example", "--list", "announce")
        #expect(added.status == 65)
        #expect(added.errors.contains("fanmail suppression rm @b.example"))
    }

    @Test(arguments: [
        (["suppression", "add", "nobody"], Int32(65), "there is no @"),
        (["suppression", "add", "a@b.example", "--expires", "2001-01-01"], 64, "in the past"),
        (["suppression", "add", "a@b.example", "--reason", "two\nlines"], 64, "control character"),
        (["suppression", "rm", "a@b.example"], 66, "suppression ls"), (["suppression", "rm"], 64, "--expired"),
        (["suppression", "ls", "--kind", "x"], 64, "domain"), (["suppression", "import", "none.csv"], 66, "none.csv"),
    ])
    func badInputIsOneClearLine(arguments: [String], status: Int32, says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let result = try bench.run(bench.process(arguments))
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
    }
}
