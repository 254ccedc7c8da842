import Foundation
import Testing

/// Another process holds the write lock: whoever writes waits, and says so; nothing is lost, nothing doubled.
///
/// `FANMAIL_LOCK_SECONDS` and `FANMAIL_LOCK_ROUNDS` make it longer: 60 and 20 are what a release is held against.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct HeldDatabaseTests {
    private static func setting(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }
    private static let seconds = setting("FANMAIL_LOCK_SECONDS", 3)
    private static let rounds = setting("FANMAIL_LOCK_ROUNDS", 2)
    /// Far shorter than the lock is held.
    private static let impatient = ["FANMAIL_BUSY_LIMIT": "300"]
    private static let (connections, size) = (4, 10)

    private func arguments(_ relay: String) -> [String] {
        ["--relay", relay, "--connections", "\(Self.connections)", "--max-rcpt", "\(Self.size)", "--rate", "2000/s"]
    }

    /// Starts a process that holds the lock, and returns when it does.
    private func hold(_ bench: Workbench, seconds: Int) throws -> ChildProcess {
        let mark = bench.path("held-\(UUID().uuidString)")
        let holder = ChildProcess(
            try Requirement.program("sqlite3"),
            [
                "-cmd", ".timeout 10000", bench.path("fanmail.db"), "BEGIN IMMEDIATE;", ".shell touch '\(mark)'",
                ".shell exec sleep \(seconds)", "ROLLBACK;",
            ], environment: ["PATH": "/usr/bin:/bin"])
        try holder.start()
        while holder.isRunning, !FileManager.default.fileExists(atPath: mark) { usleep(5000) }
        return holder
    }

    private func start(_ bench: Workbench, _ arguments: [String]) throws -> ChildProcess {
        let sender = bench.process(arguments, environment: Self.impatient)
        sender.output = bench.path("sent")
        sender.errors = bench.path("said")
        try sender.start()
        return sender
    }

    private func said(_ bench: Workbench) -> String {
        (try? String(contentsOfFile: bench.path("said"), encoding: .utf8)) ?? ""
    }

    private func wait(for word: String, _ bench: Workbench, _ sender: ChildProcess) {
        while sender.isRunning, !said(bench).contains(word) { usleep(10_000) }
    }

    @Test(arguments: 0..<rounds) func aMailingWaitsAndGoesOn(round: Int) throws {
        let bench = try Workbench()
        try bench.subscribe(6000)
        let relay = try bench.startSink()
        let sender = try start(bench, ["send", "letter.eml", "--yes"] + arguments(relay))
        while try bench.copies().isEmpty { usleep(5000) }
        usleep(UInt32.random(in: 0...1_500_000))
        let holder = try hold(bench, seconds: Self.seconds)
        sender.wait()
        holder.stop()
        #expect(sender.status == 0, "\(said(bench))")
        #expect(said(bench).components(separatedBy: "waiting for the database").count == 2, "\(said(bench))")
        #expect(said(bench).contains("the database can be written again"))
        try bench.expectExact(recipients: 6000, unknownAtMost: 0)
    }

    @Test func theFirstCtrlCWaitsToWriteWhatIsKnown() throws {
        let bench = try Workbench()
        try bench.subscribe(6000)
        let relay = try bench.startSink()
        let sender = try start(bench, ["send", "letter.eml", "--yes"] + arguments(relay))
        while try bench.copies().isEmpty { usleep(5000) }
        let holder = try hold(bench, seconds: Self.seconds)
        wait(for: "waiting for the database", bench, sender)
        sender.signal(SIGINT)
        sender.wait()
        holder.wait()
        #expect(sender.status == 130, "\(said(bench))")
        let shown = try bench.fanmail("mailing", "show", "1", "--json")
        #expect(shown.json["state"] as? String == "interrupted")
        #expect(shown.count("unknown") == 0)
        let resumed = try bench.fanmail("mailing", "resume", "1", "--relay", relay)
        #expect(resumed.status == 0, "\(resumed.errors)")
        try bench.expectExact(recipients: 6000, unknownAtMost: 0)
    }

    @Test func theSecondCtrlCSaysWhatIsLost() throws {
        let bench = try Workbench()
        try bench.subscribe(6000)
        let relay = try bench.startSink()
        let sender = try start(bench, ["send", "letter.eml", "--yes"] + arguments(relay))
        while try bench.copies().isEmpty { usleep(5000) }
        let holder = try hold(bench, seconds: 60)
        wait(for: "waiting for the database", bench, sender)
        sender.signal(SIGINT)
        wait(for: "once more to stop at once", bench, sender)
        sender.signal(SIGTERM)
        sender.wait()
        holder.stop()
        #expect(sender.status == 130)
        let resumed = try bench.fanmail("mailing", "resume", "1", "--relay", relay, "--json")
        #expect([0, 76].contains(resumed.status), "\(resumed.errors)")
        if resumed.count("unknown") > 0 { #expect(said(bench).contains("could not be written")) }
        try bench.expectExact(recipients: 6000, unknownAtMost: Self.connections * 2 * Self.size)
    }

    @Test func everybodyElseWaitsToo() throws {
        let bench = try Workbench()
        try bench.subscribe(10)
        let holder = try hold(bench, seconds: 2)
        let added = try bench.fanmail("subscriber", "add", "new@example.org", "--list", "announce")
        holder.wait()
        #expect(added.status == 0, "\(added.errors)")
        #expect(added.errors.contains("fanmail: waiting for the database"))
        let second = try hold(bench, seconds: 60)
        let refused = try bench.run(
            bench.process(
                ["subscriber", "add", "other@example.org", "--list", "announce"], environment: Self.impatient))
        second.stop()
        #expect(refused.status == 75, "\(refused.errors)")
    }

    /// Stopped, taken for dead by somebody who removes its lock, and woken: what it reads then is not unknown.
    @Test func aFormerOwnerStillTellsWhatItKnows() throws {
        let bench = try Workbench()
        try bench.subscribe(400)
        try bench.write("[[fault]]\nat = \"message\"\ndelay = \"2s\"\n", to: "slow.toml")
        let slow = try bench.startSink("--faults", bench.path("slow.toml"))
        let former = try start(bench, ["send", "letter.eml", "--yes"] + arguments(slow))
        while try bench.sqlite("SELECT count(*) FROM envelope WHERE state = 'armed'") < "4" { usleep(20_000) }
        former.signal(SIGSTOP)
        try FileManager.default.removeItem(atPath: bench.path("fanmail.db.mailing-1.lock"))
        let fast = try bench.startSink(record: "second.jsonl")
        let resumed = try bench.fanmail("mailing", "resume", "1", "--relay", fast, "--json")
        #expect(resumed.status == 76, "\(resumed.errors)")
        let unknown = resumed.count("unknown")
        #expect(unknown > 0)
        former.signal(SIGCONT)
        former.wait()
        #expect(said(bench).contains("another process took the mailing over"), "\(said(bench))")
        let outcomes = try bench.outcomes()
        let copies = try bench.copies().merging(bench.copies("second.jsonl"), uniquingKeysWith: +)
        #expect(outcomes.count == 400)
        #expect(copies.values.allSatisfy { $0 == 1 })
        for (address, outcome) in outcomes where outcome == "accepted" { #expect(copies[address] == 1) }
        #expect(outcomes.values.count { $0 == "unknown" } < unknown)
    }
}
