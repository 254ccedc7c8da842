import Foundation
import Testing

/// Import and export from the command line.
@Suite(.timeLimit(.minutes(10)))
struct ImportCommandTests {
    private static let people = #"""
        email,name,language,tags,city,attributes
        ada@example.org,"Lovelace, Ada",en,"vip,press","Paris ""Nord""","{""age"":36,""deep"":{""x"":[1,2.5,null]}}"
        zoë@bücher.example,Zoë 梅,pt-BR,,,
        bob@example.org,=1+1,,,"two
        lines",

        """#

    /// Everything: also when, how and from where they came and left.
    private func dump(_ bench: Workbench) throws -> String {
        try bench.fanmail("subscriber", "export", "--list", "announce", "--history", "--jsonl").output
    }

    /// What was said about each subscription, without who ran the command and which batch it was.
    private func histories(_ bench: Workbench) throws -> String {
        try bench.sqlite(
            """
            SELECT s.address, c.at, c.event, c.how, c.source FROM consent c JOIN subscriber s ON s.id = c.subscriber
            ORDER BY s.address, c.at, c.event
            """)
    }

    @Test(
        "When and how people came, confirmed and left is exported and imported as it was", arguments: ["csv", "jsonl"])
    func consentStays(format: String) throws {
        let (one, two) = (try Workbench(), try Workbench())
        for bench in [one, two] { try bench.subscribe(0) }
        try one.write(
            """
            email,OPTIN_TIME,CONFIRM_TIME,city
            ada@example.org,2021-03-01 10:00:00,2021-03-01 10:01:00,Paris
            bob@example.org,2022-03-01 10:00:00,,

            """, to: "optin.csv")
        let first = try one.fanmail(
            "subscriber", "import", "optin.csv", "--list", "announce", "--map", "subscribed=OPTIN_TIME", "--map",
            "confirmed=CONFIRM_TIME", "--json")
        #expect(first.count("added") == 2 && first.count("rejected") == 0, "\(first.errors)")
        let shown = try one.fanmail("subscriber", "show", "ada@example.org", "--json")
        #expect(shown.json["attributes"] as? [String: String] == ["city": "Paris"])
        #expect(shown.output.contains("2021-03-01T10:00:00Z") && shown.output.contains("2021-03-01T10:01:00Z"))
        // Somebody who left and came back, somebody who left, somebody who waits, somebody by hand.
        for step in [
            ["unsubscribe", "bob@example.org", "--from", "telephone"], ["add", "bob@example.org", "--from", "paper"],
            ["add", "cy@example.org", "--tag", "vip", "--language", "de"], ["add", "dan@example.org"],
            ["unsubscribe", "dan@example.org"], ["add", "eve@example.org", "--confirm"],
        ] {
            one.expectSuccess(try one.run(one.process(["subscriber"] + step + ["--list", "announce"])))
        }
        var arguments = ["subscriber", "export", "--list", "announce", "--history"]
        if format == "jsonl" { arguments.append("--jsonl") }
        let export = try one.run(one.process(arguments)).output
        try two.write(export, to: "export")
        let dry = try two.fanmail("subscriber", "import", "export", "--list", "announce", "--dry-run", "--json")
        let imported = try two.fanmail("subscriber", "import", "export", "--list", "announce", "--json")
        #expect(imported.count("added") == 3 && imported.count("rejected") == 0, "\(imported)")
        #expect(dry.count("added") == 3 && imported.count("leftElsewhere") == 3, "\(imported)")
        let expected = try dump(one)
        #expect(expected.split(separator: "\n").count == 6)
        #expect(try dump(two) == expected)
        #expect(try histories(two) == histories(one))
        // Again, it changes nothing; undone, nothing of it is left, nor of one that was killed.
        let again = try two.fanmail("subscriber", "import", "export", "--list", "announce", "--json")
        #expect(again.count("added") == 0 && again.json["batch"] is NSNull)
        #expect(try dump(two) == expected)
        two.expectSuccess(try two.fanmail("batch", "undo", "1"))
        #expect(try dump(two).isEmpty)
        #expect(try two.sqlite("SELECT (SELECT count(*) FROM subscriber) + (SELECT count(*) FROM departure)") == "0")
    }

    @Test("Who is suppressed is marked in an export, and is not mailed because of it")
    func suppressedAreMarked() throws {
        let (one, two) = (try Workbench(), try Workbench())
        for bench in [one, two] { try bench.subscribe(0) }
        for name in ["ada", "bob"] {
            one.expectSuccess(try one.fanmail("subscriber", "add", "\(name)@example.org", "--list", "announce"))
        }
        one.expectSuccess(try one.fanmail("suppression", "add", "ada@example.org", "--reason", "asked, by telephone"))
        for flags in [[], ["--jsonl"], ["--json"]] {
            let export = try one.run(one.process(["subscriber", "export", "--list", "announce"] + flags)).output
            let rows = export.split(whereSeparator: \.isNewline)
            let row = rows.first { $0.contains("ada@") } ?? ""
            #expect(row.contains("suppressed") && row.contains("asked, by telephone"), "\(export)")
            #expect(rows.first { $0.contains("bob@") }?.contains("telephone") == false)
            try two.write(export, to: "export")
            let imported = try two.fanmail(
                "subscriber", "import", "export", "--list", "announce", "--dry-run", "--json")
            #expect(imported.count("added") == 1 && imported.count("leftElsewhere") == 1, "\(imported)")
        }
    }

    @Test(arguments: ["csv", "jsonl", "json"])
    func whatIsExportedIsImportedAsItWas(format: String) throws {
        let (one, two) = (try Workbench(), try Workbench())
        for bench in [one, two] { try bench.subscribe(0) }
        try one.write(Self.people, to: "mixed.csv")
        let imported = try one.fanmail("subscriber", "import", "mixed.csv", "--list", "announce", "--json")
        one.expectSuccess(imported)
        #expect(imported.count("added") == 3 && imported.errors.contains("; attributes city\n"))
        let again = try one.fanmail("subscriber", "import", "mixed.csv", "--list", "announce", "--json")
        #expect(again.count("added") == 0 && again.json["batch"] is NSNull)
        var arguments = ["subscriber", "export", "--list", "announce"]
        if format != "csv" { arguments.append("--\(format)") }
        try two.write(one.run(one.process(arguments)).output, to: "export")
        two.expectSuccess(try two.fanmail("subscriber", "import", "export", "--list", "announce"))
        let expected = try dump(one)
        #expect(expected.contains(#""attributes":{"age":36,"city":"Paris \"Nord\"","deep":{"x":[1,2.5,null]}}"#))
        #expect(expected.contains("xn--bcher-kva.example") && expected.contains("two\\nlines"))
        #expect(try dump(two) == expected)
    }

    /// Texts that formats, terminals and spreadsheets stumble over.
    private static let odd = [
        "", " ", "a,b", "\"quoted\"", "two\nlines", "\ttab", "=1+1", "'x", "'", "＝2", "é", "e\u{301}", "梅",
        "\u{1F469}\u{200D}\u{1F680}", "null",
        "0", "-1e3", "true", "[]", "{", "\\", ";", "#x", "\u{202E}rtl",
    ]

    @Test("Whatever people are called, export then import is the identity", arguments: [1, 2, 3] as [UInt64])
    func anyoneIsExportedAndImportedAsTheyWere(seed: UInt64) throws {
        var state = seed
        func draw(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        func text() -> String { (0..<1 + draw(3)).map { _ in Self.odd[draw(Self.odd.count)] }.joined() }
        func value(_ depth: Int) -> Any {
            switch draw(depth > 0 ? 7 : 5) {
            case 0: draw(1_000_000) - 500_000
            case 1: Double(draw(1_000_000)) / 64
            case 2: draw(2) == 0
            case 3, 4: text()
            case 5: (0..<draw(4)).map { _ in value(depth - 1) }
            default: Dictionary((0..<draw(4)).map { ("k\($0)", value(depth - 1)) }) { $1 }
            }
        }
        let rows = try (0..<150).map { number -> String in
            let attributes = Dictionary((0..<draw(4)).map { ("attribute \($0)", value(2)) }) { $1 }
            let tags = (0..<draw(3)).map { "tag\($0)" }
            let local =
                number % 5 == 0
                ? "\"user, \(number) \\\"@\"" : ["", "=", "+", "'-", "''="][draw(5)] + "user\(number)"
            let row: [String: Any] = [
                "email": "\(local)@d\(number % 3).example", "name": text(), "tags": tags, "attributes": attributes,
            ]
            return String(decoding: try JSONSerialization.data(withJSONObject: row), as: UTF8.self)
        }
        let one = try Workbench()
        try one.subscribe(0)
        try one.write(rows.joined(separator: "\n") + "\n", to: "people.jsonl")
        one.expectSuccess(try one.fanmail("subscriber", "import", "people.jsonl", "--list", "announce"))
        let expected = try dump(one)
        #expect(expected.split(separator: "\n").count > 100)
        for format in [[], ["--jsonl"], ["--json"], ["--for-spreadsheets"]] {
            let two = try Workbench()
            try two.subscribe(0)
            let export = try one.run(one.process(["subscriber", "export", "--list", "announce"] + format)).output
            try two.write(export, to: "export")
            two.expectSuccess(try two.fanmail("subscriber", "import", "export", "--list", "announce"))
            #expect(try dump(two) == expected, "\(format)")
        }
    }

    @Test(.enabled(if: Requirement.has("gzip"))) func packedAndWesternFilesAreRead() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let western = Data("email;name\n\"zoe@example.org\";\"Zo".utf8) + [0xEB] + Data("\"\n".utf8)
        try western.write(to: URL(fileURLWithPath: bench.path("western.csv")))
        let pack = bench.process(["western.csv"])
        pack.program = try Requirement.program("gzip")
        #expect(try bench.run(pack).status == 0)
        let imported = try bench.fanmail("subscriber", "import", "western.csv.gz", "--list", "announce", "--json")
        #expect(imported.count("added") == 1, "\(imported.errors)")
        #expect(imported.errors.contains("warning: western.csv.gz is not UTF-8, and is read as Latin-1"))
        #expect(try bench.fanmail("subscriber", "show", "zoe@example.org").output.contains("Zoë"))
    }

    @Test func spreadsheetsCalculateNothing() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        try bench.write(Self.people, to: "mixed.csv")
        bench.expectSuccess(try bench.fanmail("subscriber", "import", "mixed.csv", "--list", "announce"))
        let plain = try bench.fanmail("subscriber", "export", "--list", "announce").output
        #expect(plain.contains(",=1+1,"))
        let defused = try bench.fanmail("subscriber", "export", "--list", "announce", "--for-spreadsheets").output
        #expect(defused.contains(",'=1+1,") && !defused.contains(",=1+1,"))
        // Read back into the same list it changes nobody.
        try bench.write(defused, to: "defused.csv")
        let before = try dump(bench)
        for verb in ["import", "sync"] {
            bench.expectSuccess(try bench.fanmail("subscriber", verb, "defused.csv", "--list", "announce"))
            #expect(try dump(bench) == before, "\(verb)")
        }
    }

    @Test(arguments: [[], ["--jsonl"]]) func aFullDiskIsTold(flags: [String]) throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let process = bench.process(["subscriber", "export", "--list", "announce"] + flags)
        process.arguments = ["-c", "exec \"$0\" \"$@\" > /dev/full", process.program] + process.arguments
        process.program = "/bin/sh"
        let result = try bench.run(process)
        #expect(result.status == 74 && result.errors.contains("standard output: No space left"), "\(result.errors)")
    }

    @Test func rejectsAreMendedAndImportedAgain() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        try bench.write("Name,Mail,City\nA,a@example.org,X\nB,b at example.org,Y\nC,c@,Z\n", to: "mixed.csv")
        let first = try bench.fanmail(
            "subscriber", "import", "mixed.csv", "--list", "announce", "--rejects", "rejects.csv", "--json")
        #expect(first.count("added") == 1 && first.count("rejected") == 2)
        var rejects = try String(contentsOfFile: bench.path("rejects.csv"), encoding: .utf8)
        #expect(rejects.hasPrefix("Name,Mail,City,reject_reason\r\nB,b at example.org,Y,"))
        rejects = rejects.replacing("b at", with: "b@x.").replacing("c@,", with: "c@example.org,")
            .replacing("b@x. example", with: "b@example")
        try bench.write(rejects, to: "mended.csv")
        let second = try bench.fanmail("subscriber", "import", "mended.csv", "--list", "announce", "--json")
        #expect(second.count("added") == 2 && second.count("rejected") == 0, "\(second.errors)")
        let shown = try bench.fanmail("subscriber", "show", "b@example.org", "--json").json
        #expect(shown["attributes"] as? [String: String] == ["city": "Y"])
    }

    @Test func aBatchIsUndone() throws {
        let bench = try Workbench()
        try bench.subscribe(5)
        try bench.write("email\nnew@example.org\nuser1@example.org\n", to: "more.csv")
        let dry = try bench.fanmail("subscriber", "import", "more.csv", "--list", "announce", "--dry-run", "--json")
        #expect(dry.count("added") == 1 && dry.json["dryRun"] as? Bool == true)
        let batch = try bench.fanmail("subscriber", "import", "more.csv", "--list", "announce", "--json").count("batch")
        #expect(try bench.fanmail("batch", "show", "\(batch)", "--json").count("added") == 1)
        #expect(try bench.fanmail("batch", "undo", "\(batch)", "--json").count("removed") == 1)
        #expect(try bench.fanmail("subscriber", "show", "new@example.org").status == 66)
        #expect(try bench.fanmail("batch", "undo", "\(batch)").status == 65)
        #expect(try bench.fanmail("batch", "undo", "99").status == 66)
    }

    @Test(arguments: [true, false]) func whoLeftElsewhereHasLeftInWhateverOrderTheFilesCome(leftFirst: Bool) throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let files = [
            ("subscribed.csv", "Email Address\nada@example.org\nbob@example.org\ncy@example.org\n"),
            ("unsubscribed.csv", "Email Address,UNSUB_TIME\nada@example.org,2025-05-01 10:00:00\n"),
            ("cleaned.csv", "Email Address,CLEAN_TIME\nbob@example.org,2025-05-01 10:00:00\n"),
        ]
        for (name, text) in leftFirst ? files.reversed() : files {
            try bench.write(text, to: name)
            let ignored = try bench.fanmail(
                "subscriber", "import", name, "--list", "announce", "--left-as", "ignore", "--dry-run", "--json")
            #expect(ignored.count("ended") == 0 && ignored.count("recorded") == 0, "\(ignored)")
            bench.expectSuccess(try bench.fanmail("subscriber", "import", name, "--list", "announce"))
        }
        let shown = try bench.fanmail("list", "show", "announce", "--json")
        #expect(
            shown.count("active") == 1 && shown.count("unsubscribed") == 1 && shown.count("bounced") == 1,
            "\(shown.output)")
        for (state, name) in [("active", "cy"), ("unsubscribed", "ada"), ("bounced", "bob")] {
            let listed = try bench.fanmail("subscriber", "ls", "--list", "announce", "--state", state, "--jsonl")
            #expect(listed.output.contains("\(name)@") && listed.output.split(separator: "\n").count == 1)
        }
    }

    @Test func undoingAfterAMailingAsksAndTheNextImportBringsThemBack() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let relay = try bench.startSink("--refuse", "34")
        _ = try bench.fanmail("send", "letter.eml", "--relay", relay)
        let bounced = try bench.fanmail("list", "show", "announce", "--json").count("bounced")
        let undo = try bench.fanmail("batch", "undo", "1")
        #expect(undo.status == 64 && undo.errors.contains("would leave the list") && undo.errors.contains("--yes"))
        let dry = try bench.fanmail("batch", "undo", "1", "--dry-run", "--json")
        #expect(dry.count("ended") == 3 - bounced && dry.json["dryRun"] as? Bool == true, "\(dry.output)")
        #expect(try bench.fanmail("batch", "undo", "1", "--yes", "--json").count("ended") == 3 - bounced)
        let again = try bench.fanmail("subscriber", "import", "people.csv", "--list", "announce", "--json")
        #expect(again.count("added") == 3 - bounced && again.count("returned") == 3 - bounced, "\(again.output)")
        #expect(again.count("leftEarlier") == bounced && again.count("resubscribed") == 0)
        for (flags, count) in [(["--resubscribe"], 0), (["--resubscribe", "--with-bounced"], bounced)] {
            let arguments = ["subscriber", "import", "people.csv", "--list", "announce", "--json", "--yes"] + flags
            #expect(try bench.run(bench.process(arguments)).count("resubscribed") == count)
        }
    }

    @Test func aSyncBringsBackWhomASyncTookOutAndNobodyWhoLeft() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        bench.expectSuccess(
            try bench.fanmail("subscriber", "unsubscribe", "user0@example.org", "--list", "announce"))
        try bench.write("email\nuser1@example.org\n", to: "few.csv")
        bench.expectSuccess(
            try bench.fanmail("subscriber", "sync", "few.csv", "--list", "announce", "--allow-leaving", "60%"))
        let synced = try bench.fanmail("subscriber", "sync", "people.csv", "--list", "announce", "--json")
        #expect(synced.count("returned") == 1 && synced.count("leftEarlier") == 1, "\(synced.output)")
        let rows = try bench.fanmail("subscriber", "ls", "--list", "announce", "--jsonl").output
        #expect(rows.split(separator: "\n").count == 3)
        let history = try bench.fanmail("subscriber", "ls", "--list", "announce", "--history", "--jsonl").output
        #expect(history.split(separator: "\n").count == 4)
    }

    @Test func aSyncEndsWhoIsMissing() throws {
        let bench = try Workbench()
        try bench.subscribe(10)
        try bench.write("email\n" + (0..<9).map { "user\($0)@example.org\n" }.joined(), to: "members.csv")
        let synced = try bench.fanmail("subscriber", "sync", "members.csv", "--list", "announce", "--json")
        #expect(synced.count("ended") == 1, "\(synced.errors)")
        try bench.write("email\nuser1@example.org\n", to: "few.csv")
        let refused = try bench.fanmail("subscriber", "sync", "few.csv", "--list", "announce")
        #expect(refused.status == 65 && refused.errors.contains("8 of 9"), "\(refused.errors)")
        let meant = try bench.fanmail(
            "subscriber", "sync", "few.csv", "--list", "announce", "--allow-leaving", "90%", "--json")
        #expect(meant.count("ended") == 8)
        try bench.write("email\nuser1@example.org\nnobody\n", to: "bad.csv")
        #expect(try bench.fanmail("subscriber", "sync", "bad.csv", "--list", "announce").status == 65)
    }

    @Test(arguments: [
        (["--map", "email=Nothing"], Int32(64), "no column `Nothing`"), (["--map", "email"], 64, "what=COLUMN"),
        (["--encoding", "ebcdic"], 64, "latin-1"), (["--resubscribe"], 64, "--yes"), (["--ignore", "x"], 64, "`x`"),
    ])
    func badInputIsOneClearLine(arguments: [String], status: Int32, says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let result = try bench.run(
            bench.process(["subscriber", "import", "people.csv", "--list", "announce"] + arguments))
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
    }
}
