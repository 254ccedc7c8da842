import Foundation
import Testing

@Suite("Exercising a server from the command line", .timeLimit(.minutes(10)))
struct BenchTests {
    private func lines(_ bench: Workbench, _ name: String) throws -> [String] {
        try String(contentsOfFile: bench.path(name), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test("verify finds a planted loss, a planted double, a planted alteration, and nothing in what is whole")
    func verify() throws {
        let bench = try Workbench()
        let url = try bench.startSink("--refuse", "10")
        let run = try bench.fanmail(
            "bench", url, "--transactions", "50", "--rcpt", "1-4", "--sent", "sent.jsonl", "--html", "page.html",
            "--json")
        bench.expectSuccess(run)
        #expect(run.json["transactions"] as? Int == 50)
        #expect(run.json["refused"] as? Int ?? 0 > 0)
        let page = try String(contentsOfFile: bench.path("page.html"), encoding: .utf8)
        #expect(page.contains("<svg") && !page.contains("http://") && !page.contains("https://"))
        let whole = try lines(bench, "copies.jsonl")
        func verdict(_ copies: [String]) throws -> Workbench.Result {
            try bench.write(copies.joined(separator: "\n") + "\n", to: "planted.jsonl")
            return try bench.fanmail("bench", "verify", "planted.jsonl", "--sent", "sent.jsonl", "--json")
        }
        bench.expectSuccess(try verdict(whole))
        let digest = try #require(whole[2].firstRange(of: "\"digest\":\""))
        var altered = whole
        altered[2].replaceSubrange(digest.upperBound..<altered[2].index(after: digest.upperBound), with: "x")
        for (copies, key) in [
            (Array(whole.dropFirst()), "lost"), (whole + [whole[5]], "doubled"), (altered, "altered"),
        ] {
            let result = try verdict(copies)
            #expect(result.status == 65)
            for other in ["lost", "doubled", "altered", "unexpected"] {
                #expect((result.json[other] as? [String])?.count == (other == key ? 1 : 0), "\(key), \(other)")
            }
        }
    }

    @Test("A server beyond this machine and private networks is not loaded", arguments: ["192.0.2.1", "[2001:db8::1]"])
    func guarded(host: String) throws {
        let result = try Workbench().fanmail("bench", "smtp://\(host):25", "--transactions", "1")
        #expect(result.status == 64 && result.errors.contains("--i-own-this-server"))
    }

    @Test("A limit of descriptors that is too low is told before anything begins, with the remedy")
    func descriptors() throws {
        let bench = try Workbench()
        for arguments in [
            ["sink", "--listen", "127.0.0.1:0", "--max-connections", "1000", "--for", "1s"],
            ["bench", "smtp://127.0.0.1:1", "--connections", "1000"],
        ] {
            let process = bench.process(arguments)
            process.arguments = ["-c", "ulimit -n 200; exec \"$0\" \"$@\"", process.program] + process.arguments
            process.program = "/bin/sh"
            let run = try bench.run(process)
            #expect(run.status == 78 && run.errors.contains("ulimit -Hn 1064"), "\(run.errors)")
        }
    }

    @Test(
        "Ctrl-C ends a run with its report, and what was sent reconciles",
        arguments: [["--connections", "1"], ["--rate", "100"]])
    func interrupted(pace: [String]) throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        let process = bench.process(["bench", url, "--for", "60s", "--sent", "sent.jsonl", "--json"] + pace)
        process.output = bench.path("report.json")
        process.errors = bench.path("errors.txt")
        try process.start()
        defer { process.stop() }
        let size = { try FileManager.default.attributesOfItem(atPath: bench.path("copies.jsonl"))[.size] as? Int ?? 0 }
        for _ in 0..<1000 where try size() == 0 { usleep(20_000) }
        process.signal(SIGINT)
        process.wait()
        #expect(process.status == 130)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: process.output)))
                as? [String: Any])
        #expect(report["isInterrupted"] as? Bool == true)
        #expect(report["accepted"] as? Int == report["transactions"] as? Int)
        #expect(report["accepted"] as? Int ?? 0 > 0)
        #expect(try String(contentsOfFile: process.errors, encoding: .utf8).contains("interrupted; the report"))
        bench.expectSuccess(try bench.fanmail("bench", "verify", "copies.jsonl", "--sent", "sent.jsonl"))
    }

    @Test("A search that is ended keeps what it found until then") func interruptedSearch() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        let process = bench.process(["bench", url, "--find-max", "--p99", "10s", "--for", "1s"])
        process.output = bench.path("found.txt")
        process.errors = bench.path("errors.txt")
        try process.start()
        defer { process.stop() }
        let told = { try String(contentsOfFile: process.errors, encoding: .utf8) }
        for _ in 0..<1500 where try !told().contains(", kept") { usleep(20_000) }
        process.signal(SIGINT)
        process.wait()
        #expect(process.status == 130)
        #expect(try told().contains("rising rates, for 1s each") && told().contains("the search is not finished"))
        #expect(
            try String(contentsOfFile: process.output, encoding: .utf8)
                .contains(/highest rate with a p99 within 10s so far: \d+ transactions\/s/))
    }

    @Test("A search is drawn, with each step") func drawnSearch() throws {
        let bench = try Workbench()
        let url = try bench.startSink("--refuse", "100")
        let run = try bench.fanmail("bench", url, "--find-max", "--for", "100ms", "--html", "steps.html", "--json")
        #expect(run.status == 69 && run.errors.contains("nothing was accepted"), "\(run.errors)")
        let trials = run.json["trials"] as? [[String: Any]] ?? []
        #expect(trials.first?["refused"] as? Int == 10 && trials.first?["reason"] as? String == "nothing was accepted")
        let page = try String(contentsOfFile: bench.path("steps.html"), encoding: .utf8)
        #expect(page.contains("Each step") && page.components(separatedBy: "not kept</b>").count == trials.count + 1)
        #expect(page.contains("<svg") && !page.contains("http://") && !page.contains("https://"))
    }

    @Test("Two thousand connections, one after the other, by a client that has a hundred descriptors")
    func connectionsLeaveNothing() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        let process = bench.process([
            "bench", url, "--no-reuse", "--connections", "10", "--for", "60s", "--transactions", "2000", "--json",
        ])
        process.arguments = ["-c", "ulimit -n 100; exec \"$0\" \"$@\"", process.program] + process.arguments
        process.program = "/bin/sh"
        let run = try bench.run(process)
        bench.expectSuccess(run)
        #expect(run.json["accepted"] as? Int == 2000 && run.json["unsent"] as? Int == 0, "\(run.output)")
    }

    @Test(
        "A wrong option is told with what to write",
        arguments: [
            (["--rate", "fast"], "write 2000"), (["--rcpt", "0"], "write a number"), (["--poisson"], "needs a --rate"),
            (["--in-flight", "3"], "1 or 2"), (["--warm-up", "20s", "--for", "10s"], "shorter than"),
            (["--for", "ten"], "--for"),
            (["--domains", "a b"], "--domains"), (["--from", "nobody"], "--from"),
        ])
    func mistakes(arguments: [String], part: String) throws {
        let bench = try Workbench()
        let result = try bench.run(
            bench.process(["bench", "smtp://127.0.0.1:9", "--transactions", "1"] + arguments))
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains(part), "\(result.errors)")
    }

    @Test("A sink that expects copies says how many are missing or too many", arguments: [(2, 0), (3, 65), (1, 65)])
    func expect(count: Int, status: Int32) throws {
        let bench = try Workbench()
        let port = try LoopbackPort.free()
        let sink = bench.process([
            "sink", "--listen", "127.0.0.1:\(port)", "--expect", "\(count)", "--max-messages", "2", "--maildir", "kept",
            "--json",
        ])
        sink.output = bench.path("sink.json")
        try sink.start()
        try LoopbackPort.waitUntilOpen(port)
        try bench.expectSuccess(
            bench.fanmail("bench", "smtp://127.0.0.1:\(port)", "--transactions", "2", "--connections", "1"))
        sink.wait()
        #expect(sink.status == status)
        let kept = try FileManager.default.contentsOfDirectory(atPath: bench.path("kept/new"))
        #expect(kept.count == 2)
        let text = try String(contentsOfFile: bench.path("kept/new/\(kept[0])"), encoding: .utf8)
        #expect(text.hasPrefix("Return-Path: <bench@bench.example>\nDelivered-To: user"))
        #expect(!text.contains("\r"))
    }
}
