import Foundation
import Testing

/// `bounce process --pipe`, as a mail server calls it: whatever comes, the server writes no report about a report.
@Suite("Reports from a mail server's pipe", .serialized, .timeLimit(.minutes(10)))
struct ReportPipeTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.subscribe(0)
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "gone@x.example", "--list", "announce"))
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
    }

    /// The token of the envelope that was sent.
    private func envelopeID() throws -> String {
        let line = try String(contentsOfFile: bench.path("copies.jsonl"), encoding: .utf8)
        return try #require(line.firstMatch(of: /"token":"([a-z2-7]{37})"/).map { String($0.1) }, "\(line)")
    }

    private func report(of address: String, id: String) -> String {
        FailureReport.text(of: address, id: UUID().uuidString, envelopeID: id)
    }

    private func offer(_ message: String, _ more: String...) throws -> Workbench.Result { try offer(message, more) }

    private func offer(
        _ message: String, _ more: [String], environment: [String: String] = [:]
    ) throws -> Workbench.Result {
        try bench.write(message, to: "m")
        let process = bench.process(
            ["-c", "exec \"$0\" \"$@\" < m", Workbench.program.path, "bounce", "process", "--pipe", "-"] + more,
            environment: environment)
        process.program = "/bin/sh"
        return try bench.run(process)
    }

    private var kept: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: bench.path("kept/new"))) ?? []
    }

    @Test("What is logged, known, ignored or kept ends with 0, and what is kept can be read again") func taken() throws
    {
        let message = report(of: "gone@x.example", id: try envelopeID())
        let first = try offer(message, "--keep", "kept")
        #expect(first.status == 0 && first.errors.hasPrefix("2.0.0 report: gone@x.example hard"), "\(first)")
        #expect(try bench.sqlite("SELECT state FROM subscription") == "bounced")
        let again = try offer(message, "--keep", "kept")
        #expect(again.status == 0 && again.errors.contains("known already"), "\(again)")
        let away = try offer("From: a@x.example\nAuto-Submitted: auto-replied\nSubject: Away\n\nx\n", "--keep", "kept")
        #expect(away.status == 0 && away.errors.contains("ignored"), "\(away)")
        #expect(kept.isEmpty)
        let strange = report(of: "nobody@else.example", id: "x")
        for _ in 0..<2 {
            let stranger = try offer("From x\n" + strange, "--keep", "kept", "--recipient", "b@lists.example")
            #expect(stranger.status == 0 && stranger.errors.contains("kept in kept"), "\(stranger)")
        }
        #expect(kept.count == 1)
        let file = try String(contentsOfFile: bench.path("kept/new/\(kept.first ?? "")"), encoding: .utf8)
        #expect(file == "Delivered-To: b@lists.example\n" + strange)
        #expect(try offer("", "--keep", "kept").status == 0)
        #expect(kept.count == 1)
        #expect(try bench.fanmail("bounce", "process", "kept").status == 65)
    }

    @Test("What passes is offered again: no database, a place that cannot be written, an operator's slip") func later()
        throws
    {
        let message = report(of: "nobody@else.example", id: "x")
        try bench.write("", to: "file")
        for (more, says) in [
            (["--keep", "kept", "--db", "nowhere.db"], "nowhere.db"), (["--keep", "file"], "file"),
            ([], "--keep MAILDIR"), (["--keep", "kept", "--nonsense"], "nonsense"),
        ] {
            let result = try offer(message, more)
            #expect(result.status == 75 && result.errors.contains(says), "\(result)")
        }
        #expect(kept.isEmpty)
        #expect(try bench.fanmail("bounce", "process", "m", "--keep", "kept").status == 64)
    }

    @Test("Somebody holds the database: it is offered again, nothing is lost, and it counts once") func busy() throws {
        let id = try envelopeID()
        let message = report(of: "gone@x.example", id: id)
        let (mark, end) = (bench.path("held"), bench.path("end"))
        let holder = ChildProcess(
            try Requirement.program("sqlite3"),
            [
                bench.path("fanmail.db"), "BEGIN IMMEDIATE;", ".shell touch '\(mark)'",
                ".shell while [ ! -e '\(end)' ]; do sleep 0.05; done", "ROLLBACK;",
            ], environment: ["PATH": "/usr/bin:/bin"])
        try holder.start()
        while holder.isRunning, !FileManager.default.fileExists(atPath: mark) { usleep(5000) }
        defer { holder.wait() }
        for _ in 0..<2 {
            let result = try offer(message, ["--keep", "kept"], environment: ["FANMAIL_BUSY_LIMIT": "100"])
            #expect(result.status == 75 && !result.errors.contains("2.0.0"), "\(result)")
        }
        try bench.write("", to: "end")
        holder.wait()
        #expect(kept.isEmpty)
        #expect(try bench.sqlite("SELECT count(*) FROM bounce") == "0")
        let taken = try offer(message, "--keep", "kept")
        #expect(taken.status == 0 && taken.errors.hasPrefix("2.0.0 report: gone@x.example hard"), "\(taken)")
        let again = try offer(message, "--keep", "kept")
        #expect(again.status == 0 && again.errors.contains("known already"), "\(again)")
        #expect(try bench.sqlite("SELECT count(*) FROM bounce") == "1" && kept.isEmpty)
    }

    @Test("README's lines in a real Postfix: no database makes it wait, and nothing comes back from it")
    func postfix() throws {
        guard Requirement.has("postfix", "postconf", "smtp-source", root: true) else { return }
        let line = try #require(
            Page("README.md").text.split(separator: "\n").first { $0.hasPrefix("    bounces unix") })
        let command =
            "/usr/bin/fanmail bounce process --pipe - --recipient ${recipient}"
            + " --keep /var/lib/fanmail/not-understood --db /var/lib/fanmail/fanmail.db"
        #expect(line.hasSuffix("argv=\(command)"), "\(line)")
        let mine = command.replacing("/usr/bin/fanmail", with: bench.path("take"))
            .replacing("/var/lib/fanmail/not-understood", with: bench.path("kept"))
            .replacing("/var/lib/fanmail/fanmail.db", with: bench.path("fanmail.db"))
        // The first time the database is not there.
        try bench.letNobodyRun(
            """
            #!/bin/sh
            if mkdir \(bench.path("busy")) 2>/dev/null; then
                exec \(Workbench.program.path) "$@" --db \(bench.path("elsewhere/fanmail.db"))
            fi
            exec \(Workbench.program.path) "$@"
            """, as: "take")
        let postfix = try Postfix.piping(
            to: mine, as: "bounces", flags: "R", most: 1, more: "notify_classes = bounce, 2bounce, resource, software")
        defer { postfix.stop() }
        let messages = [
            report(of: "gone@x.example", id: try envelopeID()), report(of: "nobody@else.example", id: "x"),
            "From: a@example.org\nAuto-Submitted: auto-replied\nSubject: Away\n\nx\n",
        ]
        for (number, message) in messages.enumerated() {
            try bench.write(message, to: "message\(number)")
            // A person as the sender: whoever got a report would be seen.
            try postfix.offer(bench, "message\(number)", from: "ada@example.org", to: "announce-bounces@lists.example")
        }
        for _ in 0..<1500 where try bench.sqlite("SELECT state FROM subscription") != "bounced" || kept.isEmpty {
            usleep(20_000)
        }
        #expect(try bench.sqlite("SELECT state FROM subscription") == "bounced", "\(postfix.log)")
        #expect(kept.count == 1 && postfix.log.contains("status=deferred"), "\(postfix.log)")
        for _ in 0..<1500 where postfix.log.components(separatedBy: "status=sent").count < 4 { usleep(20_000) }
        #expect(!postfix.log.contains("status=bounced") && !postfix.log.contains("notification"), "\(postfix.log)")
    }
}
