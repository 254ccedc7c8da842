import Foundation
import Testing

/// What `fanmail bench` does when it is used wrongly, when the server goes away, and with mail of one's own.
@Suite("A bench that is told what to send, and how to fail", .timeLimit(.minutes(10)))
struct BenchRunTests {
    @Test(
        "What is no server is one line, with what to write",
        arguments: [
            ("foo", "write HOST:PORT"), ("verfy", "did you mean `bench verify`?"), ("smtp://", "no usable host"),
            ("127.0.0.1:x", "the port is a number"), ("http://127.0.0.1", "unknown kind of relay"),
            ("[::1", "an IPv6 address ends with ]"),
        ])
    func noServer(target: String, part: String) throws {
        let run = try Workbench().fanmail("bench", target)
        #expect(run.status == 64 && run.errors.contains(part), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1 && !run.errors.contains("Explanation("))
    }

    @Test("A server is a URL, a host and port, a name, or an address of IPv6")
    func servers() throws {
        let bench = try Workbench()
        let port = try #require(try bench.startSink().split(separator: ":").last)
        let six = try LoopbackPort.free()
        let sink = bench.process(["sink", "--listen", "[::1]:\(six)", "--max-messages", "6"])
        sink.output = bench.path("six.txt")
        try sink.start()
        for _ in 0..<1000 where try String(contentsOfFile: sink.output, encoding: .utf8).isEmpty { usleep(10_000) }
        for target in [
            "smtp://127.0.0.1:\(port)", "127.0.0.1:\(port)", "localhost:\(port)", "smtp://[::1]:\(six)", "[::1]:\(six)",
        ] {
            let run = try bench.fanmail("bench", target, "--transactions", "3", "--connections", "1", "--json")
            #expect(run.status == 0 && run.count("accepted") == 3, "\(target): \(run.errors)")
        }
        sink.wait()
    }

    @Test("A server that cannot be reached at all is one line and 69, at once or after the wait")
    func away() throws {
        let bench = try Workbench()
        let port = try LoopbackPort.free()
        for arguments in [[], ["--wait", "300ms"], ["--no-reuse"], ["--rate", "50"]] {
            let run = try bench.run(bench.process(["bench", "127.0.0.1:\(port)", "--for", "30s"] + arguments))
            #expect(run.status == 69 && run.output.isEmpty, "\(run.errors)")
            let lines = run.errors.split(separator: "\n")
            #expect(lines.count == 2 && lines.last?.contains("Connection refused") == true, "\(run.errors)")
        }
    }

    @Test("A server that goes away in the middle: what was planned and not sent is told, in every form, with 69")
    func goes() throws {
        let bench = try Workbench()
        let port = try LoopbackPort.free()
        let sink = bench.process(["sink", "--listen", "127.0.0.1:\(port)", "--max-messages", "50"])
        try sink.start()
        try LoopbackPort.waitUntilOpen(port)
        let run = try bench.fanmail("bench", "127.0.0.1:\(port)", "--rate", "200", "--for", "1s", "--json")
        sink.wait()
        #expect(run.status == 69 && run.errors.contains("of 200 transactions were not sent"), "\(run.errors)")
        #expect(run.count("planned") == 200 && run.count("notSent") > 100)
        #expect(run.count("transactions") + run.count("notSent") == 200)
        #expect((run.json["limit"] as? [String: Any])?["kind"] as? String == "unreachable")
    }

    @Test("A run of which nothing was accepted, or nothing counted, says so, with 69")
    func nothing() throws {
        let bench = try Workbench()
        let relay = try bench.startSink("--refuse", "100")
        for (arguments, words) in [
            ([], "fanmail: nothing was accepted: 20 refused"),
            (["--warm-up", "9s"], "fanmail: nothing was measured: no transaction began in the time that counts"),
        ] {
            let run = try bench.run(bench.process(["bench", relay, "--transactions", "20", "--json"] + arguments))
            #expect(run.status == 69 && run.errors.hasSuffix("\n\(words)\n"), "\(run.errors)")
        }
    }

    @Test("A server that is started anew in the middle costs the time that it was away, and nothing that was planned")
    func comesBack() throws {
        let bench = try Workbench()
        let port = try LoopbackPort.free()
        let first = bench.process(["sink", "--listen", "127.0.0.1:\(port)", "--max-messages", "50"])
        try first.start()
        try LoopbackPort.waitUntilOpen(port)
        let load = bench.process([
            "bench", "127.0.0.1:\(port)", "--rate", "100", "--for", "2s", "--connections", "5", "--json",
        ])
        load.output = bench.path("report.json")
        try load.start()
        first.wait()
        try bench.start(Workbench.program.path, ["sink", "--listen", "127.0.0.1:\(port)"], port: port)
        load.wait()
        #expect(load.status == 0)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: load.output)))
                as? [String: Any])
        #expect(report["planned"] as? Int == 200 && report["notSent"] as? Int == 0)
        // Each connection that broke may have had a transaction under way, and one that met it broken.
        #expect(report["accepted"] as? Int ?? 0 >= 190 && report["connectionFailures"] as? Int ?? -1 >= 0)
    }

    @Test("Ctrl-C ends the waiting for a server")
    func waitsNoMore() throws {
        let bench = try Workbench()
        let load = bench.process(["bench", "127.0.0.1:\(try LoopbackPort.free())", "--wait", "600s", "--json"])
        load.errors = bench.path("errors.txt")
        try load.start()
        for _ in 0..<1000 where (try? String(contentsOfFile: load.errors, encoding: .utf8))?.isEmpty ?? true {
            usleep(10_000)
        }
        load.signal(SIGINT)
        load.wait()
        #expect(load.status == 130)
    }

    @Test("A server that is still starting is waited for")
    func waits() throws {
        let bench = try Workbench()
        let port = try LoopbackPort.free()
        let load = bench.process(["bench", "127.0.0.1:\(port)", "--wait", "60s", "--transactions", "5", "--json"])
        load.errors = bench.path("errors.txt")
        try load.start()
        for _ in 0..<1000 where (try? String(contentsOfFile: load.errors, encoding: .utf8))?.isEmpty ?? true {
            usleep(10_000)
        }
        try bench.start(Workbench.program.path, ["sink", "--listen", "127.0.0.1:\(port)"], port: port)
        load.wait()
        #expect(load.status == 0)
    }

    @Test("The usual mail has recipients, Message-IDs and a Date, so that a share of them can be refused")
    func usual() throws {
        let bench = try Workbench()
        let relay = try bench.startSink("--refuse", "30", "--maildir", "kept")
        let run = try bench.fanmail("bench", relay, "--transactions", "200", "--connections", "2", "--json")
        #expect(run.status == 0 && (30...90).contains(run.count("refused")))
        let copies = try String(contentsOfFile: bench.path("copies.jsonl"), encoding: .utf8).split(separator: "\n")
        let fields = try copies.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(Set(fields.compactMap { $0["messageID"] as? String }).count == copies.count)
        #expect(Set(fields.compactMap { $0["forwardPath"] as? String }).count == copies.count)
        let kept = try FileManager.default.contentsOfDirectory(atPath: bench.path("kept/new"))
        let text = try String(contentsOfFile: bench.path("kept/new/\(kept[0])"), encoding: .utf8)
        #expect(text.contains(/\nDate: [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} 20\d\d \d\d:\d\d:\d\d \+0000\n/))
    }

    @Test("The dialogue is written also where each command is measured")
    func measuredDialogue() throws {
        let bench = try Workbench()
        let relay = try bench.startSink()
        bench.expectSuccess(
            try bench.fanmail("bench", relay, "--transactions", "2", "--commands", "--transcript", "t.txt"))
        #expect(try String(contentsOfFile: bench.path("t.txt"), encoding: .utf8).contains("MAIL FROM:<"))
    }

    @Test("Messages of files, fields, and DSN where it is offered")
    func own() throws {
        let bench = try Workbench()
        try bench.write("From: a@b.example\nSubject: eins\nX-Load: 0\n\n.dot\n", to: "one.eml")
        try bench.write("From: a@b.example\nSubject: zwei\n\nbody\n", to: "two.eml")
        let relay = try bench.startSink("--maildir", "kept")
        let run = try bench.fanmail(
            "bench", relay, "--transactions", "4", "--connections", "1", "--message", "one.eml", "--message", "two.eml",
            "--header", "X-Load: 1", "--dsn", "failure,delay,full", "--transcript", "t.txt", "--sent", "sent.jsonl",
            "--commands")
        bench.expectSuccess(run)
        let kept = try FileManager.default.contentsOfDirectory(atPath: bench.path("kept/new")).map {
            try String(contentsOfFile: bench.path("kept/new/\($0)"), encoding: .utf8)
        }
        #expect(kept.count == 4 && kept.allSatisfy { $0.contains("\nX-Load: 1\n") && !$0.contains("X-Load: 0") })
        #expect(
            kept.count { $0.contains("Subject: eins\n\n.dot\n") } == 2 && kept.count { $0.contains("\nbody\n") } == 2)
        let dialogue = try String(contentsOfFile: bench.path("t.txt"), encoding: .utf8)
        #expect(dialogue.contains("RET=FULL ENVID=") && dialogue.contains("NOTIFY=FAILURE,DELAY"))
        bench.expectSuccess(try bench.fanmail("bench", "verify", "copies.jsonl", "--sent", "sent.jsonl"))
        // Another run into the same record does not spoil the first.
        bench.expectSuccess(
            try bench.fanmail("bench", relay, "--transactions", "4", "--connections", "1", "--to", "one@bench.example"))
        let verdict = try bench.fanmail("bench", "verify", "copies.jsonl", "--sent", "sent.jsonl", "--json")
        #expect(verdict.status == 0 && verdict.count("accepted") == 4 && verdict.count("foreign") == 4)
    }

    @Test(
        "A wrong word is one line, before anything is sent",
        arguments: [
            (["--message", "nothing.eml"], 66, "no such file"), (["--message", "server.bin"], 65, "NUL"),
            (["--message", "x.eml", "--size", "10"], 64, "exclude each other"),
            (["--header", "nothing"], 64, "a colon"),
            (["--dsn", "always"], 64, "success, failure and delay"),
            (["--dsn", "failure,never"], 64, "never excludes"),
            (["--find-max", "--abort-on-fail"], 64, "exclude each other"),
            (["--in-flight", "2", "--no-reuse"], 64, "exclude each other"),
            (["--header", "message-id: <x@y>"], 64, "one of its own"),
            (["--fail-if", "p98 > 5ms"], 64, "did you mean p90?"),
            (["--abort-on-fail"], 64, "needs a --fail-if"),
            (["--find-max", "--sent", "x.jsonl"], 64, "exclude each other"),
            (["--find-max", "--rate", "5"], 64, "exclude each other"), (["--wait", "soon"], 64, "--wait"),
            (["--html", "nowhere/x.html"], 74, "cannot be written"),
        ])
    func mistakes(arguments: [String], status: Int, part: String) throws {
        let bench = try Workbench()
        try Data([0x41, 0x3A, 0x20, 0x00]).write(to: URL(fileURLWithPath: bench.path("server.bin")))
        let run = try bench.run(bench.process(["bench", "127.0.0.1:9"] + arguments))
        #expect(run.status == Int32(status) && run.errors.contains(part), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1 && run.output.isEmpty, "\(run.errors)")
    }

    @Test("A page that cannot be written in the end does not take the report along")
    func page() throws {
        let bench = try Workbench()
        let relay = try bench.startSink()
        try FileManager.default.createDirectory(atPath: bench.path("d"), withIntermediateDirectories: true)
        let load = bench.process(["bench", relay, "--html", "d/x.html", "--for", "1s", "--rate", "20", "--json"])
        load.output = bench.path("report.json")
        load.errors = bench.path("errors.txt")
        try load.start()
        for _ in 0..<1000 where (try? String(contentsOfFile: load.errors, encoding: .utf8))?.isEmpty ?? true {
            usleep(10_000)
        }
        try FileManager.default.removeItem(atPath: bench.path("d"))
        load.wait()
        #expect(load.status == 74)
        #expect(try String(contentsOfFile: load.errors, encoding: .utf8).contains("cannot be written"))
        #expect(try String(contentsOfFile: load.output, encoding: .utf8).contains("\"transactions\":20,"))
    }

    @Test("A run ends early when a condition can no longer be mended")
    func abort() throws {
        let bench = try Workbench()
        let relay = try bench.startSink("--refuse", "50")
        let run = try bench.fanmail(
            "bench", relay, "--rate", "100", "--for", "300s", "--fail-if", "refused > 5", "--fail-if", "p99 > 60s",
            "--abort-on-fail", "--json")
        #expect(run.status == 65 && run.errors.contains("refused > 5: "), "\(run.errors)")
        #expect(run.json["isInterrupted"] as? Bool == true && run.count("planned") < 15_000)
    }

    @Test("Two reports that differ fail where a change is not allowed, and equal ones do not")
    func compare() throws {
        let bench = try Workbench()
        func report(_ name: String, p99: Double) throws {
            let latency = #"{"count":100,"mean":1,"p50":1,"p90":1,"p99":1,"p999":1,"max":1}"#
            let series = (0..<10).map {
                #"{"second":\#($0),"transactions":\#(100 + $0 % 3),"accepted":100,"notAccepted":0,"p50":1,"p99":\#(p99 + Double($0 % 4) / 10)}"#
            }
            // As versions wrote it that knew no thresholds.
            try bench.write(
                #"{"target":"t","loop":"open","run":"r","seconds":10,"transactions":1000,"accepted":1000,"refused":0,"deferred":0,"unsent":0,"unknown":0,"transactionsPerSecond":100,"recipientsPerSecond":100,"connections":1,"connectionFailures":0,"connect":\#(latency),"transaction":\#(latency),"commands":{},"replies":{},"series":[\#(series.joined(separator: ","))],"generator":{"threads":1,"cpuSeconds":1,"cpuShare":0.1,"sendError":\#(latency),"wasTheLimit":false}}"#,
                to: name)
        }
        try report("a.json", p99: 5)
        try report("b.json", p99: 87)
        let same = try bench.fanmail(
            "bench", "compare", "a.json", "a.json", "--fail-if", "p99 +5%", "--fail-if", "rate -5%")
        #expect(same.status == 0 && same.output.contains("no difference to be seen"), "\(same.output)")
        let slower = try bench.fanmail(
            "bench", "compare", "a.json", "b.json", "--fail-if", "p99 +5%", "--fail-if", "rate -5%")
        #expect(slower.status == 65 && slower.output.contains("differs"), "\(slower.output)")
        #expect(
            slower.errors.contains("p99 +5%: +15") && slower.errors.split(separator: "\n").count == 1,
            "\(slower.errors)")
        let faster = try bench.fanmail("bench", "compare", "b.json", "a.json", "--fail-if", "p99 +5%")
        #expect(faster.status == 0)
    }
}
