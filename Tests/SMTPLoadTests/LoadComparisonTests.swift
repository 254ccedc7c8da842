import SMTPClient
import Testing

@testable import SMTPLoad

@Suite("Reports are compared by their seconds")
struct LoadComparisonTests {
    private func report(_ rates: [Int]) -> LoadReport {
        let latency = LoadReport.Latency(LoadStatistics.histogram())
        return LoadReport(
            target: "t", loop: "closed", run: "r", seconds: Double(rates.count), transactions: 0, accepted: 0,
            refused: 0, deferred: 0, unsent: 0, unknown: 0, transactionsPerSecond: 0, recipientsPerSecond: 0,
            connections: 0, connectionFailures: 0, connect: latency, transaction: latency, commands: [:], replies: [:],
            series: rates.enumerated().map {
                .init(second: $0, transactions: $1, accepted: $1, notAccepted: 0, p50: 1, p99: Double($1) / 10)
            },
            generator: .init(threads: 1, cpuSeconds: 0, cpuShare: 0, sendError: latency, wasTheLimit: false))
    }

    @Test("A clear difference counts, noise does not, and too few seconds say nothing")
    func differences() {
        let base = report([7, 100, 102, 98, 101, 99, 7])
        let faster = LoadComparison(base, report([7, 120, 122, 118, 121, 119, 7])).rows[0]
        #expect(faster.isSignificant && abs(faster.change - 0.2) < 0.001)
        #expect((faster.low ?? 1) < 0.2 && (faster.high ?? 0) > 0.2)
        let same = LoadComparison(base, report([7, 101, 99, 103, 97, 100.advanced(by: 1), 7])).rows[0]
        #expect(!same.isSignificant && (same.low ?? 1) < 0 && (same.high ?? 0) > 0)
        #expect(LoadComparison(report([100, 100]), report([500, 500])).rows.allSatisfy { !$0.isSignificant })
    }

    @Test("A server that no longer keeps up with an open loop is seen: what it finished counts, not what was asked")
    func open() {
        func open(finished: [Int]) -> LoadReport {
            var report = report(finished.indices.map { $0 < 10 ? 2000 : 0 })
            for (place, count) in finished.enumerated() { report.series[place].finished = count }
            return report
        }
        let before = open(finished: Array(repeating: 2000, count: 10))
        let after = open(finished: Array(repeating: 1800, count: 11) + [200, 0])
        for row in LoadComparison(before, after).rows.prefix(2) {
            #expect(row.isSignificant && abs(row.change + 0.1) < 0.01, "\(row)")
        }
        #expect(LoadComparison(before, before).rows.prefix(2).allSatisfy { $0.change == 0 })
    }

    @Test("The interval is Welch's: of five values with deviation 1.58 a half width of 2.306 standard errors")
    func interval() {
        let base = report([7, 98, 99, 100, 101, 102, 7])
        let row = LoadComparison(base, base).rows[0]
        #expect(abs((row.high ?? 0) - 0.02306) < 0.0001)
    }

    /// Reports of so many seconds whose p99 varies as heavy tails do, by a factor of e and more.
    private func tailed(_ seconds: Int, median: Double, _ draws: inout SeededDraws) -> LoadReport {
        var report = report(Array(repeating: 100, count: seconds + 2))
        for index in report.series.indices {
            // Nearly normal: the sum of twelve draws.
            let normal = (0..<12).reduce(-6.0) { sum, _ in sum + draws.fraction() }
            report.series[index].p99 = median * exponential(normal)
        }
        return report
    }

    @Test(
        "Latencies with heavy tails: of equal runs few are called different, of unlike ones nearly all",
        arguments: [5, 8, 30])
    func tails(seconds: Int) throws {
        var draws = SeededDraws(seed: 7)
        var (wrong, found) = (0, 0)
        for _ in 0..<1000 {
            let before = tailed(seconds, median: 10, &draws)
            let row = { (after: LoadReport) in LoadComparison(before, after).rows.first { $0.name == "p99 ms" } }
            if row(tailed(seconds, median: 10, &draws))?.isSignificant == true { wrong += 1 }
            let slower = try #require(row(tailed(seconds, median: 174, &draws)))
            if slower.isSignificant { found += 1 }
            #expect(slower.low ?? 0 > -1 && slower.verdict != .same)
        }
        #expect(wrong <= 70 && found >= (seconds > 5 ? 995 : 900), "\(wrong), \(found)")
    }

    @Test("A percentile that is seventeen times another differs, though its seconds are few and unlike each other")
    func few() throws {
        var (before, after) = (report(Array(repeating: 100, count: 6)), report(Array(repeating: 100, count: 6)))
        for (index, value) in [1.1, 1.2, 1.3, 1.2, 1.1, 1.2].enumerated() { before.series[index].p99 = value }
        for (index, value) in [9, 9.0, 20, 40, 12, 9].enumerated() { after.series[index].p99 = value }
        let row = try #require(LoadComparison(before, after).rows.first { $0.name == "p99 ms" })
        #expect(row.verdict == .differs && row.change > 10 && row.low ?? 0 > 1)
    }

    @Test("Too few seconds are unclear, and no proof that nothing changed")
    func unclear() {
        #expect(LoadComparison(report([100, 100]), report([500, 500])).rows.allSatisfy { $0.verdict == .unclear })
        let base = report([7, 100, 102, 98, 101, 99, 7])
        #expect(LoadComparison(base, base).rows.allSatisfy { $0.verdict == .same })
    }
}
