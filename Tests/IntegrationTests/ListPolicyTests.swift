import Foundation
import Testing

/// What a list's file says about who posts, in which language it speaks, and how it is cut, is heeded; a mailing that has
/// begun goes by what the file said then.
@Suite(.timeLimit(.minutes(10)))
struct ListPolicyTests {
    private static let head =
        "name = \"announce\"\naddress = \"announce@lists.example\"\nowner = \"ada@lists.example\"\n"

    private func apply(_ bench: Workbench, _ more: String) throws {
        try bench.write(Self.head + more + "\n", to: "announce.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
    }

    @Test(
        arguments: [
            ("", "Ada@Lists.example", nil),
            ("", "user1@example.org", "its owner ada@lists.example, and not from user1@"),
            ("[policy]\npost = \"anyone\"", "eve@example.net", nil),
            ("[policy]\npost = \"subscribers\"", "user1@example.org", nil),
            ("[policy]\npost = \"subscribers\"", "ada@lists.example", nil),
            (
                "[policy]\npost = \"subscribers\"", "user2@example.org",
                "its subscribers and its owner, and not from user2@"
            ),
            ("[policy]\nposters = [\"eve@example.net\"]", "eve@example.net", nil),
            ("[policy]\nposters = [\"eve@example.net\"]", "ada@lists.example", nil),
            ("[policy]\nposters = [\"eve@example.net\"]", "bob@example.net", "and its posters, and not from bob@"),
            // Each of several authors.
            ("", "ada@lists.example, Eve <eve@example.net>", "not from eve@"),
        ] as [(String, String, String?)])
    func whoMayPost(policy: String, author: String, objection: String?) throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        bench.expectSuccess(try bench.fanmail("subscriber", "unsubscribe", "user2@example.org", "--list", "announce"))
        try apply(bench, policy)
        let relay = try bench.startSink()
        let sender = author.contains(",") ? "Sender: ada@lists.example\n" : ""
        let letter = bench.letter().replacing("From: Ada <ada@lists.example>\n", with: "From: \(author)\n\(sender)")
        try bench.write(letter, to: "letter.eml")
        let plan = try bench.fanmail("plan", "letter.eml")
        bench.expectSuccess(plan)
        #expect(plan.output.contains("mind   announce takes messages from") == (objection != nil), "\(plan.output)")
        let sent = try bench.fanmail("send", "letter.eml", "--relay", relay)
        if let objection {
            #expect(
                plan.output.contains(objection) && plan.output.contains("elsewhere refuses it unless --yes is given"))
            // Nobody can be asked: it may be anybody's mail, through a pipe of the mail server.
            #expect(
                sent.status == 65 && sent.errors.contains(objection) && sent.errors.contains("--yes"), "\(sent.errors)")
            let piped = try bench.piped("send", "-", "--relay", relay, from: "letter.eml")
            #expect(piped.status == 65 && piped.errors.contains("standard input: announce takes"), "\(piped.errors)")
            #expect(try bench.sqlite("SELECT count(*) FROM mailing") == "0" && bench.copies().isEmpty)
            // A test goes to its author, not to the list.
            bench.expectSuccess(
                try bench.fanmail("send", "letter.eml", "--test-to", "eve@example.net", "--relay", relay))
            // --yes has answered.
            let answered = bench.expectSuccess(
                try bench.piped("send", "-", "--relay", relay, "--yes", from: "letter.eml"))
            #expect(!answered.errors.contains("takes messages"), "\(answered.errors)")
            #expect(try bench.sqlite("SELECT count(*) FROM mailing") == "1")
        } else {
            bench.expectSuccess(sent)
            #expect(try bench.copies().count == 2)
            #expect(!sent.errors.contains("warning"), "\(sent.errors)")
            // RFC 2369, 3.4: whether a reader may write to it.
            let own = try bench.sqlite("SELECT message FROM mailing").contains("List-Post: NO\r\n")
            #expect(own != policy.contains("post = "))
        }
    }

    @Test("On a terminal it is a question", .enabled(if: Requirement.has("script", "stty")), arguments: ["n", "y"])
    func isAsked(answer: String) throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let relay = try bench.startSink()
        try bench.write(bench.letter().replacing("ada@lists.example", with: "eve@example.net"), to: "letter.eml")
        let result = try bench.onTerminal(["send", "letter.eml", "--relay", relay], types: "\(answer)\\n")
        #expect(result.output.contains("odd   announce takes messages from its owner"), "\(result.output)")
        #expect(result.output.contains("Send it all the same? [y/N]"), "\(result.output)")
        #expect(result.status == (answer == "y" ? 0 : 1))
        #expect(try bench.copies().count == (answer == "y" ? 2 : 0))
    }

    @Test func aVersionInAnotherLanguageHasNoOtherAuthor() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        for (name, author) in [("letter.md", "ada@lists.example"), ("letter.de.md", "eve@example.net")] {
            try bench.write("---\nsubject: x\nfrom: \(author)\nlist: announce\n---\nx\n", to: name)
        }
        let plan = try bench.fanmail("plan", "letter.md")
        #expect(plan.output.contains("and not from eve@example.net"), "\(plan.output)")
    }

    @Test(arguments: [
        ("posters = \"eve@example.net\"", "an array of strings, not a string"), ("posters = [1]", "strings in quotes"),
        ("posters = [\"eve\"]", "no address: there is no @"), ("post = \"nobody\"", "subscribers"),
    ])
    func whatCannotBeAPolicyIsSaid(line: String, part: String) throws {
        let bench = try Workbench()
        try bench.write(Self.head + "[policy]\n\(line)\n", to: "announce.toml")
        let result = try bench.fanmail("list", "apply", "announce.toml")
        #expect(result.status == 65 && result.errors.contains("announce.toml:5") && result.errors.contains(part))
    }

    /// The subscriber's own language comes first, then the list's, then the letter as it is.
    @Test func theListsLanguageIsForThoseWhoseOwnIsNotKnown() throws {
        let bench = try Workbench()
        try apply(bench, "language = \"de-AT\"")
        for (address, language) in [("ada", nil), ("bob", "en"), ("eve", "de")] as [(String, String?)] {
            bench.expectSuccess(
                try bench.run(
                    bench.process(
                        ["subscriber", "add", "\(address)@example.org", "--list", "announce"]
                            + (language.map { ["--language", $0] } ?? []))))
        }
        for (name, subject) in [("letter.md", "Hello"), ("letter.de.md", "Hallo")] {
            try bench.write(
                "---\nsubject: \(subject)\nfrom: ada@lists.example\nlist: announce\n---\n\(subject)\n", to: name)
        }
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        bench.expectSuccess(try bench.fanmail("send", "letter.md", "--yes", "--relay", relay))
        let folder = bench.path("mail/new")
        for (address, subject) in [("ada", "Hallo"), ("bob", "Hello"), ("eve", "Hallo")] {
            let copies = try FileManager.default.contentsOfDirectory(atPath: folder)
                .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
                .filter { $0.contains("Delivered-To: \(address)@example.org") }
            #expect(copies.count == 1 && copies.first?.contains("Subject: \(subject)\n") == true, "\(copies)")
        }
        // What the list says by itself as well.
        try FileManager.default.createDirectory(atPath: bench.path("templates"), withIntermediateDirectories: true)
        for (name, subject) in [("confirm.md", "Please confirm"), ("confirm.de.md", "Bitte antworten")] {
            try bench.write(
                "---\nsubject: \(subject)\nfrom: ada@lists.example\nlist: announce\n---\n[Yes]({{confirm.url}})\n",
                to: "templates/\(name)")
        }
        bench.expectSuccess(
            try bench.fanmail(
                "subscriber", "add", "zoe@example.org", "--list", "announce", "--confirm", "--relay", relay))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
                .contains { $0.contains("Delivered-To: zoe@") && $0.contains("Subject: Bitte antworten\n") })
    }

    @Test(arguments: [false, true]) func aMailingGoesByTheListAsItWasWhenItBegan(isPersonal: Bool) throws {
        let bench = try Workbench()
        try bench.subscribe(120)
        try apply(bench, "description = \"Before\"\n[policy]\nmax-recipients = 3")
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        try bench.write(
            "---\nsubject: test\nfrom: ada@lists.example\nlist: announce\n---\n"
                + (isPersonal ? "Dear {{subscriber.address}}\n" : "Dear all\n"), to: "letter.md")
        let sender = bench.process(["send", "letter.md", "--yes", "--relay", relay, "--rate", "40/s"])
        try sender.start()
        while try bench.copies().isEmpty { usleep(20_000) }
        sender.signal(SIGINT)
        sender.wait()
        #expect(sender.status == 130)
        let early = try bench.copies().count
        #expect(early < 120)
        try apply(bench, "description = \"After\"\n[policy]\nmax-recipients = 50\nfooter = \"late\"")
        bench.expectSuccess(try bench.fanmail("list", "rename", "announce", "news"))
        bench.expectSuccess(try bench.fanmail("mailing", "resume", "1", "--relay", relay))
        #expect(try bench.copies().count == 120)
        #expect(try bench.sqlite("SELECT max(recipients) <= 3 FROM envelope") == "1")
        let folder = bench.path("mail/new")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let copy = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            #expect(copy.contains("List-Id: Before <announce.lists.example>") && !copy.contains("late"), "\(copy)")
        }
    }
}
