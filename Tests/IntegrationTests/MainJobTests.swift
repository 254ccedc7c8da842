import Foundation
import Testing

/// The command line from end to end, against the built-in server.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MainJobTests {
    @Test func oneMessageReachesEverySubscriberOnce() throws {
        let bench = try Workbench()
        try bench.subscribe(1234)
        let relay = try bench.startSink()
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json")
        bench.expectSuccess(result)
        for (key, value) in [
            ("mailing", 1), ("recipients", 1234), ("accepted", 1234), ("refused", 0), ("deferred", 0), ("unknown", 0),
            ("skipped", 0), ("envelopes", 13), ("transactions", 13),
        ] { #expect(result.count(key) == value, "\(key)") }
        for key in ["connections", "seconds", "recipientsPerSecond"] { #expect(result.json[key] != nil, "\(key)") }
        try bench.expectExact(recipients: 1234, unknownAtMost: 0)
    }

    @Test func refusalsAreOutcomesAndBounces() throws {
        let bench = try Workbench()
        try bench.subscribe(1000)
        let relay = try bench.startSink("--refuse", "4", "--block", "2")
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json", "--strict")
        #expect(result.status == 67)
        let refused = result.count("refused")
        #expect(refused > 20)
        #expect(result.count("accepted") + refused == 1000)
        try bench.expectExact(recipients: 1000, unknownAtMost: 0)
        let log = try bench.fanmail("bounce", "ls", "--mailing", "1", "--jsonl").output.split(separator: "\n")
        #expect(log.count == refused)
        let hard = log.filter { $0.contains("\"5.1.1\"") }
        #expect(!hard.isEmpty && hard.count < refused)
        #expect(hard.allSatisfy { $0.contains("\"hard\"") && $0.contains("\"ended\"") })
        // A policy refusal never ends a subscription.
        #expect(
            log.filter { $0.contains("\"5.7.1\"") }.allSatisfy { $0.contains("\"soft\"") && $0.contains("\"none\"") })
        let lists = try bench.fanmail("list", "ls", "--json").output
        #expect(lists.contains("\"bounced\":\(hard.count)"))
    }

    @Test func aListThatScoresEndsASubscriptionAfterSeveralMailings() throws {
        let bench = try Workbench()
        try bench.subscribe(300)
        let list = try bench.fanmail("list", "show", "announce", "--json").json
        #expect(list["bounceHard"] as? String == "at-once")
        let scoring = """
            name = "announce"
            address = "announce@lists.example"
            owner = "ada@lists.example"
            [bounce]
            hard = "score"
            score-mailings = 3
            """
        try bench.write(scoring, to: "scoring.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "scoring.toml"))
        let relay = try bench.startSink("--refuse", "4")
        for (mailing, bounced) in [(1, false), (2, false), (3, true)] {
            let sent = try bench.fanmail("send", "letter.eml", "--relay", relay, "--again", "--json")
            #expect(sent.count("refused") > 0)
            let log = try bench.fanmail("bounce", "ls", "--mailing", "\(mailing)", "--jsonl").output
            let hard = log.split(separator: "\n").filter { $0.contains("\"hard\"") }
            #expect(!hard.isEmpty)
            #expect(hard.allSatisfy { $0.contains(bounced ? "\"ended\"" : "\"none\"") }, "mailing \(mailing)")
            let lists = try bench.fanmail("list", "ls", "--json").output
            #expect(lists.contains("\"bounced\":\(bounced ? hard.count : 0)"))
        }
    }

    @Test func tooManyRefusalsPauseAndChangeNoSubscription() throws {
        let bench = try Workbench()
        try bench.subscribe(2000)
        let relay = try bench.startSink("--refuse", "30")
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json", "--max-rcpt", "20")
        #expect(result.status == 75)
        #expect(result.count("pending") > 0)
        #expect(result.errors.contains("of the latest"))
        #expect(result.errors.contains("mend the cause, then go on with: fanmail mailing retry 1 --outcome refused\n"))
        #expect(try bench.fanmail("list", "ls", "--json").output.contains("\"active\":2000"))

        // It was the relay's fault: once that is mended, everybody gets their copy, and nobody two.
        let mended = try bench.startSink()
        let again = try bench.fanmail("mailing", "resume", "1", "--retry-refused", "--relay", mended, "--json")
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.count("accepted") == 2000)
        #expect(try bench.fanmail("bounce", "ls", "--json").output == "[]\n")
    }

    @Test func deferredRecipientsAreRetriedOrWait() throws {
        let bench = try Workbench()
        try bench.subscribe(300)
        let relay = try bench.startSink("--defer", "20")
        let waiting = try bench.fanmail("send", "letter.eml", "--relay", relay, "--no-retry", "--json")
        #expect(waiting.status == 75)
        #expect(waiting.count("deferred") > 0)
        let resumed = try bench.fanmail("mailing", "resume", "1", "--relay", relay, "--json")
        bench.expectSuccess(resumed)
        #expect(resumed.count("accepted") == 300)
        try bench.expectExact(recipients: 300, unknownAtMost: 0)
    }

    @Test func tooManyRecipientsForTheServerGoInSmallerEnvelopes() throws {
        let bench = try Workbench()
        try bench.subscribe(500)
        let relay = try bench.startSink("--max-rcpt", "30")
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json", "--no-retry")
        bench.expectSuccess(result)
        #expect(result.count("accepted") == 500)
        try bench.expectExact(recipients: 500, unknownAtMost: 0)
    }

    @Test(arguments: [["PIPELINING"], ["PIPELINING", "8BITMIME", "SIZE", "ENHANCEDSTATUSCODES"]])
    func serversThatOfferLittleAreServed(hidden: [String]) throws {
        let bench = try Workbench()
        try bench.subscribe(120)
        let relay = try bench.startSink("--hide", hidden[0], "--hide", hidden[hidden.count - 1])
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--max-rcpt", "20", "--json")
        bench.expectSuccess(result)
        #expect(result.count("accepted") == 120)
    }

    @Test func lmtpRepliesForEachRecipient() throws {
        let bench = try Workbench()
        try bench.subscribe(120)
        let relay = try bench.startSink("--lmtp", scheme: "lmtp")
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--max-rcpt", "20", "--json")
        bench.expectSuccess(result)
        try bench.expectExact(recipients: 120, unknownAtMost: 0)
    }

    @Test func aSubscriberOfTwoListsGetsOneCopy() throws {
        let bench = try Workbench()
        try bench.subscribe(50)
        bench.expectSuccess(
            try bench.fanmail("list", "create", "dev", "--address", "dev@lists.example", "--owner", "ada@lists.example")
        )
        for address in ["user3@example.org", "USER4@example.org", "only@example.net"] {
            bench.expectSuccess(try bench.fanmail("subscriber", "add", address, "--list", "dev"))
        }
        try bench.write(
            bench.letter(to: "announce@lists.example, Dev <dev@lists.example>, x@example.com"), to: "two.eml")
        let plan = try bench.fanmail("plan", "two.eml", "--json")
        #expect(plan.count("recipients") == 51)
        #expect(plan.count("onSeveralLists") == 2)
        #expect(plan.json["notMailed"] as? [String] == ["x@example.com"])
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "two.eml", "--relay", relay))
        try bench.expectExact(recipients: 51, unknownAtMost: 0)
        #expect(try bench.copies()["x@example.com"] == nil)
    }

    @Test func theSameMessageIsNotSentTwiceUnasked() throws {
        let bench = try Workbench()
        try bench.subscribe(5)
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let second = try bench.fanmail("send", "letter.eml", "--relay", relay)
        #expect(second.status == 65)
        #expect(second.errors.contains("--again"))
        #expect(try bench.copies().values.allSatisfy { $0 == 1 })
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay, "--again"))
        #expect(try bench.copies().values.allSatisfy { $0 == 2 })
    }

    @Test func whoLeavesOrIsGoneIsNotMailed() throws {
        let bench = try Workbench()
        try bench.subscribe(20)
        bench.expectSuccess(try bench.fanmail("subscriber", "unsubscribe", "User7@EXAMPLE.org", "--list", "announce"))
        // An import does not bring anybody back; an explicit add does.
        let again = try bench.fanmail("subscriber", "import", "people.csv", "--list", "announce", "--json")
        #expect(again.count("added") == 0)
        #expect(again.count("alreadySubscribed") == 19)
        #expect(again.count("leftEarlier") == 1)
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        #expect(try bench.copies().count == 19)
        #expect(try bench.copies()["user7@example.org"] == nil)
    }

    @Test func theRateHoldsForTheWholeRun() throws {
        let bench = try Workbench()
        try bench.subscribe(60)
        let relay = try bench.startSink()
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--rate", "40/s", "--json")
        bench.expectSuccess(result)
        let seconds = try #require(result.json["seconds"] as? Double)
        #expect(seconds >= 1.4)
    }

    @Test func twoProcessesNeverSendOneEnvelopeTwice() throws {
        let bench = try Workbench()
        try bench.subscribe(3000)
        let relay = try bench.startSink()
        let arguments = ["--relay", relay, "--max-rcpt", "10", "--rate", "4000/s"]
        let first = bench.process(["send", "letter.eml"] + arguments)
        try first.start()
        var refusals = 0
        for _ in 0..<200 where first.isRunning {
            let second = try bench.run(bench.process(["mailing", "resume", "1"] + arguments))
            if first.isRunning, second.status == 75 { refusals += 1 }
            let send = try bench.run(bench.process(["send", "letter.eml"] + arguments))
            #expect(send.status == 65 || send.status == 0)
            if refusals >= 3 { break }
        }
        first.wait()
        #expect(refusals > 0)
        try bench.expectExact(recipients: 3000, unknownAtMost: 0)
    }

    @Test func cancellingFromAnotherProcessStopsIt() throws {
        let bench = try Workbench()
        try bench.subscribe(1000)
        let relay = try bench.startSink()
        let sender = bench.process(["send", "letter.eml", "--relay", relay, "--rate", "50/s"])
        try sender.start()
        while try bench.fanmail("mailing", "show", "1").status != 0 { usleep(20_000) }
        bench.expectSuccess(try bench.fanmail("mailing", "cancel", "1"))
        sender.wait()
        #expect(sender.status == 75)
        let shown = try bench.fanmail("mailing", "show", "1", "--json")
        #expect(shown.json["state"] as? String == "cancelled")
        #expect(shown.count("accepted") + shown.count("skipped") == 1000)
        #expect(try bench.fanmail("mailing", "resume", "1", "--relay", relay).status == 65)
    }

    @Test func pausingFromAnotherProcessHasItWaitForResume() throws {
        let bench = try Workbench()
        try bench.subscribe(1000)
        let relay = try bench.startSink()
        let sender = bench.process(["send", "letter.eml", "--relay", relay, "--rate", "50/s"])
        try sender.start()
        while try bench.fanmail("mailing", "show", "1").status != 0 { usleep(20_000) }
        let paused = bench.expectSuccess(try bench.fanmail("mailing", "pause", "last"))
        #expect(paused.errors == "paused mailing 1; go on with: fanmail mailing resume 1\n")
        sender.wait()
        #expect(sender.status == 75)
        let shown = try bench.fanmail("mailing", "show", "1", "--json")
        #expect(shown.json["state"] as? String == "paused" && shown.json["reason"] as? String == "paused by hand")
        #expect(shown.count("pending") > 0 && shown.count("unknown") == 0)
        let again = try bench.fanmail("mailing", "pause", "1")
        #expect(again.status == 65 && again.errors == "fanmail: mailing 1 is paused already\n")
        bench.expectSuccess(try bench.fanmail("mailing", "resume", "1", "--relay", relay))
        try bench.expectExact(recipients: 1000, unknownAtMost: 0)
    }

    /// Both while the server takes its time with transactions that are open.
    @Test func ctrlCAndThenCancelEndCancelled() throws {
        let bench = try Workbench()
        try bench.subscribe(400)
        try bench.write("[[fault]]\nat = \"message\"\ndelay = \"3s\"\n", to: "slow.toml")
        let relay = try bench.startSink("--faults", bench.path("slow.toml"))
        let sender = bench.process([
            "send", "letter.eml", "--relay", relay, "--max-rcpt", "10", "--connections", "4",
        ])
        try sender.start()
        while try bench.sqlite("SELECT count(*) FROM envelope WHERE state = 'armed'") < "4" { usleep(20_000) }
        sender.signal(SIGINT)
        let cancelled = bench.expectSuccess(try bench.fanmail("mailing", "cancel", "1"))
        #expect(cancelled.errors.contains("cancelled mailing 1"))
        sender.wait()
        let shown = try bench.fanmail("mailing", "show", "1", "--json")
        #expect(shown.json["state"] as? String == "cancelled")
        #expect(shown.count("accepted") > 0)
        #expect(shown.count("accepted") + shown.count("skipped") == 400)
        let copies = try bench.copies().count
        #expect(copies == shown.count("accepted"))
        #expect(try bench.fanmail("mailing", "resume", "1", "--relay", relay).status == 65)
        #expect(try bench.copies().count == copies)
    }

    @Test func ctrlCLeavesAMailingThatResumes() throws {
        let bench = try Workbench()
        try bench.subscribe(400)
        let relay = try bench.startSink()
        let sender = bench.process(["send", "letter.eml", "--relay", relay, "--rate", "200/s", "--max-rcpt", "10"])
        try sender.start()
        while try bench.copies().isEmpty { usleep(20_000) }
        sender.signal(SIGINT)
        sender.wait()
        #expect(sender.status == 130)
        let resumed = try bench.fanmail("mailing", "resume", "1", "--relay", relay, "--json")
        bench.expectSuccess(resumed)
        #expect(resumed.count("accepted") == 400)
        try bench.expectExact(recipients: 400, unknownAtMost: 0)
    }

    @Test func explainTellsOneCopysStory() throws {
        let bench = try Workbench()
        try bench.subscribe(150)
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let story = try bench.fanmail("explain", "user42@example.org", "--mailing", "1", "--json")
        #expect(story.json["outcome"] as? String == "accepted")
        #expect(story.json["reversePath"] as? String == "announce-bounces@lists.example")
        #expect(story.count("envelope") > 0)
        let text = try bench.fanmail("explain", "user42@example.org", "--mailing", "1").output
        #expect(text.contains("To: announce@lists.example"))
        #expect(text.contains("RCPT TO:<user42@example.org>"))
        #expect(try bench.fanmail("explain", "nobody@example.org", "--mailing", "1").status == 66)
    }

    @Test func aFullDiskIsWaitedForAndLosesNothing() throws {
        guard Requirement.has("mount", "umount", root: true) else { return }
        let small = FileManager.default.temporaryDirectory.appendingPathComponent("fanmail-small-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: small, withIntermediateDirectories: true)
        let mounting = ChildProcess(
            try Requirement.program("mount"), ["-t", "tmpfs", "-o", "size=24m", "tmpfs", small.path])
        try mounting.start()
        mounting.wait()
        try #require(mounting.status == 0)
        defer {
            let umount = ChildProcess(Requirement.find("umount") ?? "umount", ["-l", small.path])
            try? umount.start()
            umount.wait()
            try? FileManager.default.removeItem(at: small)
        }
        let bench = try Workbench()
        try bench.subscribe(6000)
        // The record stays on the large disk.
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.run(bench.process(["--version"])))
        _ = try bench.sqlite("PRAGMA wal_checkpoint(TRUNCATE)")
        let database = small.appendingPathComponent("small.db").path
        try FileManager.default.copyItem(atPath: bench.path("fanmail.db"), toPath: database)
        let free = try FileManager.default.attributesOfFileSystem(forPath: small.path)[.systemFreeSize] as? Int ?? 0
        _ = FileManager.default.createFile(
            atPath: small.appendingPathComponent("filler").path, contents: Data(count: max(0, free - 300_000)))
        let environment = ["FANMAIL_DB": database]
        let arguments = ["--relay", relay, "--max-rcpt", "1", "--connections", "4"]
        let full = bench.process(["send", "letter.eml"] + arguments, environment: environment)
        full.errors = bench.path("said")
        try full.start()
        func said() -> String { (try? String(contentsOfFile: full.errors, encoding: .utf8)) ?? "" }
        while full.isRunning, !said().contains("waiting for the database") { usleep(20_000) }
        #expect(full.isRunning)
        #expect(said().contains("the disk is full; make room"))
        // Truncated too: whoever inherited it while it was written holds no space then.
        let filler = small.appendingPathComponent("filler").path
        #expect(truncate(filler, 0) == 0)
        try FileManager.default.removeItem(atPath: filler)
        full.wait()
        #expect(full.status == 0, "\(said())")
        let copies = try bench.copies()
        #expect(copies.count == 6000)
        #expect(copies.values.allSatisfy { $0 == 1 })
    }
}
