import Foundation
import Testing

@Suite("Scenarios from the command line", .timeLimit(.minutes(10)))
struct ScenarioCommandTests {
    /// With a speed at which each takes a second or so.
    private static let examples = [
        ("morning-newsletter", "2000"), ("spike", "250"), ("soak", "40000"), ("hostile", "400"),
    ]

    private func example(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Examples/scenarios/\(name).toml").path
    }

    private func part(_ result: Workbench.Result, _ key: String) -> [[String: Any]] {
        (result.json["scenario"] as? [String: Any])?[key] as? [[String: Any]] ?? []
    }

    @Test("Every example is planned on one screen, and is played as planned", arguments: examples)
    func played(name: String, speed: String) throws {
        let bench = try Workbench()
        let plan = try bench.fanmail("bench", "plan", example(name))
        let lines = bench.expectSuccess(plan).output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 }, "\(plan.output)")
        let short = try bench.fanmail("bench", "plan", example(name), "--speed", speed, "--json")
        let url = try bench.startSink()
        let run = bench.expectSuccess(
            try bench.fanmail("bench", "play", example(name), "--target", url, "--speed", speed, "--json"))
        let planned = short.json["phases"] as? [[String: Any]] ?? []
        let played = part(run, "phases")
        #expect(planned.count == played.count && !played.isEmpty)
        for (one, other) in zip(planned, played) where one["transactions"] is Int {
            #expect(one["transactions"] as? Int == other["transactions"] as? Int, "\(other["name"] ?? "")")
        }
        #expect(part(run, "senders").allSatisfy { $0["unsent"] as? Int == 0 && $0["unknown"] as? Int == 0 })
    }

    @Test("What was played is told by phase, sender and target, for people too, and drawn") func told() throws {
        let bench = try Workbench()
        let url = try bench.startSink("--refuse", "20")
        try bench.write(
            """
            [[target]]
            name = "here"
            url = "\(url)"
            [[sender]]
            name = "news"
            recipients = 5
            [[sender]]
            name = "mean"
            faults = ["wrong-sequence"]
            [[phase]]
            name = "short"
            rate = 200
            for = "500ms"
            """, to: "s.toml")
        let result = bench.expectSuccess(try bench.fanmail("bench", "s.toml", "--html", "page.html"))
        for text in [
            "phase  ", "short  ", "sender", "news  ", "mean  ", "target", "here  ", "refused", "wrong-sequence: 503",
        ] {
            #expect(result.output.contains(text), "\(text): \(result.output)")
        }
        #expect(try String(contentsOfFile: bench.path("page.html"), encoding: .utf8).contains("<svg"))
    }

    @Test("Messages are replayed with their sizes, at their times, to addresses of a file") func replay() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        let messages = (0..<6).map {
            "From a@x.example Thu Nov 26 08:00:0\($0) 2026\nSubject: \($0)\n\n\(String(repeating: "x", count: 60 * $0))\n\n"
        }
        try bench.write(messages.joined(), to: "day.mbox")
        try bench.write("name,mail\nAda,ada@x.example\nBob,bob@x.example\n", to: "people.csv")
        try bench.write(
            """
            [[target]]
            url = "\(url)"
            [[sender]]
            addresses = "people.csv"
            column = "mail"
            recipients = 2
            [[phase]]
            messages = "day.mbox"
            speed = 10
            """, to: "s.toml")
        let result = bench.expectSuccess(try bench.fanmail("bench", "play", "s.toml", "--json"))
        #expect(try bench.copies() == ["ada@x.example": 6, "bob@x.example": 6])
        let record = try String(contentsOfFile: bench.path("copies.jsonl"), encoding: .utf8).split(separator: "\n")
        let sizes = try record.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }.map {
            $0?["size"] as? Int ?? 0
        }
        #expect(Set(sizes).sorted() == (0..<6).map { "Subject: 0\r\n\r\n\r\n".utf8.count + 60 * $0 })
        // Five seconds between the first and the last, ten times faster.
        #expect(result.json["seconds"] as? Double ?? 0 >= 0.5)
    }

    @Test("Every key of the documents is in docs/json.md") func keys() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        try bench.write(
            """
            fail-if = "p99 > 100s"
            [[target]]
            url = "\(url)"
            [[sender]]
            [[sender]]
            faults = ["wrong-sequence"]
            [[phase]]
            rate = 100
            for = "300ms"
            """, to: "s.toml")
        let page = try Repository.text("docs/json.md")
        for command in ["plan", "play"] {
            let result = bench.expectSuccess(try bench.fanmail("bench", command, "s.toml", "--json"))
            let keys = Set(result.output.matches(of: /"([A-Za-z0-9]+)":/).map { String($0.1) })
            #expect(keys.count > 20 && keys.filter { !page.contains("`\($0)`") }.sorted() == [])
        }
    }

    @Test("A threshold of the file fails the run", arguments: [("refused > 1%", Int32(65)), ("p99 > 100s", 0)])
    func thresholds(threshold: String, status: Int32) throws {
        let bench = try Workbench()
        let url = try bench.startSink("--refuse", "30")
        try bench.write(
            "fail-if = \"\(threshold)\"\n[[target]]\nurl = \"\(url)\"\n[[phase]]\ntransactions = 100\n", to: "s.toml")
        let result = try bench.fanmail("bench", "play", "s.toml", "--json")
        let verdicts = result.json["thresholds"] as? [[String: Any]]
        #expect(result.status == status && verdicts?.first?["isBroken"] as? Bool == (status == 65), "\(result.errors)")
    }

    @Test("What is wrong is one line") func wrong() throws {
        let bench = try Workbench()
        try bench.write("[[target]]\nurl = \"smtp://127.0.0.1:1\"\n[[phase]]\nrate = 5\nfo = \"1s\"\n", to: "s.toml")
        for (arguments, status, text) in [
            (["bench", "play", "s.toml"], Int32(78), "s.toml:5: unknown key `fo` in [[phase]]"),
            (["bench", "plan", "no.toml"], 66, "no.toml"), (["bench", "like", "postal", "x"], 64, "smtp-source"),
            (["bench", "like", "smtp-source", "-T", "5", "127.0.0.1"], 64, "-T: has no counterpart"),
        ] {
            let result = try bench.run(bench.process(arguments))
            #expect(result.status == status && result.errors.contains(text), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
        try bench.write("[[target]]\nurl = \"smtp://192.0.2.1\"\n[[phase]]\nrate = 5\nfor = \"1s\"\n", to: "far.toml")
        let far = try bench.fanmail("bench", "play", "far.toml")
        #expect(far.status == 64 && far.errors.contains("--i-own-this-server"))
    }

    @Test("Who logs in does so with the password of a file, over TLS for the share that is to be") func login() throws {
        let bench = try Workbench()
        let url = try bench.startSink("--tls", "offer", "--auth", "ada:secret", "--require-auth")
        try bench.write("secret\n", to: "ada.secret")
        try bench.write(
            """
            [[target]]
            url = "\(url)"
            [[sender]]
            user = "ada"
            password-file = "ada.secret"
            tls = "required"
            [[phase]]
            transactions = 20
            """, to: "s.toml")
        let result = try bench.fanmail("bench", "play", "s.toml", "--tls-no-verify", "--json")
        #expect(bench.expectSuccess(result).count("accepted") == 20, "\(result.output)")
        #expect((result.json["commands"] as? [String: Any])?["TLS"] != nil)
    }

    private func lines(_ bench: Workbench, _ name: String) throws -> [String] {
        try String(contentsOfFile: bench.path(name), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test("What was sent is compared with what came, messages of files too, and a loss is found") func verified() throws
    {
        let bench = try Workbench()
        let url = try bench.startSink("--refuse", "10")
        // Two with Message-IDs, and two without, which the same people get in turn.
        let messages = [
            "Message-ID: <a@x.example>\nSubject: a\n", "Message-ID:\n <b@x.example>\n", "Subject: c\n", "Subject: d\n",
        ]
        try bench.write(
            messages.map { "From a@x.example Thu Nov 26 08:00:00 2026\n\($0)\ntext\n\n" }.joined(), to: "all.mbox")
        try bench.write("email\nada@x.example\nbob@x.example\nken@x.example\n", to: "people.csv")
        try bench.write(
            """
            [[target]]
            url = "\(url)"
            [[sender]]
            recipients = "1-3"
            [[sender]]
            messages = "all.mbox"
            addresses = "people.csv"
            [[sender]]
            name = "mean"
            faults = ["disconnect-in-data", "reset"]
            weight = 0.2
            [[phase]]
            rate = 200
            for = "300ms"
            [[phase]]
            transactions = 60
            """, to: "s.toml")
        let run = bench.expectSuccess(
            try bench.fanmail(
                "bench", "s.toml", "--sent", "sent.jsonl", "--live", "live.jsonl", "--start-at", "+1s", "--json"))
        let verdict = try bench.fanmail("bench", "verify", "copies.jsonl", "--sent", "sent.jsonl", "--json")
        #expect(verdict.status == 0 && verdict.count("accepted") == run.count("accepted"), "\(verdict.output)")
        #expect(run.count("accepted") > 100 && run.count("refused") > 0)
        var copies = try lines(bench, "copies.jsonl")
        copies.removeLast()
        try bench.write(copies.joined(separator: "\n") + "\n", to: "fewer.jsonl")
        let lost = try bench.fanmail("bench", "verify", "fewer.jsonl", "--sent", "sent.jsonl", "--json")
        #expect(lost.status == 65 && (lost.json["lost"] as? [String])?.count == 1, "\(lost.output)")
        // Lines of JSON add up to the report, and name their phases.
        let live = try lines(bench, "live.jsonl").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        for key in ["accepted", "refused"] {
            #expect(live.reduce(0) { $0 + ($1[key] as? Int ?? 0) } == run.count(key), "\(key)")
        }
        #expect(live.last?["phase"] as? String == "closed 2")
    }

    @Test("Reports of one scenario are joined by its names, and those of two are refused") func joined() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        func scenario(_ name: String, _ phase: String) throws {
            try bench.write(
                "[[target]]\nurl = \"\(url)\"\n[[sender]]\nname = \"news\"\n[[phase]]\nname = \"\(phase)\"\nrate = 60\nfor = \"2s\"\n",
                to: name)
        }
        try scenario("s.toml", "load")
        try scenario("other.toml", "peak")
        let moment = ISO8601DateFormatter().string(from: Date().addingTimeInterval(4))
        let all = [("s.toml", "one.json"), ("s.toml", "two.json"), ("other.toml", "three.json")].map { scenario, name in
            let process = bench.process(["bench", scenario, "--start-at", moment, "--json"])
            (process.output, process.errors) = (bench.path(name), bench.path("\(name).txt"))
            return process
        }
        for process in all { try process.start() }
        for process in all {
            process.wait()
            #expect(process.status == 0)
        }
        let run = bench.expectSuccess(try bench.fanmail("bench", "join", "one.json", "two.json", "--json"))
        #expect(run.count("transactions") == 240 && part(run, "phases").first?["transactions"] as? Int == 240)
        #expect(part(run, "senders").first?["name"] as? String == "news")
        let told = bench.expectSuccess(try bench.fanmail("bench", "join", "one.json", "two.json", "--html", "all.html"))
        #expect(told.output.contains("phase ") && told.output.contains("load "))
        #expect(try String(contentsOfFile: bench.path("all.html"), encoding: .utf8).contains("<h2>Phases</h2>"))
        let wrong = try bench.fanmail("bench", "join", "one.json", "three.json")
        #expect(
            wrong.status == 65
                && wrong.errors.hasSuffix(
                    "three.json: its phases are \"peak\", and those of one.json are \"load\"; join reports of one scenario\n"
                ),
            "\(wrong.errors)")
    }

    @Test(
        "Bad clients are encrypted where their sender says so, and their server is", arguments: ["require", "implicit"])
    func badOverTLS(tls: String) throws {
        let bench = try Workbench()
        let url = try bench.startSink("--tls", tls, scheme: tls == "implicit" ? "smtps" : "smtp")
        func answers(_ more: String) throws -> [String] {
            try bench.write(
                """
                [[target]]
                url = "\(url)"
                [[sender]]
                faults = ["reset"]
                \(more)
                [[phase]]
                transactions = 5
                """, to: "s.toml")
            let result = bench.expectSuccess(try bench.fanmail("bench", "s.toml", "--json"))
            let faults = part(result, "senders").first?["faults"] as? [String: [String: Int]]
            #expect(faults?["reset"]?.values.reduce(0, +) == 5)
            return (faults?["reset"]?.keys).map { Array($0) } ?? []
        }
        #expect(try answers("tls = \"required\"").allSatisfy { $0.hasPrefix("250") })
        if tls == "implicit" {
            #expect(try answers("").allSatisfy { $0.hasPrefix("250") })
        } else {
            #expect(try answers("tls = \"opportunistic\"").allSatisfy { $0.hasPrefix("250") })
            // In the clear it wants STARTTLS first, and RSET is taken all the same.
            let clear = try answers("tls-share = 0\ntls = \"required\"")
            #expect(clear.allSatisfy { $0.hasPrefix("250") || $0.hasPrefix("5") })
        }
    }

    @Test("A server without TLS is told of to whoever requires it") func badWithoutTLS() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        try bench.write(
            "[[target]]\nurl = \"\(url)\"\n[[sender]]\nfaults = [\"reset\"]\ntls = \"required\"\n[[phase]]\ntransactions = 3\n",
            to: "s.toml")
        let result = bench.expectSuccess(try bench.fanmail("bench", "s.toml"))
        #expect(result.output.contains("reset: no TLS: 500"), "\(result.output)")
    }
}
