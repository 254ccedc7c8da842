import Foundation
import Testing

/// A bench while it runs, as somebody at a terminal has it, and as programs read it.
@Suite(.timeLimit(.minutes(10)))
struct BenchWatchTests {
    @Test(
        "The view fills the screen, hears keys, and leaves the terminal as it was",
        .enabled(if: Requirement.has("tmux")))
    func view() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        let screen = try Screen(bench, columns: 80, rows: 24)
        defer { screen.close() }
        try screen.type("clear; stty -g > before; fanmail bench \(url) --rate 50 --for 90s; echo status $?", "Enter")
        let shown = try screen.wait { $0.contains("limited by") && $0.contains("250 2.0.0") }
        #expect(shown.split(separator: "\n", omittingEmptySubsequences: false).count == 24, "\(shown)")
        #expect(shown.hasPrefix("\(url), open loop") && shown.hasSuffix("p pauses   + faster   - slower   q ends it"))
        #expect(!shown.contains("about to load"))
        try screen.type("p")
        try screen.wait { $0.contains("you: it is paused") && $0.contains("p goes on") }
        try screen.type("p", "+")
        try screen.wait { $0.contains("by hand 110 % of the plan") && $0.contains("p pauses") }
        try screen.resize(columns: 50, rows: 10)
        try screen.wait { $0.split(separator: "\n").count <= 10 && $0.contains("…") && $0.contains("p pauses") }
        try screen.resize(columns: 80, rows: 24)
        // What is said at the end is fitted to the screen as it is then.
        try screen.wait { $0.split(separator: "\n", omittingEmptySubsequences: false).count == 24 }
        try screen.type("q")
        let end = try screen.wait { $0.contains("\nstatus 130\n$") }
        // What stood there before is there again, and what was said meanwhile.
        #expect(end.contains("about to load") && end.contains("it was paused, or its rate changed, by hand"), "\(end)")
        try screen.type("clear; stty -g > after; cmp before after && echo unchanged", "Enter")
        try screen.wait { $0.contains("unchanged\n$") }
    }

    @Test(
        "Ctrl-C, once and twice, leaves it as it was; without keys the view says so",
        .enabled(if: Requirement.has("tmux")))
    func interrupted() throws {
        let bench = try Workbench()
        // A server that holds every message: the run ends by the second Ctrl-C alone.
        try bench.write("[[fault]]\nat = \"message\"\ndelay = \"100s\"\n", to: "faults.toml")
        let url = try bench.startSink("--faults", bench.path("faults.toml"))
        let screen = try Screen(bench, columns: 80, rows: 24)
        defer { screen.close() }
        try screen.type(
            "clear; stty -g > before; NO_COLOR=1 fanmail bench \(url) --for 90s </dev/null; echo status $?", "Enter")
        try screen.wait { $0.hasSuffix("Ctrl-C ends it") && $0.contains("closed loop") }
        try screen.type("C-c")
        try screen.wait { $0.contains("once more") }
        try screen.type("C-c")
        try screen.wait { $0.contains("\nstatus 130\n$") }
        try screen.type("clear; stty -g > after; cmp before after && echo unchanged", "Enter")
        try screen.wait { $0.contains("unchanged\n$") }
    }

    @Test("Lines of JSON add up to the report, on standard output and in a file") func lines() throws {
        let bench = try Workbench()
        let url = try bench.startSink("--refuse", "10")
        for path in ["-", "live.jsonl"] {
            let run = try bench.fanmail(
                "bench", url, "--rate", "100", "--for", "2s", "--live", path, "--every", "500ms", "--json")
            bench.expectSuccess(run)
            var lines = run.output.split(separator: "\n").map(String.init)
            let report = try #require(object(lines.removeLast()))
            if path != "-" {
                #expect(lines.isEmpty)
                lines = try String(contentsOfFile: bench.path(path), encoding: .utf8).split(separator: "\n").map(
                    String.init)
            }
            let intervals = try lines.map { try #require(object($0)) }
            #expect((3...6).contains(intervals.count))
            for key in ["transactions", "planned", "accepted", "refused"] {
                #expect(intervals.reduce(0) { $0 + ($1[key] as? Int ?? 0) } == report[key] as? Int, "\(key)")
            }
            #expect(report["startedAt"] is String && (report["machine"] as? [String: Any])?["cores"] is Int)
        }
    }

    private func object(_ line: String) -> [String: Any]? {
        try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    }

    /// What a server answers, or nothing.
    private func page(_ url: String, _ bench: Workbench) throws -> String {
        let process = bench.process([
            "-c", "import urllib.request as r; print(r.urlopen('\(url)').read().decode())",
        ])
        process.program = try Requirement.program("python3")
        return try bench.run(process).output
    }

    @Test("Metrics are there while it runs") func metrics() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        let port = try LoopbackPort.free()
        let process = bench.process(["bench", url, "--rate", "50", "--for", "60s", "--metrics", "127.0.0.1:\(port)"])
        process.errors = bench.path("errors.txt")
        process.output = bench.path("output.txt")
        try process.start()
        defer { process.stop() }
        try LoopbackPort.waitUntilOpen(port)
        var text = ""
        for _ in 0..<1000 where !text.contains(/fanmail_bench_transactions_total [1-9]/) {
            usleep(20_000)
            text = try page("http://127.0.0.1:\(port)/metrics", bench)
        }
        #expect(text.contains("fanmail_bench_transaction_seconds_bucket{le=\"+Inf\"}"), "\(text)")
        process.signal(SIGINT)
        process.wait()
        #expect(process.status == 130)
        let taken = try bench.fanmail(
            "bench", url, "--transactions", "1", "--metrics", "127.0.0.1:\(url.split(separator: ":")[2])")
        #expect(taken.status == 69 && taken.errors.contains("cannot be listened on"), "\(taken.errors)")
    }

    @Test("Generators that begin at one time are joined, to a page too") func joined() throws {
        let bench = try Workbench()
        let url = try bench.startSink()
        let moment = ISO8601DateFormatter().string(from: Date().addingTimeInterval(4))
        let all = ["one.json", "two.json"].map { name in
            let process = bench.process([
                "bench", url, "--rate", "60", "--for", "2s", "--start-at", moment, "--json", "--fail-if", "p99 > 60s",
            ])
            process.output = bench.path(name)
            process.errors = bench.path("\(name).txt")
            return process
        }
        for process in all { try process.start() }
        for process in all {
            process.wait()
            let errors = try String(contentsOfFile: process.errors, encoding: .utf8)
            #expect(process.status == 0, "\(errors)")
        }
        let run = try bench.fanmail(
            "bench", "join", "one.json", "two.json", "-o", "all.json", "--html", "all.html", "--json")
        bench.expectSuccess(run)
        #expect(run.json["transactions"] as? Int == 240 && (run.json["parts"] as? [Any])?.count == 2)
        #expect((run.json["thresholds"] as? [Any])?.count == 1)
        #expect(try String(contentsOfFile: bench.path("all.json"), encoding: .utf8) == run.output)
        let page = try String(contentsOfFile: bench.path("all.html"), encoding: .utf8)
        #expect(page.contains("2 generators") && page.contains("<svg"))
        bench.expectSuccess(try bench.fanmail("bench", "compare", "one.json", "all.json", "--html", "both.html"))
        #expect(try String(contentsOfFile: bench.path("both.html"), encoding: .utf8).contains("What differs"))
        let twice = try bench.fanmail("bench", "join", "one.json", "all.json")
        #expect(twice.status == 65 && twice.errors.contains("all.json: it holds a run of one.json"), "\(twice.errors)")
        // The condition is asked of all of them together.
        for name in ["one.json", "two.json"] {
            let text = try String(contentsOfFile: bench.path(name), encoding: .utf8)
            try bench.write(text.replacingOccurrences(of: "p99 > 60s", with: "p99 < 60s"), to: name)
        }
        #expect(try bench.fanmail("bench", "join", "one.json", "two.json").status == 65)
        // A file of somebody else's ends neither the process nor a line.
        let text = try String(contentsOfFile: bench.path("one.json"), encoding: .utf8)
        for (key, value) in [("seconds", "1e300"), ("transactions", "9223372036854775807")] {
            let field = try Regex("\"\(key)\":[0-9.]+")
            try bench.write(text.replacing(field, with: "\"\(key)\":\(value)"), to: "huge.json")
            let huge = try bench.fanmail("bench", "join", "huge.json", "two.json")
            #expect(huge.status == 65 && huge.errors.contains("huge.json: not a report"), "\(huge.errors)")
        }
        try bench.write(
            text.replacingOccurrences(of: #""loop":"open""#, with: #""loop":"\u001b]0;x\u0007""#), to: "loud.json")
        let loud = try bench.fanmail("bench", "join", "loud.json")
        #expect(loud.output.contains("]0;x") && !loud.output.contains("\u{1B}"), "\(loud.output)")
        try bench.write("{}", to: "none.json")
        let wrong = try bench.fanmail("bench", "join", "one.json", "none.json")
        #expect(wrong.status == 65 && wrong.errors.contains("none.json"), "\(wrong.errors)")
    }
}
