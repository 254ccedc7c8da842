import Foundation
import Testing

/// What a person sees: the same commands on a pseudo-terminal, of so many columns, with their answer typed in.
@Suite(.timeLimit(.minutes(10)), .enabled(if: Requirement.has("script", "stty")))
struct TerminalTests {
    @Test func sendShowsThePlanAsksAndKeepsALineOfProgress() throws {
        let bench = try Workbench()
        try bench.subscribe(80)
        let relay = try bench.startSink("--refuse", "10")
        let result = try bench.onTerminal(
            ["send", "letter.eml", "--relay", relay, "--rate", "60/s", "--max-rcpt", "10"], types: "y\\n")
        #expect(result.status == 0, "\(result.output)")
        let screen = result.output
        #expect(screen.contains("Send? [y/N]"))
        #expect(
            screen.contains("announce <announce@lists.example>") && screen.contains("when  done in a second, about "))
        #expect(screen.contains("80 recipients: example.org 80"))
        // Redrawn in place, with how far, how fast, how long still, over how many connections, and who said no.
        let drawn = screen.components(separatedBy: "\r\u{1B}[K")
        #expect(drawn.count > 2)
        #expect(drawn.contains { $0.contains(" of 80 (") && $0.contains("/s") && $0.contains("connection") })
        #expect(drawn.contains { $0.contains(" s to go") })
        #expect(drawn.contains { $0.contains(" refused") })
        #expect(screen.contains("\u{1B}["))
        try bench.expectExact(recipients: 80, unknownAtMost: 0)
    }

    @Test func anImportShowsHowFarItIsAndTakesThatAway() throws {
        let bench = try Workbench()
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        try bench.write("email\n" + (0..<60_000).map { "u\($0)@d\($0 % 90).example\n" }.joined(), to: "many.csv")
        let screen = try bench.onTerminal(["subscriber", "import", "many.csv", "--list", "announce"]).output
        let drawn = screen.components(separatedBy: "\r\u{1B}[K")
        #expect(drawn.contains { $0.hasPrefix("[#") && $0.contains(" %  ") && $0.contains("/s") }, "\(screen)")
        #expect(drawn.last?.contains("60000 added to announce") == true, "\(screen)")
        #expect(try !bench.fanmail("subscriber", "import", "many.csv", "--list", "announce").errors.contains("\u{1B}"))
    }

    @Test(arguments: ["n\\n", "\\n", "perhaps\\n"])
    func anythingButYesSendsNothing(answer: String) throws {
        let bench = try Workbench()
        try bench.subscribe(5)
        let relay = try bench.startSink()
        let result = try bench.onTerminal(["send", "letter.eml", "--relay", relay], types: answer)
        #expect(result.status == 1)
        #expect(try bench.copies().isEmpty)
        #expect(try bench.fanmail("mailing", "ls", "--json").output.filter { !$0.isWhitespace } == "[]")
    }

    @Test func colourIsForTerminalsThatWantIt() throws {
        let bench = try Workbench()
        try bench.subscribe(5)
        #expect(try bench.onTerminal(["plan", "letter.eml"]).output.contains("\u{1B}["))
        let plain = try bench.onTerminal(["plan", "letter.eml", "--full"], environment: ["NO_COLOR": "1"])
        #expect(plain.output.contains("RCPT TO:") && !plain.output.contains("\u{1B}["))
        #expect(
            try !bench.onTerminal(["plan", "letter.eml"], environment: ["TERM": "dumb"]).output.contains("\u{1B}["))
        #expect(try !bench.fanmail("plan", "letter.eml").output.contains("\u{1B}["))
    }

    @Test(arguments: [40, 60, 100])
    func theProgressLineNeverWraps(columns: Int) throws {
        let bench = try Workbench()
        try bench.subscribe(40)
        let relay = try bench.startSink("--refuse", "5")
        let result = try bench.onTerminal(
            ["send", "letter.eml", "--yes", "--relay", relay, "--rate", "40/s", "--max-rcpt", "5"],
            columns: columns)
        let drawn = result.output.components(separatedBy: "\r\u{1B}[K").dropFirst().dropLast()
        #expect(!drawn.isEmpty)
        #expect(drawn.allSatisfy { $0.count < columns })
    }

    @Test func whatSubscribersAreCalledCannotMoveTheCursor() throws {
        let bench = try Workbench()
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        try bench.write("email,name\nada@example.org,\"A\u{1B}[2Jda\u{7}\"\n", to: "people.csv")
        bench.expectSuccess(try bench.fanmail("subscriber", "import", "people.csv", "--list", "announce"))
        let shown = try bench.onTerminal(["subscriber", "ls", "--list", "announce"]).output
        #expect(shown.contains("da") && !shown.contains("\u{1B}[2J") && !shown.contains("\u{7}"))
    }

    @Test func aBenchShowsItsRateWhileItRuns() throws {
        let bench = try Workbench()
        let result = try bench.onTerminal(["bench", bench.startSink(), "--rate", "200", "--for", "2s"])
        #expect(result.status == 0, "\(result.output)")
        let drawn = result.output.components(separatedBy: "\r\u{1B}[K")
        #expect(drawn.contains { $0.contains(" transactions/s  ") && $0.contains("accepted  ▁") || $0.contains("█") })
        // The line is gone when the summary stands there.
        #expect(drawn.last?.hasPrefix("open loop, ") == true, "\(result.output)")
    }

    @Test func aSinkCountsWhileItRuns() throws {
        let bench = try Workbench()
        let port = try LoopbackPort.free()
        let fanmail = Workbench.program.path
        let sink = "stty cols 100; exec timeout 30 \(fanmail) sink --listen 127.0.0.1:\(port) --expect 150 --defer 10"
        let load = "bench smtp://127.0.0.1:\(port) --rate 100 --for 9s --transactions 150"
        // Asked again until it listens; nothing is sent before. Always to somebody whom the sink does not put off.
        let process = bench.process([
            "-c",
            """
            script -qec '\(sink)' /dev/null &
            for n in $(seq 100); do
                \(fanmail) \(load) --to user1@example.org >/dev/null 2>&1 && break
                sleep 0.1
            done
            wait $!
            """,
        ])
        process.program = "/bin/sh"
        let result = try bench.run(process)
        let drawn = result.output.components(separatedBy: "\r\u{1B}[K")
        #expect(drawn.contains { $0.contains(" messages, ") && $0.contains("/s, ") && $0.contains(" open") })
        #expect(drawn.last?.contains("150 messages, 150 copies") == true, "\(result.output)")
    }

    @Test func oneOfAnythingIsOne() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let removal = try bench.fanmail("list", "rm", "announce")
        #expect(removal.errors.contains("removes 1 subscription; say --yes"), "\(removal.errors)")
        let plan = try bench.fanmail("plan", "letter.eml").output
        #expect(plan.contains("1 recipient at 1 domain\n") && plan.contains("1 envelope, 1 transaction"), "\(plan)")
        #expect(plan.matches(of: /\b1 [a-z]+s\b/).isEmpty, "\(plan)")
    }

    @Test(arguments: ["n\\n", "\\n"])
    func aListAndAPersonAreRemovedAfterAYesOnly(answer: String) throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        for command in [["list", "rm", "announce"], ["subscriber", "erase", "user1@example.org"]] {
            let result = try bench.onTerminal(command, types: answer)
            #expect(result.status == 1 && result.output.contains("[y/N]"), "\(result.output)")
        }
        #expect(
            try bench.fanmail("subscriber", "ls", "--list", "announce", "--jsonl").output.split(separator: "\n").count
                == 3)
        #expect(try bench.onTerminal(["subscriber", "erase", "user1@example.org"], types: "y\\n").status == 0)
        #expect(try bench.onTerminal(["list", "rm", "announce"], types: "y\\n").status == 0)
        #expect(try bench.fanmail("list", "ls", "--json").output.filter { !$0.isWhitespace } == "[]")
    }

    @Test func nothingIsDrawnIntoAPipe() throws {
        let bench = try Workbench()
        try bench.subscribe(40)
        let relay = try bench.startSink()
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--rate", "60/s", "--max-rcpt", "10")
        bench.expectSuccess(result)
        #expect(!(result.output + result.errors).contains("\r") && !(result.output + result.errors).contains("\u{1B}"))
    }
}
