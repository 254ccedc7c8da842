import Foundation
import Testing

/// Bad input gets one clear line, a status that tells its kind, and nothing half done.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct BadInputTests {
    private func expectLine(
        _ result: Workbench.Result, _ status: Int32, _ parts: String..., at location: SourceLocation = #_sourceLocation
    ) {
        #expect(result.status == status, "\(result.errors)", sourceLocation: location)
        let lines = result.errors.split(separator: "\n").filter { $0.hasPrefix("fanmail: ") }
        #expect(lines.count == 1, "\(result.errors)", sourceLocation: location)
        for part in parts { #expect(result.errors.contains(part), "\(result.errors)", sourceLocation: location) }
    }

    @Test func messages() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let cases: [(String, [String])] = [
            ("From: a@b.example\nTo: c@d.example\n\nx\n", ["name no list", "c@d.example"]),
            ("From: a@b.example\nSubject: x\n\nx\n", ["name no list"]),
            ("To: announce@lists.example\n\nx\n", ["From"]),
            ("From: a@b.example\nTo: announce@lists.example\nno colon here\n\nx\n", ["bad.eml:3", "colon"]),
            (
                "From: a@b.example\nTo: announce@lists.example\nAuto-Submitted: auto-replied\n\nx\n",
                ["bad.eml:3", "machine"]
            ),
            ("From: a@b.example\nTo: announce@lists.example\nReturn-Path: <>\n\nx\n", ["failure report"]),
            ("From: a@b.example\nTo: announce@lists.example\nList-Id: x <announce.lists.example>\n\nx\n", ["List-Id"]),
            (
                "From: a@b.example\nTo: announce@lists.example\n"
                    + String(repeating: "Received: by x\n", count: 101) + "\nx\n", ["loop"]
            ),
            ("From: a@b.example\nTo: announce@lists.example\nSubject: a\nSubject: b\n\nx\n", ["more than one Subject"]),
        ]
        for (text, parts) in cases {
            try bench.write(text, to: "bad.eml")
            let result = try bench.fanmail("send", "bad.eml", "--relay", "smtp://127.0.0.1:1")
            #expect(result.status == 65, "\(text.prefix(80)): \(result.errors)")
            for part in parts { #expect(result.errors.contains(part), "\(result.errors)") }
        }
        #expect(try bench.fanmail("mailing", "ls", "--json").output == "[]\n")
    }

    @Test func filesAndDatabases() throws {
        let bench = try Workbench()
        expectLine(try bench.fanmail("list", "ls"), 66, "fanmail init")
        try bench.write("name = \"a\"\nadress = \"a@b.example\"\nowner = \"o@b.example\"\n", to: "bad.toml")
        expectLine(try bench.fanmail("list", "apply", "bad.toml"), 65, "bad.toml:2", "address")
        #expect(!FileManager.default.fileExists(atPath: bench.path("fanmail.db")))
        try bench.subscribe(1)
        expectLine(try bench.fanmail("send", "missing.eml", "--relay", "smtp://127.0.0.1:1"), 66, "missing.eml")
        expectLine(try bench.fanmail("send", "letter.eml"), 78, "--relay")
        expectLine(try bench.fanmail("send", "letter.eml", "--relay", "http://x"), 78, "smtp://")
        expectLine(try bench.fanmail("mailing", "show", "9"), 66, "mailing ls")
        expectLine(try bench.fanmail("subscriber", "add", "nobody", "--list", "announce"), 65, "nobody")
        expectLine(try bench.fanmail("subscriber", "ls", "--list", "nope"), 66, "announce")
        try bench.write(
            "this is no database, whatever its name says; it is long enough to be read as one", to: "text.db")
        expectLine(try bench.fanmail("list", "ls", "--db", "text.db"), 65, "text.db")
        #expect(try bench.fanmail("send").status == 64)
        #expect(try bench.fanmail("nonsense").status == 64)
        #expect(try bench.fanmail("--help").status == 0)
    }

    @Test func aNewerDatabaseIsLeftAlone() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        _ = try bench.sqlite("INSERT INTO grdb_migrations VALUES ('999 from the future'); PRAGMA user_version = 999")
        expectLine(try bench.fanmail("list", "ls"), 78, "newer")
    }

    @Test func aRelayThatIsNotThereCostsNothing() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let port = try LoopbackPort.free()
        expectLine(
            try bench.fanmail("send", "letter.eml", "--relay", "smtp://127.0.0.1:\(port)"), 69, "127.0.0.1:\(port)",
            "refused")
        #expect(try bench.fanmail("mailing", "ls", "--json").output == "[]\n")
    }

    @Test func linesOfAnImport() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        try bench.write("email,name\na@example.org,A\nnot an address,B\nc@example.org,C\n", to: "mixed.csv")
        let strict = try bench.fanmail("subscriber", "import", "mixed.csv", "--list", "announce", "--strict")
        #expect(strict.status == 65)
        #expect(try bench.fanmail("list", "ls", "--json").output.contains("\"active\":0"))
        let lenient = try bench.fanmail("subscriber", "import", "mixed.csv", "--list", "announce", "--json")
        bench.expectSuccess(lenient)
        #expect(lenient.count("added") == 2)
        #expect(lenient.count("rejected") == 1)
        #expect(lenient.errors.contains("mixed.csv:3"))
    }

    @Test func theDatabaseIsPrivate() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let mode = try FileManager.default.attributesOfItem(atPath: bench.path("fanmail.db"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func optionsStandBeforeAndAfterTheNoun() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let one = try bench.fanmail("--db", "fanmail.db", "--json", "list", "ls")
        let two = try bench.fanmail("list", "--db", "fanmail.db", "ls", "--json")
        let three = try bench.fanmail("list", "ls", "--json", "--db=fanmail.db")
        #expect(one.output == two.output && two.output == three.output && one.output.hasPrefix("[{"))
    }
}
