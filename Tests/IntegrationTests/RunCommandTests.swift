import Foundation
import Testing

/// `fanmail run` sends what other terminals write down, and is steered from them.
@Suite(.timeLimit(.minutes(10)))
struct RunCommandTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// The service, with what it says.
    private func serve(_ relay: String, _ more: [String] = [], environment: [String: String] = [:]) throws
        -> ChildProcess
    {
        let process = bench.process(["run", "--relay", relay] + more, environment: environment)
        process.errors = bench.path("run-\(UUID().uuidString)")
        process.output = bench.path("run-out")
        try process.start()
        return process
    }

    private func said(_ process: ChildProcess) -> String {
        (try? String(contentsOfFile: process.errors, encoding: .utf8)) ?? ""
    }

    private func state(_ mailing: Int = 1) throws -> String {
        try bench.fanmail("mailing", "show", "\(mailing)", "--json").json["state"] as? String ?? ""
    }

    private func until(_ state: String, of mailing: Int = 1, at place: SourceLocation = #_sourceLocation) throws {
        try bench.wait("mailing \(mailing) is \(state)", at: place) { try self.state(mailing) == state }
    }

    private func expect(
        _ result: Workbench.Result, _ status: Int32, _ words: String, at place: SourceLocation = #_sourceLocation
    ) {
        #expect(result.status == status && result.errors.contains(words), "\(result.errors)", sourceLocation: place)
    }

    @Test("What is queued is sent, once, by the service; what is scheduled waits, and is sent when it is asked for")
    func queued() throws {
        try bench.subscribe(20)
        let relay = try bench.startSink()
        let queued = try bench.fanmail("send", "letter.eml", "--queue", "--relay", relay)
        expect(queued, 0, "mailing 1 goes out at once, by `fanmail run`, which is not running")
        #expect(try state() == "scheduled" && bench.copies().isEmpty)
        let service = try serve(relay)
        try until("finished")
        #expect(try bench.copies().count == 20)
        try bench.write(bench.letter(subject: "later"), to: "later.eml")
        let later = try bench.fanmail(
            "send", "later.eml", "--at", "2999-12-01 09:00", "--zone", "Europe/Berlin", "--relay", relay, "--json")
        #expect(later.status == 0 && later.json["sendAt"] as? String == "2999-12-01T08:00:00Z", "\(later.errors)")
        #expect(later.json["zone"] as? String == "Europe/Berlin" && later.json["startedAt"] is NSNull)
        #expect(!later.errors.contains("not running"))
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "new@example.org", "--list", "announce"))
        expect(try bench.fanmail("mailing", "resume", "2", "--relay", relay), 65, "mailing reschedule 2 --now")
        bench.expectSuccess(try bench.fanmail("mailing", "reschedule", "2", "--now"))
        try until("finished", of: 2)
        #expect(try bench.copies()["new@example.org"] == 1)
        service.signal(SIGTERM)
        service.wait()
        #expect(service.status == 0, "\(said(service))")
    }

    @Test("Paused and cancelled from another terminal, and nobody gets a second copy")
    func steered() throws {
        try bench.subscribe(200)
        let relay = try bench.startSink()
        let service = try serve(relay, ["--rate", "20/s", "--max-rcpt", "1"])
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--queue", "--relay", relay))
        try until("sending")
        expect(try bench.fanmail("mailing", "pause", "1"), 0, "paused mailing 1")
        #expect(try state() == "paused")
        let copies = try bench.copies().count
        #expect(copies < 200)
        // It is for a person: the service has looked at it more than once by then.
        usleep(1_500_000)
        #expect(try state() == "paused" && bench.copies().count == copies)
        bench.expectSuccess(try bench.fanmail("mailing", "reschedule", "1", "--now"))
        try until("sending")
        expect(try bench.fanmail("mailing", "cancel", "1"), 0, "cancelled mailing 1")
        #expect(try bench.copies().values.allSatisfy { $0 == 1 })
        service.signal(SIGTERM)
        service.wait()
        #expect(service.status == 0)
    }

    @Test("Killed, it loses nothing, and the next one takes over") func killed() throws {
        try bench.subscribe(300)
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--queue", "--relay", relay))
        for _ in 0..<4 {
            let service = try serve(relay, ["--rate", "50/s", "--max-rcpt", "5", "--connections", "2"])
            try until("sending")
            usleep(UInt32.random(in: 50_000...400_000))
            service.signal(SIGKILL)
            service.wait()
        }
        let last = try serve(relay)
        try until("finished")
        last.signal(SIGTERM)
        last.wait()
        // Two connections, each with one envelope armed and one ahead of it, at each kill.
        try bench.expectExact(recipients: 300, unknownAtMost: 4 * 2 * 2 * 5)
    }

    @Test("Once: what is due, with an exit status for cron") func once() throws {
        try bench.subscribe(10)
        let relay = try bench.startSink("--defer", "30")
        #expect(try bench.fanmail("run", "--once", "--relay", relay).status == 0)
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--queue", "--relay", relay))
        let first = try bench.fanmail("run", "--once", "--relay", relay, "--retry", "1h", "--json")
        let show = try bench.fanmail("mailing", "show", "--json")
        #expect(first.status == (show.count("deferred") > 0 ? 75 : 0), "\(first.errors)")
        #expect(show.count("accepted") + show.count("deferred") == 10)
        #expect(first.count("finished") + first.count("left") == 1)
        // Their time has not come.
        #expect(try bench.fanmail("run", "--once", "--relay", relay).status == 0)
        #expect(try bench.fanmail("mailing", "show", "--json").output == show.output)
    }

    @Test("A list's own pauses count, but for those of a flag", arguments: [false, true])
    func pauses(hasFlag: Bool) throws {
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[retry]\npauses = [\"1h\"]\n", to: "announce.toml")
        try bench.subscribe(1)
        let relay = try bench.startSink("--defer", "100")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--queue", "--relay", relay))
        let flag = hasFlag ? ["--retry", "2h"] : []
        #expect(try bench.run(bench.process(["run", "--once", "--relay", relay] + flag)).status == 75)
        let pause = try bench.sqlite("SELECT (not_before - first_at) / 1000 FROM envelope")
        #expect(pause == (hasFlag ? "7200" : "3600"))
    }

    @Test("Nobody is tried again with --no-retry, whatever a list says") func noRetry() throws {
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[retry]\npauses = [\"1h\"]\n", to: "announce.toml")
        try bench.subscribe(1)
        let relay = try bench.startSink("--defer", "100")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--queue", "--relay", relay))
        #expect(try bench.fanmail("run", "--once", "--relay", relay, "--no-retry").status == 75)
        #expect(try bench.sqlite("SELECT not_before FROM envelope") == "\(Int64.max)")
    }

    @Test("Who started it hears that it is ready, that it lives, and that it stops") func notified() throws {
        try bench.subscribe(1)
        let relay = try bench.startSink()
        // Short: the path of a socket has 108 octets at most.
        let path = "/tmp/fm-\(UUID().uuidString.prefix(8)).sock"
        let listener = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind("\(path)")
            while True:
                text = s.recv(4096).decode()
                print(repr(text), flush=True)
                if "STOPPING=1" in text: break
            """
        try bench.write(listener, to: "listener.py")
        let ear = bench.process([bench.path("listener.py")])
        ear.program = try Requirement.program("python3")
        ear.output = bench.path("heard")
        try ear.start()
        defer { unlink(path) }
        for _ in 0..<3000 where !FileManager.default.fileExists(atPath: path) { usleep(10_000) }
        let service = try serve(relay, environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "1000000"])
        let heard = { (try? String(contentsOfFile: ear.output, encoding: .utf8)) ?? "" }
        for _ in 0..<3000 where !heard().contains("WATCHDOG=1") { usleep(10_000) }
        service.signal(SIGTERM)
        service.wait()
        ear.wait()
        #expect(service.status == 0 && ear.status == 0)
        let lines = heard().split(separator: "\n")
        #expect(lines.first?.contains("READY=1") == true && lines.last?.contains("STOPPING=1") == true, "\(lines)")
        #expect(lines.contains { $0.contains("WATCHDOG=1") && $0.contains("STATUS=") })
    }

    @Test("The unit of docs/service.md is one that systemd takes") func unit() throws {
        let page = try Repository.text("docs/service.md")
        let unit = String(try #require(page.firstMatch(of: /```ini\n([^`]*)```/)).1)
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") else { return }
        // Its program and its user are those of this machine.
        try bench.write(
            unit.replacing("/usr/local/bin/fanmail", with: Workbench.program.path).replacing("User=fanmail", with: ""),
            to: "fanmail.service")
        let process = bench.process(["verify", "--man=no", bench.path("fanmail.service")])
        process.program = "/usr/bin/systemd-analyze"
        let result = try bench.run(process)
        #expect(result.status == 0 && !result.errors.contains("fanmail.service"), "\(result.errors)")
    }

    @Test("What cannot be is told in a line")
    func refusals() throws {
        try bench.subscribe(1)
        let relay = "smtp://127.0.0.1:1"
        func send(_ more: String...) throws -> Workbench.Result {
            try bench.run(bench.process(["send", "letter.eml", "--relay", relay] + more))
        }
        expect(try send("--at", "2020-01-01T09:00Z"), 64, "--at: 2020-01-01T09:00:00Z is over")
        expect(try send("--at", "soon"), 64, "--at: soon is no time")
        expect(try send("--at", "2027-03-28 02:30", "--zone", "Europe/Berlin"), 64, "does not exist in Europe/Berlin")
        expect(try send("--at", "2999-01-01 09:00", "--zone", "Nowhere"), 64, "there is no time zone Nowhere")
        expect(
            try send("--at", "2999-01-01T09:00Z", "--not-after", "2998-01-01T09:00Z"), 64, "is over before it goes out")
        expect(try send("--queue", "--at", "2999-01-01T09:00Z"), 64, "leave --queue out")
        expect(try bench.fanmail("mailing", "reschedule", "1"), 64, "name one of --at and --now")
        expect(try bench.fanmail("mailing", "reschedule", "1", "--now"), 66, "there is no mailing 1")
        #expect(try bench.sqlite("SELECT count(*) FROM mailing") == "0")
    }
}
