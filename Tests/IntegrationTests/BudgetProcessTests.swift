import Foundation
import Testing

/// Several processes on one database and one rate, and what a recording server says of it.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct BudgetProcessTests {
    /// When each copy arrived, in seconds, in order.
    private func arrivals(_ bench: Workbench) throws -> [Double] {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return try String(contentsOfFile: bench.path("copies.jsonl"), encoding: .utf8).split(separator: "\n").map {
            let object = try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            return try Date(#require(object["time"] as? String), strategy: format).timeIntervalSince1970
        }.sorted()
    }

    /// The most copies in any time of so many seconds.
    private func most(_ times: [Double], in length: Double) -> Int {
        var (first, most) = (0, 0)
        for last in times.indices {
            while times[last] - times[first] > length { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }

    private func sends(_ bench: Workbench, _ count: Int, relay: String, rate: String) throws -> [ChildProcess] {
        try (0..<count).map { number in
            try bench.write(bench.letter(subject: "letter \(number)"), to: "letter\(number).eml")
            return bench.process([
                "send", "letter\(number).eml", "--yes", "--relay", relay, "--rate", rate, "--max-rcpt", "1",
                "--connections", "2",
            ])
        }
    }

    @Test(arguments: [2, 4]) func togetherTheyStayWithinTheRate(count: Int) async throws {
        let bench = try Workbench()
        let (people, rate) = (240 / count, 60.0)
        try bench.subscribe(people)
        let relay = try bench.startSink()
        let processes = try sends(bench, count, relay: relay, rate: "60/s")
        for process in processes { try process.start() }
        for process in processes { process.wait() }
        #expect(processes.allSatisfy { $0.status == 0 })
        let times = try arrivals(bench)
        #expect(times.count == 240)
        // What may be late is a fifth of a second for each of them, whatever the machine does.
        for seconds in [0.5, 1, 2] {
            #expect(Double(most(times, in: seconds)) <= rate * (seconds + 0.2 * Double(count) + 0.1) + 1)
        }
        // All of it: 240 take four seconds, but for what the first of them had to make up for.
        let length = try #require(times.last) - #require(times.first)
        #expect(length > 3.7)
    }

    /// Whoever is killed has used up what they were granted: the others neither stop nor hurry.
    @Test func aKilledOneTakesNothingAlong() throws {
        let bench = try Workbench()
        try bench.subscribe(150)
        let relay = try bench.startSink()
        let processes = try sends(bench, 3, relay: relay, rate: "50/s")
        for process in processes { try process.start() }
        // A line may be half written.
        bench.wait("forty copies arrive") { ((try? arrivals(bench).count) ?? 0) >= 40 }
        processes[0].signal(SIGKILL)
        for process in processes { process.wait() }
        #expect(processes[1].status == 0 && processes[2].status == 0)
        let times = try arrivals(bench)
        #expect(times.count >= 300)
        for seconds in [0.5, 1, 2] { #expect(Double(most(times, in: seconds)) <= 50 * (seconds + 0.7) + 1) }
        let killed = Int(try bench.sqlite("SELECT id FROM mailing WHERE state = 'sending'")) ?? 0
        let resumed = try bench.fanmail("mailing", "resume", "\(killed)", "--relay", relay, "--rate", "50/s")
        #expect([0, 76].contains(resumed.status), "\(resumed.errors)")
    }

    @Test func aDaysWorthIsShownAndOutlivesTheProcess() throws {
        let bench = try Workbench()
        try bench.subscribe(30)
        let relay = try bench.startSink()
        try bench.write("[delivery]\nrate = \"100/s, 50/d\"\n", to: "fanmail.toml")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--yes", "--relay", relay, "--max-rcpt", "5"))
        let budgets = try bench.fanmail("budget", "ls", "--json")
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(budgets.output.utf8)) as? [[String: Any]])
        let day = try #require(rows.first { $0["period"] as? String == "day" })
        #expect(day["for"] as? String == "all" && day["used"] as? Int == 30 && day["left"] as? Int == 20)
        #expect(day["more"] as? String != nil)
        #expect(try bench.fanmail("budget", "ls").output.contains("50/d"))
        // Of the next thirty, twenty are sent; the rest waits for tomorrow, and may be stopped.
        try bench.write(bench.letter(subject: "another"), to: "other.eml")
        let second = bench.process(["send", "other.eml", "--yes", "--relay", relay, "--max-rcpt", "5"])
        try second.start()
        bench.wait("fifty copies arrive") { ((try? bench.copies().values.reduce(0, +)) ?? 0) >= 50 }
        usleep(500_000)
        second.signal(SIGINT)
        second.wait()
        #expect(second.status == 130)
        #expect(try bench.copies().values.reduce(0, +) == 50)
    }
}
