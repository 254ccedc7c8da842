import Testing

@testable import FanmailTerminal
@testable import SMTPLoad
@testable import ServerCommands

@Suite("What is shown of a bench while it runs")
struct BenchViewTests {
    /// A run of so many seconds, four states a second, whose rate goes up by 100 each second.
    private func history(seconds: Int, _ change: (inout LoadProgress) -> Void = { _ in }) -> BenchHistory {
        var history = BenchHistory()
        var progress = LoadProgress()
        for quarter in 1...max(1, seconds * 4) {
            progress.seconds = Double(quarter) / 4
            progress.transactions += 25 * ((quarter - 1) / 4 + 1)
            progress.outcomes.accepted = progress.transactions
            progress.replies = ["250 2.0.0": progress.transactions]
            (progress.open, progress.left) = (10, Double(60 - seconds))
            if quarter == seconds * 4 { change(&progress) }
            history.take(progress)
        }
        return history
    }

    private func view(_ history: BenchHistory, isOpen: Bool = true, hasKeys: Bool = true) -> BenchView {
        BenchView(target: "smtp://127.0.0.1:2525", isOpen: isOpen, hasKeys: hasKeys, history: history)
    }

    @Test("fits 80 x 24 exactly, and tells all there is") func whole() {
        var view = view(
            history(seconds: 12) {
                ($0.rate, $0.outcomes.refused, $0.outcomes.deferred, $0.connectionFailures) = (1200, 7, 1, 2)
                $0.replies["550 5.1.1"] = 7
                $0.replies["450 4.2.2"] = 1
                $0.lastBadReply = "450 4.2.2 mailbox\nfull"
                $0.lastFailure = "the connection was closed"
            })
        view.note = "a word"
        let lines = view.lines(columns: 80, rows: 24, hasColour: false)
        #expect(lines.count == 24 && lines.allSatisfy { $0.count <= 80 })
        let expected = """
            smtp://127.0.0.1:2525, open loop                            12 s gone, 48 s left

            transactions  1,000/s of 1,200/s asked for
            last minute   ▁▂▃▃▄▅▅▆▇▇██

            latency                p50         p99       p99.9     longest       count
              last 5 s               –           –           –           –           0
              in all                 –           –           –           –           0

            recipients        accepted     refused    deferred      unsent     unknown
              last 5 s         1,000/s       1.4/s       0.2/s         0/s         0/s
              in all             7,800           7           1           0           0

            connections   10 open, 2 failed
            replies              7,800      99.9 %  250 2.0.0
                                     7       0.1 %  550 5.1.1
                                     1       0.0 %  450 4.2.2


            last refusal  450 4.2.2 mailbox full
            last failure  the connection was closed
            limited by    nothing: it keeps to the rate
            a word
            p pauses   + faster   - slower   q ends it
            """
        let trimmed = lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
        #expect(trimmed.joined(separator: "\n") == expected, "\(trimmed.joined(separator: "\n"))")
    }

    @Test(
        "fills any screen, and drops what matters least where it is small",
        arguments: [(80, 24), (200, 50), (40, 24), (80, 12), (20, 6), (80, 1), (1, 1)])
    func sizes(columns: Int, rows: Int) {
        let lines = view(history(seconds: 70)).lines(columns: columns, rows: rows, hasColour: false)
        #expect(lines.count == rows && lines.allSatisfy { $0.count <= columns })
        guard columns >= 40 else { return }
        #expect(rows == 1 || lines[0].hasPrefix("smtp://127.0.0.1:2525"))
        #expect(lines.last?.hasPrefix("p pauses") == true)
        if rows >= 12 {
            #expect(lines.contains { $0.hasPrefix("transactions ") } && lines.contains { $0.hasPrefix("limited") })
        }
    }

    @Test("is as wide without colours as with them") func colours() {
        let view = view(history(seconds: 3) { $0.outcomes.refused = 1 })
        let coloured = view.lines(columns: 80, rows: 24, hasColour: true)
        let plain = view.lines(columns: 80, rows: 24, hasColour: false)
        #expect(coloured.map { $0.replacing(/\u{1B}\[\d+m/, with: "") } == plain)
        #expect(coloured != plain && plain.allSatisfy { !$0.contains("\u{1B}") })
    }

    @Test("says which keys there are, and what was done with them") func keys() {
        func last(_ change: (inout BenchView) -> Void, isOpen: Bool = true, hasKeys: Bool = true) -> [String] {
            var view = view(history(seconds: 3) { $0.rate = isOpen ? 700 : nil }, isOpen: isOpen, hasKeys: hasKeys)
            change(&view)
            return view.lines(columns: 80, rows: 24, hasColour: false)
        }
        #expect(last({ _ in }, isOpen: false).last == "p pauses   q ends it")
        #expect(last({ _ in }, hasKeys: false).last == "Ctrl-C ends it")
        #expect(last({ $0.isPaused = true }).last == "p goes on   + faster   - slower   q ends it")
        #expect(last({ $0.isPaused = true }).contains("limited by    you: it is paused"))
        #expect(last({ $0.isEnding = true }).last?.hasPrefix("open transactions are finished") == true)
        #expect(last({ $0.factor = 1.2 })[2].hasSuffix("of 700/s asked for, by hand 120 % of the plan"))
    }

    @Test("of a scenario tells which phase is played, and is no wider for its name") func phase() {
        let whole = history(seconds: 3) {
            $0.phase = .init(number: 2, count: 4, name: String(repeating: "long ", count: 12))
            $0.rate = 50
        }
        let lines = view(whole).lines(columns: 80, rows: 24, hasColour: false)
        #expect(lines[0].hasPrefix("smtp://127.0.0.1:2525, phase 2 of 4: long ") && lines[0].hasSuffix("57 s left"))
        #expect(lines.allSatisfy { $0.count <= 80 } && BenchLine.text(whole).hasPrefix("phase 2 of 4  3 s"))
        // A phase without a rate is limited by the server, as a closed loop is.
        let closed = view(history(seconds: 3) { $0.phase = .init(number: 1, count: 1, name: "closed") })
        #expect(
            closed.lines(columns: 80, rows: 24, hasColour: false).contains { $0.contains("every connection waits") })
    }

    @Test("names what limits it") func limits() {
        func limit(isOpen: Bool, _ change: (inout LoadProgress) -> Void) -> String {
            BenchCurrentLimit(history(seconds: 5, change), isOpen: isOpen, isPaused: false).text
        }
        #expect(
            limit(isOpen: true) { $0.overdue = 3 }
                == "the server, or too few connections: all are busy, and 3 transactions wait")
        #expect(limit(isOpen: true) { $0.cpuSeconds = 4.9 } == "this generator: 98 % of 1 thread")
        #expect(limit(isOpen: true) { _ in } == "nothing: it keeps to the rate")
        var still = BenchHistory()
        for quarter in 1...40 {
            var progress = LoadProgress()
            (progress.seconds, progress.rate) = (Double(quarter) / 4, 0)
            still.take(progress)
        }
        #expect(BenchCurrentLimit(still, isOpen: true, isPaused: false).text == "nothing: nothing is due")
        #expect(limit(isOpen: false) { _ in } == "the server: every connection waits for its replies")
    }

    @Test("The line tells the rate of the last seconds, draws the others as bars, and trouble where there is some")
    func line() {
        #expect(BenchLine.text(history(seconds: 3)) == "3 s  200 transactions/s  600 accepted  ▃▆█")
        let trouble = history(seconds: 1) { ($0.outcomes.refused, $0.overdue, $0.connectionFailures) = (3, 7, 2) }
        #expect(
            BenchLine.text(trouble)
                == "1 s  100 transactions/s  100 accepted  3 not  7 overdue  2 connections failed  █")
    }

    @Test(
        "Numbers and times are written for people",
        arguments: [
            (0.0, "0", "0 s"), (0.25, "0.3", "0 s"), (9.94, "9.9", "9 s"), (9.96, "10", "9 s"), (75, "75", "1:15 min"),
            (3661.4, "3,661", "1:01:01 h"), (1_234_567, "1,234,567", "342:56:07 h"),
        ])
    func numbers(value: Double, rate: String, time: String) {
        #expect(value.shown == rate && BenchView.time(value) == time)
    }
}
