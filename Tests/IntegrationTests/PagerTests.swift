import Foundation
import Testing

/// A listing longer than the terminal goes through a pager, for somebody who reads it there, and for nobody else.
@Suite(.timeLimit(.minutes(10)), .enabled(if: Requirement.has("script", "stty", "sed", "head")))
struct PagerTests {
    private static let listing = ["subscriber", "ls", "--list", "announce"]
    /// Shows what it was given.
    private static let marking = ["PAGER": "sed s/^/paged:/"]

    private func bench(_ subscribers: Int) throws -> Workbench {
        let bench = try Workbench()
        try bench.subscribe(subscribers)
        return bench
    }

    private func count(_ text: String, _ part: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func aLongListingIsPagedAndAShortOneIsNot() throws {
        let bench = try bench(30)
        let long = try bench.onTerminal(Self.listing, rows: 12, environment: Self.marking)
        #expect(long.status == 0 && count(long.output, "paged:user") == 30, "\(long.output)")
        let short = try bench.onTerminal(Self.listing, rows: 40, environment: Self.marking)
        #expect(short.status == 0 && count(short.output, "user") == 30 && count(short.output, "paged:") == 0)
        // Lines that the terminal breaks count as many times as it breaks them.
        let narrow = try bench.onTerminal(Self.listing, columns: 12, rows: 40, environment: Self.marking)
        #expect(count(narrow.output, "paged:user") == 30, "\(narrow.output)")
    }

    @Test(arguments: [
        ([], ["PAGER": "cat"]), ([], ["PAGER": ""]), ([], ["PAGER": "no-such-pager"]), ([], ["TERM": "dumb"]),
        ([], ["FANMAIL_NO_PAGER": "1"]), (["--no-pager"], [:]), (["--json"], [:]), (["--jsonl"], [:]),
    ])
    func itIsLeftOutWhereNobodyWantsIt(options: [String], environment: [String: String]) throws {
        let bench = try bench(30)
        let result = try bench.onTerminal(
            Self.listing + options, rows: 12, environment: Self.marking.merging(environment) { $1 })
        #expect(result.status == 0 && count(result.output, "user29@") == 1, "\(result.output)")
        #expect(!result.output.contains("paged:"))
    }

    @Test func aPipeAndAFileAreNoTerminals() throws {
        let bench = try bench(30)
        let result = try bench.run(bench.process(Self.listing, environment: Self.marking))
        #expect(count(result.output, "user") == 30 && !result.output.contains("paged:"))
    }

    @Test func aPagerThatIsQuitEarlyIsNoError() throws {
        let bench = try bench(20_000)
        // The headings, then two of them.
        let result = try bench.onTerminal(Self.listing, rows: 12, environment: ["PAGER": "head -n 3"])
        #expect(result.status == 0 && count(result.output, "user") == 2, "\(result.output)")
    }

    @Test func aFailureIsToldBehindThePager() throws {
        let bench = try bench(30)
        let result = try bench.onTerminal(["list", "show", "nonsense"], rows: 12, environment: Self.marking)
        #expect(result.status == 66 && result.output.contains("nonsense"), "\(result.output)")
    }

    @Test(.enabled(if: Requirement.has("tmux", "less"))) func lessShowsPagesAndLeavesTheTerminalAsItWas() throws {
        let bench = try bench(200)
        let screen = try Screen(bench, columns: 60, rows: 12)
        defer { screen.close() }
        let command = ([Workbench.program.path] + Self.listing).joined(separator: " ")
        try screen.type("unset PAGER LESS; \(command); echo status $?", "Enter")
        try screen.wait { $0.contains("user105@") && !$0.contains("user115@") && !$0.contains("status 0") }
        try screen.type(" ")
        try screen.wait { $0.contains("user115@") }
        // An interrupt is for the pager; it neither ends nor is it left alone.
        try screen.type("C-c")
        try screen.press("G") { $0.contains("(END)") }
        try screen.type("q")
        try screen.wait { $0.contains("status 0") }
        // What is typed is seen: the terminal is as it was.
        try screen.type("echo back to the shell", "Enter")
        try screen.wait { $0.contains("\nback to the shell") }
    }
}
