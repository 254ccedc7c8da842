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

    @Test("The interval is Welch's: of five values with deviation 1.58 a half width of 2.306 standard errors")
    func interval() {
        let base = report([7, 98, 99, 100, 101, 102, 7])
        let row = LoadComparison(base, base).rows[0]
        #expect(abs((row.high ?? 0) - 0.02306) < 0.0001)
    }
}
