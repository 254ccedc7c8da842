import Foundation
import Testing

/// A session at a terminal as its user has it: commands typed at a shell, answers typed at prompts, a line of progress
/// that comes, keeps its place and goes.
@Suite(.timeLimit(.minutes(10)), .enabled(if: Requirement.has("tmux", "env")))
struct ScreenTests {
    @Test func anImportDrawsItsBarInPlaceAndTakesItAway() throws {
        let bench = try Workbench()
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        try bench.write("email\n" + (0..<150_000).map { "u\($0)@d\($0 % 90).example\n" }.joined(), to: "many.csv")
        let screen = try Screen(bench, columns: 90, rows: 20)
        defer { screen.close() }
        try screen.type("clear; fanmail subscriber import many.csv --list announce", "Enter")
        let bar = /\[#+\.*\]  \d+ %  \d+ rows  \d+\/s/
        let drawn = try screen.wait { $0.contains(bar) }
        #expect(drawn.split(separator: "\n").count { $0.contains(bar) } == 1, "\(drawn)")
        let end = try screen.wait { $0.contains("150000 added to announce") && $0.hasSuffix("\n$") }
        #expect(!end.contains("[#"), "\(end)")
        #expect(end.split(separator: "\n").count { $0.contains("added") } == 1, "\(end)")
    }

    @Test func peopleAndListsGoAfterAYesOnly() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let screen = try Screen(bench, columns: 100, rows: 30)
        defer { screen.close() }
        func people() throws -> Int {
            try bench.fanmail("subscriber", "ls", "--list", "announce", "--jsonl").output.split(separator: "\n").count
        }
        func ask(_ command: String, answer: String, status: Int) throws -> String {
            try screen.type("clear; \(command); echo status $?", "Enter")
            try screen.wait { $0.contains("[y/N]") && !$0.contains("status") }
            try screen.type(answer, "Enter")
            return try screen.wait { $0.contains("\nstatus \(status)\n$") }
        }
        let kept = try ask("fanmail list rm announce", answer: "no", status: 1)
        #expect(kept.contains("[y/N] no\n"), "\(kept)")
        _ = try ask("fanmail subscriber erase user1@example.org", answer: "N", status: 1)
        #expect(try people() == 3)
        _ = try ask("fanmail subscriber erase user1@example.org", answer: "y", status: 0)
        #expect(try people() == 2)
        _ = try ask("fanmail list rm announce", answer: "yes", status: 0)
        #expect(try bench.sqlite("SELECT count(*) FROM list") == "0")
        // Ctrl-C at a prompt is no yes, and the shell has its terminal back.
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        try screen.type("clear; fanmail list rm announce", "Enter")
        try screen.wait { $0.contains("[y/N]") }
        try screen.type("C-c")
        try screen.wait { $0.hasSuffix("\n$") }
        #expect(try bench.sqlite("SELECT count(*) FROM list") == "1")
    }

    /// The bar of a mailing is one line, also when the window becomes narrow meanwhile; Ctrl-C stops it in good order, and
    /// the mailing is finished from where it stood.
    @Test func aMailingIsWatchedInterruptedAndResumed() throws {
        let bench = try Workbench()
        try bench.subscribe(400)
        let relay = try bench.startSink()
        let screen = try Screen(bench, columns: 100, rows: 50)
        defer { screen.close() }
        try screen.type(
            "clear; fanmail send letter.eml --relay \(relay) --rate 100/s --max-rcpt 5; echo status $?", "Enter")
        try screen.wait { $0.contains("Send? [y/N]") }
        try screen.type("y", "Enter")
        let progress = /\d+ of 400 \(\d+ %\)/
        try screen.wait { $0.contains(progress) }
        try screen.resize(columns: 30, rows: 50)
        let narrow = try screen.wait { $0.contains("…") }
        let later = try screen.wait { $0.contains("…") && $0 != narrow }
        let part = " of 400 ("
        #expect(later.components(separatedBy: part).count == narrow.components(separatedBy: part).count, "\(later)")
        try screen.type("C-c")
        let stopped = try screen.wait { $0.contains("status") }
        #expect(!stopped.contains("status 0"), "\(stopped)")
        let sent = try bench.copies().count
        #expect((1..<400).contains(sent))
        try screen.resize(columns: 100, rows: 50)
        try screen.type("clear; fanmail mailing resume 1 --relay \(relay); echo status $?", "Enter")
        let end = try screen.wait { $0.contains("\nstatus 0\n$") }
        #expect(end.split(separator: "\n").count { $0.contains(progress) } == 0, "\(end)")
        try bench.expectExact(recipients: 400, unknownAtMost: 0)
    }
}
