import Histogram
import SMTPClient
import Testing

@testable import SMTPLoad
@testable import ServerCommands

@Suite("The summary of a bench")
struct BenchSummaryTests {
    /// What is longest: names of a scenario's parts, figures, replies and reasons.
    private func longest() throws -> LoadReport {
        try BenchPageTests.report(seconds: 3, rate: 300) {
            for name in ["banner", "EHLO", "STARTTLS", "AUTH", "end of data"] { $0.commands[name] = $0.transaction }
            $0.transaction.count = 12_345_678_901
            for key in [\LoadReport.Latency.mean, \.p50, \.p90, \.p99, \.p999, \.max] {
                $0.transaction[keyPath: key] = 3_599_999.99
            }
            counts(&$0)
            $0.lastFailure = "127.0.0.1:2525: " + String(repeating: "Connection refused ", count: 9)
            $0.connectionFailures = 1_234_567
            $0.replies = Dictionary(uniqueKeysWithValues: (0..<40).map { ("55\($0 % 5) 5.\($0).999", 1_234_567) })
            $0.thresholds = [
                .init(threshold: "end of data p99.9 > 50ms", value: 62, unit: .milliseconds, isBroken: true)
            ]
            func part(_ name: String) -> ScenarioReport.Part {
                var tally = ScenarioTally()
                tally.latency.record(3_599_999_999)
                var part = tally.part(name)
                (part.transactions, part.accepted, part.refused, part.deferred) = (1_000_000_000, 999_999, 999_999, 9)
                (part.unsent, part.unknown, part.notSent, part.connectionFailures) = (9_999, 9_999, 9_999, 9_999_999)
                part.faults = ["disconnect-in-data": ["left": 9, "550 5.1.1": 12], "long-line": ["timed out": 7]]
                return part
            }
            let name = "a name of sixty octets, as long as one of a scenario may be."
            $0.scenario = ScenarioReport(
                seed: 1, phases: [part(name), part("two")], senders: [part(name)], targets: [part("here")])
        }
    }

    private func counts(_ report: inout LoadReport) {
        (report.accepted, report.refused, report.deferred) = (1_234_567_890, 1_234_567_890, 1_234_567_890)
        (report.unsent, report.unknown, report.notSent) = (1_234_567, 1_234_567, 99_999_999)
    }

    @Test("breaks between words alone, in 80 columns and in fewer, and tells the same", arguments: [80, 60, 40])
    func fits(width: Int) throws {
        let report = try longest()
        let lines = BenchSummary.lines(report, width: width)
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines.filter { $0.count > width })")
        func words(_ lines: [String]) -> Set<Substring> {
            Set(lines.joined(separator: " ").split { $0 == " " || $0 == "," })
        }
        #expect(!lines.contains { $0.contains("…") })
        // Every word of the whole summary is there, but for those of the tables' heads and times that are told shorter.
        let missing = words(BenchSummary.lines(report)).subtracting(words(lines)).filter { !$0.contains(".") }
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test("is a table where that fits, with times in less room where they are long") func tables() throws {
        let report = try BenchPageTests.report(seconds: 3, rate: 300)
        let usual = BenchSummary.lines(report, width: 80)
        #expect(usual.contains { $0.hasPrefix("what ") } && usual.contains { $0.hasPrefix("transaction ") })
        #expect(usual.allSatisfy { $0.count <= 80 })
        var table = FigureTable(["what", "count", "p50"])
        table.add("one", [("12", "12"), ("1234.5 ms", "1.23 s")])
        #expect(table.lines(width: 30) == ["what  count  p50", "one   12     1234.5 ms"])
        #expect(table.lines(width: 20) == ["what  count  p50", "one   12     1.23 s"])
        #expect(table.lines(width: 16) == ["what one", "  count 12,", "  p50 1234.5 ms"])
        #expect(table.lines(width: nil) == table.lines(width: 30))
    }
}
