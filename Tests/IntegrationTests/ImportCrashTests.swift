import Foundation
import Testing

/// An import killed with SIGKILL: all of it is there, or nothing.
@Suite(.timeLimit(.minutes(10)))
struct ImportCrashTests {
    private static let count = 60_000

    private func prepare(_ bench: Workbench) throws {
        try bench.subscribe(10)
        try bench.write(
            "email,city\n" + (0..<Self.count).map { "user\($0)@d\($0 % 40).example,City \($0 % 9)\n" }.joined(),
            to: "crowd.csv")
    }

    private func active(_ bench: Workbench) throws -> Int {
        let shown = try bench.fanmail("list", "show", "announce", "--json")
        return shown.count("active")
    }

    @Test(arguments: ["import:1", "import:9", "before-import-end:1", "after-import-end:1"])
    func killedAtACommit(place: String) throws {
        let bench = try Workbench()
        try prepare(bench)
        let arguments = ["subscriber", "import", "crowd.csv", "--list", "announce", "--json"]
        let killed = try bench.run(bench.process(arguments, environment: ["FANMAIL_CRASH_AT": place]))
        #expect(killed.wasKilled, "\(killed.errors)")
        let isThere = place.hasPrefix("after")
        #expect(try active(bench) == (isThere ? Self.count + 10 : 10))
        #expect(try bench.fanmail("plan", "letter.eml").output.contains("\(isThere ? Self.count + 10 : 10) recipients"))
        let again = try bench.run(bench.process(arguments))
        #expect(again.count("added") == (isThere ? 0 : Self.count), "\(again.errors)")
        #expect(try active(bench) == Self.count + 10)
        bench.expectSuccess(try bench.fanmail("db", "check"))
    }

    @Test func killedAtRandomMoments() throws {
        let bench = try Workbench()
        try prepare(bench)
        var kills = 0
        for _ in 0..<12 {
            let process = bench.process(["subscriber", "import", "crowd.csv", "--list", "announce"])
            let killed = try bench.run(process, killAfter: .milliseconds(Int.random(in: 10...600)))
            let now = try active(bench)
            #expect(now == 10 || now == Self.count + 10)
            #expect(try bench.sqlite("PRAGMA integrity_check") == "ok")
            if !killed.wasKilled { break }
            kills += 1
        }
        #expect(kills > 0)
        bench.expectSuccess(try bench.fanmail("subscriber", "import", "crowd.csv", "--list", "announce"))
        #expect(try active(bench) == Self.count + 10)
        #expect(try bench.sqlite("SELECT count(*) FROM subscriber") == "\(Self.count + 10)")
    }

    @Test func twoAtOnceTakeTurns() throws {
        let bench = try Workbench()
        try prepare(bench)
        let processes = (0..<2).map { number in
            let process = bench.process(["subscriber", "import", "crowd.csv", "--list", "announce", "--json"])
            process.output = bench.path("two-\(number)")
            process.errors = bench.path("two-errors-\(number)")
            return process
        }
        for process in processes { try process.start() }
        for process in processes { process.wait() }
        #expect(processes.map(\.status) == [0, 0])
        #expect(try active(bench) == Self.count + 10)
    }
}
