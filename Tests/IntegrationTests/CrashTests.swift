import Foundation
import Testing

/// The sender killed with SIGKILL, and what a recording server says afterwards.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CrashTests {
    private static let connections = 4
    private static let size = 10

    private func arguments(_ relay: String, resume: Bool) -> [String] {
        (resume ? ["mailing", "resume", "1"] : ["send", "letter.eml", "--yes"]) + [
            "--relay", relay, "--connections", "\(Self.connections)", "--max-rcpt", "\(Self.size)", "--no-retry",
        ]
    }

    /// Kills at a random moment again and again, ten times, then lets it finish: with all rounds more than fifty kills.
    @Test(arguments: 0..<6) func killedAtRandomMoments(round: Int) throws {
        let bench = try Workbench()
        let count = 12_000
        try bench.subscribe(count)
        let relay = try bench.startSink()
        var kills = 0
        var hasBegun = false
        for attempt in 0... {
            let process = bench.process(arguments(relay, resume: hasBegun))
            let delay: Duration? = attempt < 10 ? .milliseconds(Int.random(in: 20...110)) : nil
            let result = try bench.run(process, killAfter: delay)
            guard result.wasKilled else {
                #expect([0, 76].contains(result.status), "\(result.errors)")
                break
            }
            kills += 1
            // A kill before the first commit leaves nothing: it is sent again.
            if !hasBegun { hasBegun = try bench.fanmail("mailing", "show", "1").status == 0 }
        }
        #expect(kills >= 9, "round \(round) was through after \(kills) kills")
        try bench.expectExact(recipients: count, unknownAtMost: kills * Self.connections * 2 * Self.size)
    }

    /// The crash matrix: a kill placed right before or right after each kind of commit.
    @Test(arguments: [
        "before-start:1", "after-start:1", "before-cut:1", "after-cut:1", "before-cut:2", "after-cut:2", "before-arm:1",
        "after-arm:1", "before-arm:5", "after-arm:5", "before-settle:1", "after-settle:1", "before-settle:4",
        "after-settle:4", "before-retry:1", "after-retry:1", "before-finish:1", "after-finish:1",
    ])
    func killedAtACommit(place: String) throws {
        let bench = try Workbench()
        let count = place.contains("cut:2") ? 3000 : 1000
        try bench.subscribe(count)
        // Deferred once, so that there is a retry to be killed in.
        let relay = try bench.startSink("--defer", "10")
        let retry = ["--relay", relay, "--connections", "\(Self.connections)", "--max-rcpt", "5", "--retry", "50ms"]
        let send = ["send", "letter.eml", "--yes"] + retry
        let crashed = try bench.run(bench.process(send, environment: ["FANMAIL_CRASH_AT": place]))
        #expect(crashed.wasKilled, "not killed at \(place): \(crashed.errors)")
        let hasBegun = place != "before-start:1"
        #expect(try bench.fanmail("mailing", "show", "1").status == (hasBegun ? 0 : 66))
        let resumed = try bench.run(bench.process(hasBegun ? ["mailing", "resume", "1"] + retry : send))
        #expect([0, 76].contains(resumed.status), "\(resumed.errors)")
        let isExact = !["arm", "settle", "retry"].contains { place.contains($0) }
        let bound = isExact && !place.contains("cut:2") ? 0 : Self.connections * 2 * 5
        try bench.expectExact(recipients: count, unknownAtMost: bound)
    }

    /// Several envelopes unanswered at once on a connection: more may be unknown, nothing is lost or doubled.
    @Test(arguments: 0..<3) func killedWithSeveralInFlight(round: Int) throws {
        let bench = try Workbench()
        let (count, inFlight) = (12_000, 6)
        try bench.subscribe(count)
        let relay = try bench.startSink()
        var kills = 0
        var hasBegun = false
        for attempt in 0... {
            let flags = ["--chunking", "--in-flight", "\(inFlight)"]
            let process = bench.process(arguments(relay, resume: hasBegun) + flags)
            let delay: Duration? = attempt < 6 ? .milliseconds(Int.random(in: 20...110)) : nil
            let result = try bench.run(process, killAfter: delay)
            guard result.wasKilled else {
                #expect([0, 76].contains(result.status), "\(result.errors)")
                break
            }
            kills += 1
            if !hasBegun { hasBegun = try bench.fanmail("mailing", "show", "1").status == 0 }
        }
        #expect(kills >= 5, "round \(round) was through after \(kills) kills")
        try bench.expectExact(recipients: count, unknownAtMost: kills * Self.connections * inFlight * Self.size)
    }

    @Test func unknownIsSentAgainOnlyWhenAsked() throws {
        let bench = try Workbench()
        try bench.subscribe(200)
        // Takes a message and hangs up without the reply.
        let relay = try bench.startSink("--cut-after", "7")
        let first = try bench.fanmail(
            "send", "letter.eml", "--relay", relay, "--max-rcpt", "10", "--connections", "1", "--json")
        #expect(first.status == 76, "\(first.errors)")
        #expect(first.count("unknown") == 20)
        #expect(first.count("accepted") == 180)
        #expect(try bench.copies().values.allSatisfy { $0 == 1 })
        let plain = try bench.fanmail("mailing", "resume", "1", "--relay", relay)
        #expect(plain.status == 76)
        #expect(try bench.copies().values.allSatisfy { $0 == 1 })
        let other = try bench.startSink(record: "second.jsonl")
        let again = try bench.fanmail("mailing", "resume", "1", "--relay", other, "--resend-unknown", "--json")
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.count("accepted") == 200)
        #expect(try bench.copies("second.jsonl").count == 20)
    }
}
