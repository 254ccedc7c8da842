import Foundation
import Testing

/// `send --pipe`, as a mail server calls it: what is offered again goes on, and only the author's own fault comes back.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PipeTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.subscribe(30)
    }

    /// Hands a message over, with what a server puts above it.
    private func offer(
        _ message: String, to relay: String, above trace: String = "", crash: String? = nil, _ more: String...
    ) throws -> Workbench.Result {
        let name = "piped-\(UUID().uuidString)"
        try bench.write(trace + message, to: name)
        let process = bench.process(
            ["-c", "exec \"$0\" \"$@\" < \(name)", Workbench.program.path, "send", "--pipe", "-", "--relay", relay]
                + more,
            environment: crash.map { ["FANMAIL_CRASH_AT": $0] } ?? [:])
        process.program = "/bin/sh"
        return try bench.run(process)
    }

    private func message(_ id: String = "a", from author: String = "Ada <ada@lists.example>", body: String = "Hello")
        -> String
    {
        "Message-ID: <\(id)@lists.example>\nFrom: \(author)\nTo: announce@lists.example\nSubject: Hi\n\n\(body)\n"
    }

    @Test("A message is sent once, however often and with whatever traces it is offered") func again() throws {
        let relay = try bench.startSink()
        for trace in [
            "", "From ada@lists.example Mon Nov 23 08:00:00 2026\nReturn-Path: <ada@lists.example>\n",
            "From ada@lists.example Mon Nov 23 08:05:00 2026\nReturn-Path: <ada@lists.example>\n",
            "Envelope-to: announce@lists.example\nDelivery-date: Mon, 23 Nov 2026 08:06:00 +0000\n",
            "Received: from a by b; Mon, 23 Nov 2026 08:06:00 +0000\nX-Spam-Score: 1\n",
        ] {
            let result = try offer(message(), to: relay, above: trace)
            #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty, "\(trace): \(result.errors)")
        }
        #expect(try bench.copies().count == 30)
        try bench.expectExact(recipients: 30, unknownAtMost: 0)
        // Another text under the same Message-ID is another message, and its author is told.
        let other = try offer(message(body: "Hello again"), to: relay)
        #expect(other.status == 65 && other.errors.hasPrefix("5.6.0 ") && other.errors.contains("Message-ID"))
        #expect(try bench.fanmail("mailing", "ls", "--json").output.components(separatedBy: "\"id\"").count == 2)
    }

    @Test(
        "Killed in its midst it goes on with the next delivery, and nobody gets a second copy",
        arguments: [
            "after-start", "after-cut", "before-arm:2", "after-arm:2", "after-settle:2", "before-finish",
        ]) func crash(place: String) throws
    {
        let relay = try bench.startSink()
        let killed = try offer(message(), to: relay, crash: place, "--max-rcpt", "5", "--connections", "1")
        #expect(killed.wasKilled, "\(killed.errors)")
        let next = try offer(message(), to: relay, above: "From x\n", "--max-rcpt", "5", "--connections", "1")
        #expect(next.status == 0, "\(next.errors)")
        try bench.expectExact(recipients: 30, unknownAtMost: 10)
    }

    @Test("What passes is offered again: no relay, no database, an operator's slip, deferred recipients") func later()
        throws
    {
        let port = try LoopbackPort.free()
        for (more, says) in [
            ([], "no relay"), (["--db", "nowhere.db"], "nowhere.db"), (["--rate", "quick"], "quick"),
            (["--nonsense"], "nonsense"),
        ] {
            try bench.write(message(), to: "m")
            let process = bench.process(
                [
                    "-c", "exec \"$0\" \"$@\" < m", Workbench.program.path, "send", "--pipe", "-", "--relay",
                    "smtp://127.0.0.1:\(port)",
                ] + more)
            process.program = "/bin/sh"
            let result = try bench.run(process)
            #expect(result.status == 75 && result.errors.contains(says), "\(result)")
        }
        let relay = try bench.startSink("--defer", "50")
        let deferred = try offer(message(), to: relay)
        #expect(deferred.status == 75 && deferred.errors.hasPrefix("4.3.0 mailing 1 goes on"), "\(deferred)")
        let better = try bench.startSink(record: "better.jsonl")
        #expect(try offer(message(), to: better).status == 0)
        let (first, second) = (try bench.copies(), try bench.copies("better.jsonl"))
        #expect(first.count + second.count == 30 && Set(first.keys).isDisjoint(with: second.keys))
    }

    @Test("After its time it leaves the rest to the next delivery, which begins where it stopped") func limit() throws {
        try bench.write("[[fault]]\nat = \"message\"\ndelay = \"50ms\"\n", to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"))
        try bench.write(message(), to: "m")
        // One after the other they take longer than this, however fast the machine is.
        let process = bench.process(
            [
                "-c", "exec \"$0\" \"$@\" < m", Workbench.program.path, "send", "--pipe", "-", "--relay", relay,
                "--max-rcpt", "1", "--connections", "1",
            ], environment: ["FANMAIL_PIPE_LIMIT": "300"])
        process.program = "/bin/sh"
        let first = try bench.run(process)
        #expect(
            first.status == 75 && first.errors.hasPrefix("4.3.0 mailing 1 goes on with the next delivery"), "\(first)")
        let taken = try bench.copies()
        #expect(taken.count < 30, "\(taken)")
        #expect(try offer(message(), to: relay, above: "From x\n").status == 0)
        try bench.expectExact(recipients: 30, unknownAtMost: 0)
    }

    @Test("The author is told of what is theirs: who may not post, no list, no message") func refused() throws {
        let relay = try bench.startSink()
        let stranger = try offer(message(from: "mallory@example.org"), to: relay)
        #expect(stranger.status == 77 && stranger.errors.hasPrefix("5.7.1 announce takes messages from"), "\(stranger)")
        let lost = try offer(message().replacing("announce@", with: "nobody@"), to: relay)
        #expect(lost.status == 65 && lost.errors.hasPrefix("5.6.0 "), "\(lost)")
        let loop = try offer("Auto-Submitted: auto-replied\n" + message(), to: relay)
        #expect(loop.status == 65, "\(loop)")
        #expect(try bench.copies().isEmpty)
    }

    @Test("What waits for somebody is the operator's, and is not sent on against its guard") func guarded() throws {
        let relay = try bench.startSink("--refuse", "100")
        let first = try offer(message(), to: relay)
        #expect(first.status == 0 && first.errors.contains("2.0.0 mailing 1"), "\(first)")
        let better = try bench.startSink(record: "better.jsonl")
        #expect(try offer(message(), to: better).status == 0)
        #expect(try bench.copies("better.jsonl").isEmpty)
    }

    @Test("Of a finished mailing a resume tells how it went, and changes nothing") func resumeOfFinished() throws {
        let relay = try bench.startSink("--refuse", "5")
        let sent = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json")
        let before = try bench.sqlite("SELECT epoch, state, relay, finished_at FROM mailing")
        // Without a relay, too.
        let nowhere = "smtp://127.0.0.1:\(try LoopbackPort.free())"
        for flags in [[], ["--resend-unknown"]] {
            let arguments = ["mailing", "resume", "1", "--relay", nowhere, "--json"] + flags
            let again = try bench.run(bench.process(arguments))
            #expect(again.status == sent.status && again.count("accepted") == sent.count("accepted"), "\(again)")
            #expect(again.json["state"] as? String == "finished" && again.count("transactions") == 0)
        }
        #expect(try bench.sqlite("SELECT epoch, state, relay, finished_at FROM mailing") == before)
        #expect(try bench.fanmail("mailing", "resume", "1", "--relay", nowhere).output.contains("nothing was changed"))
    }

    // MARK: - Real servers

    @Test("Postfix's pipe: after a crash it goes on, and an author who may not post is told")
    func postfix() throws {
        guard Requirement.has("postfix", "postconf", "smtp-source", root: true) else { return }
        let relay = try bench.startSink()
        // The first delivery dies in its midst.
        try bench.letNobodyRun(
            """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 75
            if mkdir crashed 2>/dev/null; then export FANMAIL_CRASH_AT=after-arm:2; fi
            exec \(Workbench.program.path) send --pipe - --relay \(relay) --max-rcpt 5 --connections 1 --db fanmail.db
            """, as: "take")
        let postfix = try Postfix.piping(to: bench.path("take"), as: "fanmail", flags: "FR")
        defer { postfix.stop() }
        try bench.write(message(), to: "good.eml")
        try bench.write(message("b", from: "mallory@example.org"), to: "bad.eml")
        for (file, sender) in [("good.eml", "ada@example.org"), ("bad.eml", "mallory@example.org")] {
            try postfix.offer(bench, file, from: sender, to: "announce@lists.example")
        }
        for _ in 0..<1500 {
            let state = try bench.sqlite("SELECT state FROM mailing")
            if state == "finished" { break }
            usleep(20_000)
        }
        #expect(FileManager.default.fileExists(atPath: bench.path("crashed")))
        try bench.expectExact(recipients: 30, unknownAtMost: 10)
        let report = try postfix.message(for: "mallory")
        #expect(report.contains("5.7.1") && report.contains("announce takes messages from"), "\(report)")
        #expect(try bench.sqlite("SELECT count(*) FROM mailing") == "1")
    }
}
