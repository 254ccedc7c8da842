import Foundation
import Testing

/// Where mail goes, seen and steered from another process than the sender's.
@Suite(.timeLimit(.minutes(10)))
struct DestinationCommandTests {
    private func destinations(_ bench: Workbench, _ words: String...) throws -> [[String: Any]] {
        let result = bench.expectSuccess(try bench.run(bench.process(["destination"] + words + ["--json"])))
        return try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]], "\(result.output)")
    }

    private func accepted(_ bench: Workbench) throws -> Int {
        Int(try bench.sqlite("SELECT coalesce(sum(recipients), 0) FROM envelope WHERE outcome = 'accepted'")) ?? -1
    }

    /// A mailing that takes a while, begun.
    private func begin(_ bench: Workbench, _ arguments: String...) throws -> ChildProcess {
        let sender = bench.process(["send", "letter.eml"] + arguments)
        (sender.output, sender.errors) = (bench.path("sent.txt"), bench.path("errors.txt"))
        try sender.start()
        try bench.wait("something is accepted") {
            try FileManager.default.fileExists(atPath: bench.path("fanmail.db")) && accepted(bench) > 0
        }
        return sender
    }

    @Test func aPauseByHandStopsOffersUntilItEnds() throws {
        let bench = try Workbench()
        try bench.subscribe(400)
        let relay = try bench.startSink()
        let sender = try begin(bench, "--relay", relay, "--rate", "20/s", "--max-rcpt", "2")
        defer { sender.stop() }
        try bench.wait("it is told of") { try destinations(bench, "ls").first?["state"] as? String == "active" }
        let why = "they asked\nus"
        let paused = bench.expectSuccess(
            try bench.fanmail("destination", "pause", "127.0.0.1", "--for", "2h", "--why", why))
        #expect(paused.errors.hasPrefix("paused \(relay) until "), "\(paused.errors)")
        // What was open is finished, and nothing more is offered.
        try bench.wait("the run heeds it") {
            try destinations(bench, "show", relay)[0]["limitedBy"] as? String == "pause"
        }
        var before = try accepted(bench)
        try bench.wait("open transactions are finished") {
            usleep(200_000)
            defer { before = (try? accepted(bench)) ?? before }
            return try accepted(bench) == before
        }
        usleep(1_000_000)
        #expect(try accepted(bench) == before && before < 400)
        #expect(try destinations(bench, "ls", "--state", "paused")[0]["pausedWhy"] as? String == "they asked us")
        #expect(try destinations(bench, "ls", "--state", "idle").isEmpty)
        let shown = bench.expectSuccess(try bench.fanmail("destination", "show", "127"))
        #expect(shown.output.contains("they asked us") && shown.output.contains("state:       paused, until"))
        let resumed = bench.expectSuccess(try bench.fanmail("destination", "resume", relay))
        #expect(resumed.errors == "resumed \(relay)\n")
        try bench.wait("it goes on") { try accepted(bench) > before }
        #expect(try bench.fanmail("destination", "resume", relay).errors == "\(relay) was not paused by hand\n")
        sender.signal(SIGINT)
        sender.wait()
        #expect(try destinations(bench, "ls", "--mailing", "last")[0]["open"] as? Int == 0)
        #expect(try destinations(bench, "ls")[0]["accepted"] as? Int == accepted(bench))
    }

    @Test func aPauseHoldsForTheNextRun() throws {
        let bench = try Workbench()
        try bench.subscribe(4)
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        bench.expectSuccess(try bench.fanmail("destination", "pause", relay, "--why", "for good"))
        let sender = bench.process(["send", "letter.eml", "--relay", relay, "--again", "--rate", "100/s"])
        try sender.start()
        defer { sender.stop() }
        try bench.wait("it begins") {
            try bench.sqlite("SELECT count(*) FROM destination_run WHERE mailing = 2") == "1"
        }
        #expect(try bench.sqlite("SELECT count(*) FROM envelope WHERE mailing = 2 AND state <> 'cut'") == "0")
        bench.expectSuccess(try bench.fanmail("destination", "resume", relay))
        sender.wait()
        #expect(sender.status == 0)
    }

    @Test func aFlushTriesAtOnceWhatWaits() throws {
        let bench = try Workbench()
        try bench.subscribe(4)
        // Everybody is put off once.
        let relay = try bench.startSink("--defer", "100")
        let sender = bench.process(["send", "letter.eml", "--relay", relay, "--retry", "1h"])
        try sender.start()
        defer { sender.stop() }
        try bench.wait("all are put off") {
            try FileManager.default.fileExists(atPath: bench.path("fanmail.db"))
                && bench.sqlite("SELECT sum(recipients) FROM envelope WHERE not_before IS NOT NULL") == "4"
                && !destinations(bench, "ls").isEmpty
        }
        let flushed = bench.expectSuccess(try bench.fanmail("destination", "flush", "127.0.0.1"))
        #expect(flushed.errors == "what waits for \(relay) is tried now\n")
        sender.wait()
        #expect(sender.status == 0)
        #expect(try destinations(bench, "ls")[0]["deferred"] as? Int == 4)
    }

    @Test func watchingTellsEachSecondAndEndsWithTheMailing() throws {
        let bench = try Workbench()
        try bench.subscribe(120)
        let relay = try bench.startSink()
        let sender = try begin(bench, "--relay", relay, "--rate", "15/s", "--max-rcpt", "2")
        defer { sender.stop() }
        let watch = bench.expectSuccess(try bench.fanmail("mailing", "watch", "--json"))
        let lines = try watch.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.count > 1)
        let counts = lines.compactMap { $0["accepted"] as? Int }
        #expect(counts == counts.sorted() && counts.last == 120)
        #expect(lines.last?["state"] as? String == "finished")
        let told = lines.flatMap { $0["destinations"] as? [[String: Any]] ?? [] }
        #expect(told.contains { $0["name"] as? String == relay && ($0["open"] as? Int ?? 0) > 0 }, "\(watch.output)")
        #expect(watch.errors == "mailing 1 is finished: 120 of 120 recipients accepted\n")
        sender.wait()
        let over = bench.expectSuccess(try bench.fanmail("mailing", "watch", "1"))
        #expect(over.output.contains("120 of 120 accepted"), "\(over.output)")
    }

    @Test(.enabled(if: Requirement.has("tmux"))) func theTableIsDrawnAndCtrlCLeavesTheMailingAlone() throws {
        let bench = try Workbench()
        try bench.subscribe(1000)
        let relay = try bench.startSink()
        let sender = try begin(bench, "--relay", relay, "--rate", "20/s", "--max-rcpt", "2")
        defer { sender.stop() }
        let screen = try Screen(bench, columns: 80, rows: 24)
        defer { screen.close() }
        try screen.type("clear; stty -g > before; fanmail mailing watch; echo status $?", "Enter")
        let shown = try screen.wait { $0.contains("WINDOW") && $0.contains(relay) && $0.contains("/s") }
        #expect(shown.hasPrefix("mailing 1, sending: test") && shown.hasSuffix("the mailing goes on"), "\(shown)")
        bench.expectSuccess(try bench.fanmail("destination", "pause", relay, "--why", "a test"))
        try screen.wait { $0.contains("paused") }
        bench.expectSuccess(try bench.fanmail("destination", "resume", relay))
        try screen.wait { !$0.contains("paused") && $0.contains("WINDOW") }
        try screen.type("C-c")
        try screen.wait { $0.contains("status 0\n$") }
        try screen.type("clear; stty -g > after; cmp before after && echo unchanged", "Enter")
        try screen.wait { $0.contains("unchanged\n$") }
        #expect(try bench.fanmail("mailing", "show", "--json").json["state"] as? String == "sending")
        sender.signal(SIGINT)
        sender.wait()
    }

    @Test func wrongWordsAreToldInOneLine() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        for (words, line) in [
            (["pause", "mx.example", "--why", " "], "fanmail: --why: give a reason of 1 to 500 octets\n"),
            (
                ["pause", "mx.example", "--why", "x", "--for", "soon"],
                "fanmail: --for `soon` is not a duration; write a number and a unit of ms, s, m, h, d, such as 30s or 1m30s\n"
            ),
            (
                ["show", "mx.example"],
                "fanmail: mx.example: no mailing went to a destination of that name yet; see `fanmail destination ls`\n"
            ), (["ls", "--state", "odd"], "fanmail: --state odd: use one of paused, back-off, active, idle\n"),
        ] {
            let result = try bench.run(bench.process(["destination"] + words))
            #expect(result.status != 0 && result.errors == line, "\(result.errors)")
        }
        #expect(try bench.fanmail("destination", "ls", "--json").output == "[]\n")
        #expect(try bench.fanmail("mailing", "watch").status == 66)
    }
}
