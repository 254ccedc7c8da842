import Foundation
import Testing

/// Letters from the command line: begun, looked at, looked over, sent to their author.
@Suite(.timeLimit(.minutes(10)))
struct LetterCommandTests {
    private static let letter = """
        ---
        subject: Hello {{subscriber.name|reader}}
        from: News <ada@lists.example>
        list: announce
        ---
        # Hello {{subscriber.name|reader}}

        One & two. ![A stamp](stamp.png) [Leave]({{unsubscribe.url}})

        """

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.subscribe(3)
        bench.expectSuccess(
            try bench.fanmail("subscriber", "add", "ada@example.org", "--name", "Ada <3", "--list", "announce"))
        try bench.write(Self.letter, to: "hello.md")
        let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        try #require(Data(base64Encoded: png)).write(to: URL(fileURLWithPath: bench.path("stamp.png")))
        return bench
    }

    @Test("A preview needs nothing else, shows header beside envelope, and escapes what a name brings")
    func preview() throws {
        let bench = try bench()
        bench.expectSuccess(try bench.fanmail("letter", "preview", "hello.md", "--as", "ada@example.org"))
        let page = try String(contentsOfFile: bench.path("hello.preview.html"), encoding: .utf8)
        #expect(page.contains("To: announce@lists.example"))
        #expect(page.contains("RCPT TO:&lt;ada@example.org>") && page.contains("4 recipients in 4 envelopes"))
        #expect(page.contains("Hello Ada &amp;lt;3") && !page.contains("Ada <3"))
        #expect(page.matches(of: /<iframe sandbox=/).count == 8)
        #expect(page.contains("data:image/png;base64,iVBOR") && !page.contains("src=&quot;cid:"))
        let anybody = try bench.fanmail("letter", "preview", "hello.md", "--output", "other.html", "--json")
        #expect(anybody.json["file"] as? String == "other.html")
        let other = try String(contentsOfFile: bench.path("other.html"), encoding: .utf8)
        #expect(other.contains("Hello {{subscriber.name}}"))
        // Several readers, and one of whom nothing is known.
        let two = try bench.fanmail(
            "letter", "preview", "hello.md", "--as", "ada@example.org", "--as", "zoe@example.org", "--output",
            "two.html")
        bench.expectSuccess(two)
        #expect(two.errors.contains("warning: zoe@example.org is no subscriber"))
        let both = try String(contentsOfFile: bench.path("two.html"), encoding: .utf8)
        #expect(both.contains("as ada@example.org reads it") && both.contains("as zoe@example.org reads it"))
    }

    @Test("A letter is served while it is edited, and its end is in good order") func serve() throws {
        let bench = try bench()
        let process = bench.process(["letter", "serve", "hello.md", "--as", "ada@example.org"])
        process.output = bench.path("address")
        process.errors = bench.path("errors")
        try process.start()
        defer { process.stop() }
        var url = ""
        while process.isRunning, !url.hasSuffix("\n") {
            url = (try? String(contentsOfFile: process.output, encoding: .utf8)) ?? ""
            usleep(20_000)
        }
        url = url.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(url.hasPrefix("http://127.0.0.1:") && url.hasSuffix("/?as=ada@example.org"), "\(url)")
        let port = try #require(Int(url.split(separator: "/")[1].split(separator: ":")[1]))
        let path = "/" + url.split(separator: "/").dropFirst(2).joined(separator: "/")
        let page = try LoopbackPort.answer(
            "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n", port: port)
        #expect(page.contains("as ada@example.org reads it") && page.contains("Hello Ada &amp;lt;3"))
        process.signal(SIGINT)
        process.wait()
        #expect(process.status == 0 && !process.wasKilled)
        #expect(try bench.fanmail("letter", "serve", "nothing.md").status == 66)
        #expect(try bench.fanmail("letter", "serve", "hello.md", "--port", "70000").status == 64)
    }

    @Test("The secrets that the settings name are no attachments", arguments: ["relay-password", "fanmail.toml"])
    func secrets(name: String) throws {
        let bench = try bench()
        try bench.write("hunter2\n", to: "relay-password")
        try bench.write("[delivery]\nconnections = 2\n", to: "fanmail.toml")
        try bench.write(
            Self.letter.replacing("list: announce\n", with: "list: announce\nattachments: [\(name)]\n"), to: "secret.md"
        )
        let result = try bench.fanmail(
            "letter", "lint", "secret.md", environment: ["FANMAIL_PASSWORD_FILE": "relay-password"])
        #expect(result.status == 65 && result.errors.contains("\(name) holds settings or a secret"), "\(result.errors)")
    }

    @Test(
        "Nor are those that flags name, or that one place names and another overrides",
        arguments: ["flag-password", "file-password", "given-password", "other.db.keys", "flag.key"])
    func secretsOfFlags(name: String) throws {
        let bench = try bench()
        for secret in ["flag-password", "file-password", "other.db.keys", "flag.key"] {
            try bench.write("hunter2\n", to: secret)
        }
        try bench.write("correct horse\n", to: "given-password")
        try bench.write("[delivery]\npassword-file = \"file-password\"\n", to: "fanmail.toml")
        try bench.write(
            Self.letter.replacing("list: announce\n", with: "list: announce\nattachments: [\(name)]\n"), to: "secret.md"
        )
        if name == "other.db.keys" {
            let lint = try bench.fanmail("letter", "lint", "secret.md", "--db", "other.db")
            #expect(lint.errors.contains("\(name) holds settings or a secret"), "\(lint.errors)")
            return
        }
        for verb in ["plan", "send"] {
            let result = try bench.fanmail(
                verb, "secret.md", "--relay", "smtp://127.0.0.1:1", "--password-file", "flag-password", "--tls-key",
                "flag.key", environment: ["FANMAIL_RELAY_PASSWORD": "correct horse"])
            #expect(result.errors.contains("\(name) holds settings or a secret"), "\(result.errors)")
        }
    }

    @Test("A letter is begun from a sample, for the list that is there, and never over another file")
    func new() throws {
        let bench = try bench()
        bench.expectSuccess(try bench.fanmail("letter", "new", "It's \"Autumn\" again", "--from", "digest"))
        let text = try String(contentsOfFile: bench.path("it-s-autumn-again.md"), encoding: .utf8)
        #expect(text.contains("subject: \"It's \\\"Autumn\\\" again\"\n"))
        #expect(text.contains("list: announce@lists.example\n") && text.contains("ada@lists.example"))
        let lint = try bench.fanmail("letter", "lint", "it-s-autumn-again.md")
        bench.expectSuccess(lint)
        #expect(lint.output.contains("warning: \"Five things worth your time, the shortes…\" is the sample's; write"))
        bench.expectSuccess(try bench.fanmail("plan", "it-s-autumn-again.md"))
        let again = try bench.fanmail("letter", "new", "It's \"Autumn\" again")
        #expect(again.status == 65 && again.errors.contains("exists already"))
        #expect(
            try bench.fanmail("letter", "new", "x", "--from", "nothing").errors.contains("the samples are newsletter, ")
        )
        #expect(try bench.fanmail("letter", "new", "!?").status == 64)
    }

    @Test("Lint names file, line and remedy, and its exit status says whether it matters") func lint() throws {
        let bench = try bench()
        try bench.write(Self.letter.replacing("A stamp", with: ""), to: "bare.md")
        let result = try bench.fanmail("letter", "lint", "bare.md")
        #expect(result.status == 65)
        #expect(result.output.contains("bare.md:8: error: the image has no alternative text; write what it shows: "))
        let json = try bench.fanmail("letter", "lint", "bare.md", "--json").output
        #expect(json.contains("\"check\":\"alt-text\"") || json.contains("\"check\": \"alt-text\""))
    }

    @Test("A page's pictures and styles travel in it, own fields too; lint names what leads nowhere") func page() throws
    {
        let bench = try bench()
        let page = """
            \u{FEFF}---\r
            subject: A page\r
            from: News <ada@lists.example>\r
            list: announce\r
            headers:\r
              X-Campaign: autumn\r
            ---\r
            <html><head><style>.lead > b { color: red } @media print { b { color: black } }</style></head><body>\r
            <!--[if mso]><style>b { color: blue }</style><![endif]-->\r
            <table background='stamp.png'><tr><td class=lead style=margin:0><b>\u{200C}{{subscriber.name|you}}\u{200C}</b>\r
            <a href=more.html>more</a> <a href='{{attributes.site|https://lists.example}}'>yours</a>\r
            {{list.unsubscribe}}</table></body></html>\r

            """
        try bench.write(page, to: "page.html")
        let lint = try bench.fanmail("letter", "lint", "page.html")
        #expect(lint.status == 65)
        #expect(lint.output.contains("page.html:11: error: more.html: the address leads nowhere in a message; "))
        bench.expectSuccess(
            try bench.fanmail("letter", "preview", "page.html", "--as", "ada@example.org", "--output", "seen.html"))
        let seen = try String(contentsOfFile: bench.path("seen.html"), encoding: .utf8)
        #expect(seen.contains("X-Campaign: autumn"))
        #expect(seen.contains("<table background='data:image/png;base64,iVBOR".replacing("<", with: "&lt;")))
        // A joiner follows: octets are looked for.
        let styled =
            "&lt;td class=lead style=margin:0>&lt;b style=&quot;color: red;&quot;>\u{200C}Ada &amp;lt;3\u{200C}"
        #expect(Data(seen.utf8).range(of: Data(styled.utf8)) != nil)
    }

    @Test("A test goes to its author alone, as the list would get it, and nothing is written down")
    func testTo() throws {
        let bench = try bench()
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        let sent = try bench.fanmail(
            "send", "hello.md", "--relay", relay, "--test-to", "ada@example.org", "--test-to", "me@elsewhere.example")
        bench.expectSuccess(sent)
        #expect(sent.output.contains("ada@example.org: accepted") && sent.errors.contains("nothing went to the list"))
        #expect(try bench.sqlite("SELECT count(*) FROM mailing") == "0")
        let folder = bench.path("mail") + "/new"
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder)
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        #expect(mails.count == 2)
        let hers = try #require(mails.first { $0.contains("Delivered-To: ada@") })
        #expect(hers.contains("Subject: [Test] Hello Ada <3") && hers.contains("To: announce@lists.example"))
        #expect(hers.contains("List-Id: ") && hers.contains("Content-ID: "))
        let plain = try bench.fanmail("send", "letter.eml", "--relay", relay, "--test-to", "me@elsewhere.example")
        bench.expectSuccess(plain)
        #expect(try bench.fanmail("send", "hello.md", "--relay", relay, "--test-to", "nobody").status == 65)
        let marked = try bench.fanmail(
            "send", "hello.md", "--relay", relay, "--test-to", "me@elsewhere.example", "--test-to",
            "you@elsewhere.example", "--as", "ada@example.org")
        bench.expectSuccess(marked)
        let all = try FileManager.default.contentsOfDirectory(atPath: folder)
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        #expect(all.allSatisfy { $0.contains("Subject: [Test] ") })
        for address in ["me@elsewhere.example", "you@elsewhere.example"] {
            #expect(
                all.contains { $0.contains("Delivered-To: \(address)") && $0.contains("Subject: [Test] Hello Ada <3") })
        }
        let stranger = try bench.fanmail(
            "send", "hello.md", "--relay", relay, "--test-to", "me@elsewhere.example", "--as", "zoe@example.org")
        #expect(stranger.errors.contains("warning: zoe@example.org is no subscriber"))
        // It is of no use without a test, nor of a message that is the same for all.
        for words in [["hello.md"], ["letter.eml", "--test-to", "me@elsewhere.example"]] {
            #expect(
                try bench.run(bench.process(["send"] + words + ["--relay", relay, "--as", "ada@example.org"])).status
                    == 64)
        }
    }

    @Test("A personal mailing is resumed from the journal when its letter is gone", .timeLimit(.minutes(10)))
    func resumesWithoutFile() throws {
        let bench = try bench()
        try bench.subscribe(400, domain: "many.example")
        let relay = try bench.startSink()
        let options = ["--relay", relay, "--connections", "4", "--no-retry"]
        let killed = try bench.run(
            bench.process(
                ["send", "hello.md", "--yes"] + options, environment: ["FANMAIL_CRASH_AT": "after-settle:3"]))
        #expect(killed.wasKilled)
        try FileManager.default.removeItem(atPath: bench.path("hello.md"))
        try FileManager.default.removeItem(atPath: bench.path("stamp.png"))
        let resumed = try bench.run(bench.process(["mailing", "resume", "1"] + options))
        #expect([0, 76].contains(resumed.status), "\(resumed.errors)")
        try bench.expectExact(recipients: 404, unknownAtMost: 8)
    }
}
