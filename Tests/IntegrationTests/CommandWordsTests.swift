import Foundation
import Testing

/// The command line as somebody meets it who has not read the manual.
@Suite(.timeLimit(.minutes(10)))
struct CommandWordsTests {
    @Test func aWordThatIsNoCommandIsAnsweredInOneLine() throws {
        let bench = try Workbench()
        for (words, answer) in [
            (["snd"], "`fanmail send`"), (["subscriber", "delete"], "`fanmail subscriber erase`"),
            (["send", "letter.eml", "--to", "announce"], "the letter names its list"),
        ] {
            let result = try bench.run(bench.process(words))
            #expect(result.status == 64 && result.output.isEmpty)
            #expect(result.errors.hasPrefix("fanmail: ") && result.errors.contains(answer), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        #expect(try bench.fanmail("list", "list", "--json").output.contains("\"announce\""))
        bench.expectSuccess(try bench.fanmail("list", "delete", "announce", "--yes"))
    }

    @Test func theLatestIsMeantWhereNoIdStands() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        for command in [["mailing", "show"], ["mailing", "cancel", "last"], ["mailing", "outcomes", "last"]] {
            let result = try bench.run(bench.process(command))
            #expect(result.status == 66 && result.errors.contains("there is no mailing yet"), "\(result.errors)")
        }
        #expect(try bench.fanmail("explain", "user0@example.org").status == 66)
        try bench.write(
            "name = \"other\"\naddress = \"o@lists.example\"\nowner = \"ada@lists.example\"\n", to: "o.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "o.toml"))
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "bob@example.org", "--list", "other"))
        try bench.write(bench.letter(to: "o@lists.example", subject: "second"), to: "second.eml")
        try bench.write("[[fault]]\nrecipient = \"*\"\nreply = \"550 5.1.1 nobody\"\n", to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"))
        let guards = ["FANMAIL_GUARD_WINDOW": "0", "FANMAIL_GUARD_DOMAIN": "0"]
        for letter in ["letter.eml", "second.eml"] {
            _ = try bench.fanmail("send", letter, "--yes", "--relay", relay, environment: guards)
        }
        #expect(try bench.fanmail("mailing", "show", "--json").json["subject"] as? String == "second")
        #expect(try bench.fanmail("mailing", "show", "last", "--json").count("id") == 2)
        #expect(try bench.fanmail("mailing", "outcomes").output.contains("bob@example.org"))
        // The latest that they are in, which is not the latest of all.
        #expect(try bench.fanmail("explain", "user0@example.org", "--json").count("mailing") == 1)
        #expect(try bench.fanmail("explain", "bob@example.org", "--json").count("mailing") == 2)
        #expect(try bench.fanmail("explain", "user0@example.org", "--mailing", "last").status == 66)
        #expect(try bench.fanmail("batch", "show", "--json").count("batch") == 1)
        for (filter, count) in [
            (["--list", "announce"], 2), (["--list", "other"], 1), (["--mailing", "last"], 1),
            (["--mailing", "1", "--list", "other"], 0), ([], 3),
        ] {
            let log = try bench.run(bench.process(["bounce", "ls", "--jsonl"] + filter)).output
            #expect(log.split(separator: "\n").count == count, "\(filter): \(log)")
        }
        #expect(try bench.fanmail("bounce", "ls", "--list", "nobodys").status == 66)
    }

    @Test func aFolderOfListsIsAppliedWholeOrNotAtAll() throws {
        let bench = try Workbench()
        mkdir(bench.path("lists"), 0o755)
        for name in ["a", "b"] {
            try bench.write(
                "name = \"\(name)\"\naddress = \"\(name)@lists.example\"\nowner = \"ada@lists.example\"\n",
                to: "lists/\(name).toml")
        }
        try bench.write("email\nada@example.org\n", to: "lists/a.csv")
        try bench.write("", to: "lists/fanmail.toml")
        try bench.write("name = 3\n", to: "lists/c.toml")
        let broken = try bench.fanmail("list", "apply", "lists/")
        #expect(broken.status == 65 && broken.errors.contains("lists/c.toml:1"), "\(broken.errors)")
        #expect(try bench.fanmail("list", "ls", "--json").status == 66)
        unlink(bench.path("lists/c.toml"))
        let dry = bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        #expect(dry.errors.contains("made: announce"))
        let applied = bench.expectSuccess(try bench.fanmail("list", "apply", "lists", "announce.toml", "--json"))
        #expect(applied.output.contains("\"a\"") && applied.output.hasPrefix("["), "\(applied.output)")
        let again = bench.expectSuccess(try bench.fanmail("list", "apply", "lists/"))
        #expect(again.errors.contains("unchanged: a <a@") && again.errors.contains("unchanged: b <b@"))
        try bench.write(
            "name = \"a\"\naddress = \"z@lists.example\"\nowner = \"ada@lists.example\"\n", to: "lists/z.toml")
        let twice = try bench.fanmail("list", "apply", "lists")
        #expect(twice.status == 65 && twice.errors.contains("lists/a.toml has this name too"), "\(twice.errors)")
        mkdir(bench.path("empty"), 0o755)
        #expect(try bench.fanmail("list", "apply", "empty").status == 66)
    }

    @Test func whatWasMeantIsSaidWhereNothingIsFound() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        try bench.write(
            "name = \"other\"\naddress = \"o@lists.example\"\nowner = \"ada@lists.example\"\n", to: "o.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "o.toml"))
        let head = "---\nsubject: Hi\nlist: announce, o@lists.example\n---\nHi\n"
        try bench.write(head, to: "autumn.md")
        for (words, status, says) in [
            (["letter", "lint", "autumn"], 66, "there is no letter autumn that can be read; is autumn.md meant?"),
            (["plan", "autum.md"], 66, "is autumn.md meant?"), (["plan", "leter.eml"], 66, "is letter.eml meant?"),
            (["list", "apply", "anounce.toml"], 66, "is announce.toml meant?"),
            (["plan", "autumn.md"], 65, "autumn.md: the letter names 2 lists; a letter is for one"),
            (["send", "autumn.md", "--relay", "mail.example:25"], 64, "write smtp://mail.example:25"),
            (["letter", "new", "Hello", "--from", "letter.em"], 64, "did you mean letter.eml?"),
            (["letter", "new", "Hello", "--from", "last"], 66, "there is no mailing yet"),
            (["subscriber", "sync", "people.csv", "--list", "announce", "--allow-leaving", "20"], 64, "write 20%"),
            (["plan", "letter.eml", "--csv", "--json"], 64, "exclude each other; choose one"),
        ] {
            let result = try bench.run(bench.process(words))
            #expect(result.status == Int32(status) && result.errors.contains(says), "\(words): \(result)")
            #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        }
        #expect(try bench.fanmail("plan", "letter.eml", "--csv").output == "domain,recipients\r\nexample.org,1\r\n")
        let missing = try bench.fanmail("subscriber", "import", "people.csv", "--list")
        #expect(missing.errors == "fanmail: --list lacks its value (the list's name); write --list <list>\n")
    }

    @Test func initSaysWhatWasThere() throws {
        let bench = try Workbench()
        let first = bench.expectSuccess(try bench.fanmail("init", "news"))
        #expect(first.errors.contains("made news/fanmail.db\n") && !first.errors.contains("there already"))
        #expect(first.errors.hasSuffix("next: cd news && fanmail list apply lists/\n"), "\(first.errors)")
        let second = bench.expectSuccess(try bench.fanmail("init", "news"))
        #expect(second.errors.contains("kept news/fanmail.db\n") && !second.errors.contains("made "))
        #expect(second.errors.contains("all of it was there already"), "\(second.errors)")
        // The database that the settings name, and no other.
        try bench.write("database = \"people.db\"\n", to: "news/fanmail.toml")
        #expect(try bench.fanmail("init", "news").errors.contains("made news/people.db\n"))
    }

    /// Everything that the project's file says holds in its folders too.
    @Test func settingsAreFoundFromAFolderBelow() throws {
        let bench = try Workbench()
        chmod(bench.directory.path, 0o755)
        try bench.subscribe(1)
        try bench.write("[delivery]\nconnections = 3\n", to: "fanmail.toml")
        for folder in ["templates", "templates/partials", "drafts"] { mkdir(bench.path(folder), 0o755) }
        try bench.write("From the partial.\n", to: "templates/partials/sign.md")
        try bench.write(
            "---\nsubject: Hi\nfrom: ada@lists.example\nlist: announce\n---\n{{>sign}}\n", to: "drafts/l.md")
        func below(_ arguments: String...) throws -> Workbench.Result {
            let process = ChildProcess(
                Workbench.program.path, arguments, environment: ["PATH": "/usr/bin:/bin"],
                directory: bench.path("drafts"))
            return try bench.run(process)
        }
        #expect(try below("subscriber", "ls").output.contains("user0@example.org"))
        #expect(try below("plan", "l.md", "--json").count("recipients") == 1)
        let settings = try below("config", "show").output
        #expect(
            settings.contains("/fanmail.toml:2") && settings.contains("\(bench.directory.lastPathComponent)/fanmail.db")
        )
        #expect(try below("doctor", "--dns", "127.0.0.1:1").output.contains("fanmail.toml: its settings are in force"))
        // What a stranger puts in the way is told, and decides nothing.
        chmod(bench.path("fanmail.toml"), 0o666)
        let strange = try below("subscriber", "ls")
        #expect(strange.status == 66 && strange.errors.contains("warning: ") && strange.errors.contains("is not read"))
    }
}
