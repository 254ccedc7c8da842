import SMTPCore
import Testing

@testable import SMTPLoad

@Suite("Thresholds")
struct ThresholdTests {
    private static let readable: [(String, Threshold.Metric, Threshold.Comparison, Double, Threshold.Unit)] = [
        ("p99 > 50ms", .latency(of: "transaction", .p99), .above, 50, .milliseconds),
        ("p99.9>=1.5s", .latency(of: "transaction", .p999), .atLeast, 1500, .milliseconds),
        ("transaction mean > 200us", .latency(of: "transaction", .mean), .above, 0.2, .milliseconds),
        ("connect p50 > 5 ms", .latency(of: "connect", .p50), .above, 5, .milliseconds),
        ("RCPT p95 > 5ms", .latency(of: "RCPT", .p95), .above, 5, .milliseconds),
        ("rcpt max > 5ms", .latency(of: "RCPT", .max), .above, 5, .milliseconds),
        ("end of data p90 > 1m", .latency(of: "end of data", .p90), .above, 60_000, .milliseconds),
        ("end-of-data p90 > 5ms", .latency(of: "end of data", .p90), .above, 5, .milliseconds),
        ("lateness p99 > 2ms", .latency(of: "lateness", .p99), .above, 2, .milliseconds),
        ("refused > 0.1%", .outcome(.refused), .above, 0.1, .percent),
        ("not-sent > 0", .outcome(.notSent), .above, 0, .count),
        ("accepted < 1000", .outcome(.accepted), .below, 1000, .count),
        ("unknown >= 1", .outcome(.unknown), .atLeast, 1, .count),
        ("rate < 1900/s", .rate, .below, 1900, .perSecond), ("rate<=1900", .rate, .atMost, 1900, .perSecond),
        ("recipients rate < 5/s", .recipientsRate, .below, 5, .perSecond),
        ("connection-failures > 3", .connectionFailures, .above, 3, .count),
    ]

    @Test("are read", arguments: readable)
    func reads(
        text: String, metric: Threshold.Metric, comparison: Threshold.Comparison, bound: Double, unit: Threshold.Unit
    ) throws {
        let threshold = try Threshold(parsing: text)
        #expect(threshold.metric == metric && threshold.comparison == comparison && threshold.unit == unit)
        #expect(abs(threshold.bound - bound) < 1e-9 && threshold.description == text)
    }

    @Test(
        "that cannot be read are told why, with the nearest name",
        arguments: [
            ("p99", "it compares nothing"), ("p99 = 5ms", "= compares nothing"), ("p99 => 5ms", "=> compares nothing"),
            ("> 5ms", "no metric stands before"), ("p98 > 5ms", "did you mean p90?"),
            ("refussed > 1", "did you mean refused?"),
            ("RCTP p99 > 5ms", "did you mean RCPT?"), ("RCPT > 5ms", "say which: RCPT p99"),
            ("foo bar > 1", "there are p50"),
            ("p99 > 50", "write 50ms"), ("p99 > fast", "fast is no value"), ("p99 >", "nothing is no value"),
            ("refused > 5ms", "a percentage"), ("refused > 101%", "a percentage"), ("rate < 5%", "1900/s"),
            ("rate > -1/s", "no value"), ("connection-failures > 1%", "a count"), ("", "it compares nothing"),
            ("p99 > 1e5ms", "no value"), ("p99 > 1.2.3ms", "no value"),
        ])
    func refuses(text: String, part: String) {
        do {
            _ = try Threshold(parsing: text)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.reason.contains(part) && !error.reason.contains("\n"), "\(error.reason)")
        }
    }

    /// 100 transactions, 1 ms to 100 ms, in 10 s; of their recipients 97 accepted, 3 refused.
    private var report: LoadReport {
        var statistics = LoadStatistics()
        for time in 1...100 {
            statistics.note(.accepted("ok"), recipients: 1, time: UInt64(time * 1000), begun: 0, ended: 0)
        }
        let (latency, none) = (
            LoadReport.Latency(statistics.transaction), LoadReport.Latency(LoadStatistics.histogram())
        )
        return LoadReport(
            target: "t", loop: "open", run: "r", seconds: 10, targetRate: 10.4, transactions: 100, planned: 104,
            notSent: 4, accepted: 97, refused: 3, deferred: 0, unsent: 0, unknown: 0, transactionsPerSecond: 10,
            recipientsPerSecond: 9.7, connections: 1, connectionFailures: 2, connect: none, transaction: latency,
            commands: ["RCPT": latency], replies: [:], series: [],
            generator: .init(threads: 1, cpuSeconds: 0, cpuShare: 0, sendError: latency, wasTheLimit: false))
    }

    @Test(
        "are judged on both sides of the bound",
        arguments: [
            ("p50 > 49ms", 50.0, true), ("p50 > 51ms", 50, false), ("p95 > 94ms", 95, true), ("p95 > 96ms", 95, false),
            ("p99 < 100ms", 99, true), ("p99 < 98ms", 99, false), ("max >= 100ms", 100, true),
            ("max > 101ms", 100, false),
            ("mean > 50ms", 50.5, true), ("RCPT p90 > 89ms", 90, true), ("lateness p50 > 60ms", 50, false),
            ("refused > 2.9%", 3, true), ("refused > 3%", 3, false), ("refused >= 3", 3, true),
            ("accepted < 97", 97, false),
            ("unknown > 0", 0, false), ("not-sent > 3.8%", 4 / 1.04, true), ("not-sent > 4", 4, false),
            ("rate < 10.1/s", 10, true), ("rate < 10/s", 10, false), ("recipients-rate < 9.8", 9.7, true),
            ("connection-failures > 2", 2, false), ("connection-failures >= 2", 2, true),
        ] as [(String, Double, Bool)])
    func judges(text: String, value: Double, isBroken: Bool) throws {
        let verdict = try Threshold(parsing: text).verdict(on: report)
        #expect(verdict.isBroken == isBroken && verdict.threshold == text)
        #expect(verdict.value.map { abs($0 - value) <= value * 0.001 } == true, "\(String(describing: verdict.value))")
    }

    @Test(
        "without data are broken, and have no value",
        arguments: ["connect p99 > 1s", "DATA p99 > 1s", "TLS max < 1s", "not-sent > 5"])
    func noData(text: String) throws {
        var report = report
        (report.planned, report.notSent) = (nil, nil)
        let verdict = try Threshold(parsing: text).verdict(on: report)
        #expect(verdict.isBroken && verdict.value == nil)
    }

    @Test("know which commands must be measured")
    func commands() throws {
        for (text, needs) in [
            ("RCPT p99 > 1ms", true), ("connect p99 > 1ms", false), ("p99 > 1ms", false), ("rate < 1", false),
        ] {
            #expect(try Threshold(parsing: text).needsCommands == needs)
        }
    }

    @Test(
        "are lost for good only where nothing that comes can mend them",
        arguments: [
            ("refused > 2", true), ("refused > 3", false), ("refused > 1%", false), ("accepted < 100", false),
            ("max > 1s", true), ("max > 3s", false), ("p99 > 1ms", false), ("rate < 1000", false),
            ("connection-failures >= 4", true),
        ])
    func lost(text: String, isLost: Bool) throws {
        var progress = LoadProgress()
        (progress.outcomes.refused, progress.longest, progress.connectionFailures) = (3, 2000, 4)
        #expect(try Threshold(parsing: text).isLost(progress) == isLost)
    }

    @Test(
        "on a change are read and judged by the interval",
        arguments: [
            ("p99 +5%", 0.06, 0.2, true), ("p99 +5%", 0.04, 0.2, false), ("p99 +5%", -0.3, -0.2, false),
            ("p99 -5%", -0.3, -0.06, true), ("p99 -5%", -0.3, -0.04, false), ("P99 + 0%", 0.001, 0.1, true),
        ])
    func changes(text: String, low: Double, high: Double, isBroken: Bool) throws {
        let row = LoadComparison.Row(
            name: "p99 ms", before: 1, after: 1, change: (low + high) / 2, low: low, high: high, isSignificant: true)
        let objection = try ChangeThreshold(parsing: text).objection(to: LoadComparison(rows: [row]))
        #expect((objection != nil) == isBroken)
        var unknown = row
        (unknown.low, unknown.high) = (nil, nil)
        #expect(
            try ChangeThreshold(parsing: text).objection(to: LoadComparison(rows: [unknown]))
                == "too few seconds to tell")
    }

    @Test(
        "on a change that cannot be read are told why",
        arguments: [
            ("p99 5%", "write a metric"), ("p99 +5", "write a metric"), ("p98 +5%", "did you mean"), ("+5%", "write"),
        ])
    func noChange(text: String, part: String) {
        do {
            _ = try ChangeThreshold(parsing: text)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.reason.contains(part), "\(error.reason)")
        }
    }
}
