import FanmailBasics
import Histogram
import SMTPCore
import Testing

@testable import SMTPLoad

@Suite("Reports of several generators become one")
struct LoadJoinTests {
    private static let start = Timestamp(milliseconds: 1_800_000_000_000)

    private func report(_ statistics: LoadStatistics, seconds: Double, later: Duration = .zero) -> LoadReport {
        let transaction = LoadReport.Latency(statistics.transaction)
        var report = LoadReport(
            target: "smtp://127.0.0.1:2525", loop: "open", run: "run", seconds: seconds, targetRate: 100,
            transactions: statistics.measured, accepted: statistics.outcomes.accepted,
            refused: statistics.outcomes.refused,
            deferred: statistics.outcomes.deferred, unsent: statistics.outcomes.unsent,
            unknown: statistics.outcomes.unknown,
            transactionsPerSecond: Double(statistics.measured) / seconds,
            recipientsPerSecond: Double(statistics.outcomes.accepted) / seconds, connections: statistics.connections,
            connectionFailures: statistics.connectionFailures, connect: .init(statistics.connect),
            transaction: transaction, commands: ["MAIL": transaction], replies: statistics.codes,
            series: statistics.series.seconds,
            generator: .init(
                threads: 1, cpuSeconds: 1, cpuShare: 0.5, sendError: .init(statistics.lag), wasTheLimit: false))
        report.startedAt = (Self.start + later).rfc3339
        return report
    }

    /// Some transactions of a run, drawn for a seed, each given to one of several generators.
    private func noted(_ seed: UInt64, among count: Int) -> (whole: LoadStatistics, parts: [LoadStatistics]) {
        var draws = SeededDraws(seed: seed)
        var whole = LoadStatistics()
        var parts = Array(repeating: LoadStatistics(), count: count)
        let replies = [(250, "ok"), (250, "ok"), (450, "later"), (550, "no")]
            .map { Reply(code: UInt16($0.0), text: $0.1) }
        for _ in 0..<2000 {
            let reply = replies[Int(draws.fraction() * 4)]
            let time = UInt64(100 / (1 - draws.fraction()))
            let (begun, place) = (Int(draws.fraction() * 12), Int(draws.fraction() * Double(count)))
            let recipients = 1 + Int(draws.fraction() * 5)
            func note(_ statistics: inout LoadStatistics) {
                statistics.note(
                    TransactionResult(ending: .answered(reply)), recipients: recipients, time: time, begun: begun,
                    ended: begun + Int(time / 1_000_000))
                statistics.lag.record(time / 7)
                statistics.connect.record(time / 3)
                statistics.series.asked(begun)
            }
            note(&whole)
            note(&parts[place])
        }
        return (whole, parts)
    }

    @Test("The parts of a run make the whole again", arguments: [1, 2, 3, 4, 5, 6] as [UInt64], [1, 2, 3])
    func whole(seed: UInt64, count: Int) throws {
        let (whole, parts) = noted(seed, among: count)
        let joined = try LoadReport(joining: parts.map { report($0, seconds: 12) })
        let expected = report(whole, seconds: 12)
        for latency in [\LoadReport.transaction, \.connect, \.generator.sendError] as [KeyPath<LoadReport, _>] {
            let (one, two) = (joined[keyPath: latency], expected[keyPath: latency])
            #expect(one.histogram == two.histogram && one.count == two.count && one.mean == two.mean)
            #expect(one.p50 == two.p50 && one.p90 == two.p90 && one.p99 == two.p99)
            #expect(one.p999 == two.p999 && one.max == two.max)
        }
        #expect(joined.commands["MAIL"]?.p99 == expected.transaction.p99)
        #expect(joined.transactions == 2000 && joined.replies == expected.replies)
        #expect(joined.accepted == expected.accepted && joined.refused == expected.refused)
        #expect(joined.deferred == expected.deferred && joined.seconds == 12)
        #expect(joined.transactionsPerSecond == expected.transactionsPerSecond)
        #expect(joined.targetRate == 100 * Double(count) && joined.parts?.count == count)
        #expect(joined.series.count == expected.series.count)
        for (one, two) in zip(joined.series, expected.series) {
            #expect(one.transactions == two.transactions && one.finished == two.finished && one.asked == two.asked)
            #expect(one.accepted == two.accepted && one.notAccepted == two.notAccepted)
            #expect(one.p50 == two.p50 && one.p99 == two.p99 && one.histogram == two.histogram)
        }
    }

    @Test("One that began later is put where it was, and joined reports are joined again") func later() throws {
        let (_, parts) = noted(1, among: 3)
        let one = report(parts[0], seconds: 12)
        let two = report(parts[1], seconds: 12, later: .milliseconds(2900))
        let joined = try LoadReport(joining: [two, one])
        #expect(joined.startedAt == Self.start.rfc3339 && abs(joined.seconds - 14.9) < 1e-9)
        #expect(joined.series[4].transactions == one.series[4].transactions + two.series[1].transactions)
        let all = try LoadReport(joining: [joined, report(parts[2], seconds: 12)])
        #expect(all.parts?.count == 3 && all.transactions == 2000)
    }

    @Test("Runs with different warm-ups are put where they were, and what is measured begins with the first of them")
    func warmUps() throws {
        let (_, parts) = noted(1, among: 3)
        var one = report(parts[0], seconds: 10)
        var two = report(parts[1], seconds: 7, later: .seconds(1))
        (one.warmUp, two.warmUp) = (2, 4)
        // From 2 to 12, and from 5 to 12.
        let joined = try LoadReport(joining: [one, two])
        #expect(joined.seconds == 10 && joined.warmUp == 2 && joined.startedAt == Self.start.rfc3339)
        #expect(joined.transactionsPerSecond == Double(joined.transactions) / 10)
        #expect(joined.targetRate == 170 && joined.series.count == max(one.series.count, two.series.count + 1))
        #expect(joined.series[4].transactions == one.series[4].transactions + two.series[3].transactions)
        // From 3 to 8, without one.
        let all = try LoadReport(joining: [report(parts[2], seconds: 5, later: .seconds(3)), joined])
        #expect(all.seconds == 10 && all.warmUp == 2)
        let early = try LoadReport(joining: [report(parts[2], seconds: 5), joined])
        #expect(early.seconds == 12 && early.warmUp == nil)
    }

    @Test("What cannot be joined is told by its place") func refused() throws {
        let (_, parts) = noted(1, among: 2)
        let good = report(parts[0], seconds: 12)
        var old = good
        old.transaction.histogram = nil
        #expect(throws: LoadJoinFailure.histograms(1)) { try LoadReport(joining: [good, old]) }
        old = good
        old.series[0].histogram = nil
        #expect(throws: LoadJoinFailure.histograms(1)) { try LoadReport(joining: [good, old]) }
        old.startedAt = nil
        #expect(throws: LoadJoinFailure.start(0)) { try LoadReport(joining: [old, good]) }
        let apart = report(parts[1], seconds: 12, later: .seconds(13))
        #expect(throws: LoadJoinFailure.apart(1)) { try LoadReport(joining: [good, apart]) }
        // What is not measured has its time too.
        let warm = report(parts[1], seconds: 2, later: .seconds(5))
        var early = report(parts[0], seconds: 2)
        #expect(try LoadReport(joining: [early, warm]).transactions == 2000)
        early.series = []
        #expect(throws: LoadJoinFailure.apart(1)) { try LoadReport(joining: [early, warm]) }
        #expect(throws: LoadJoinFailure.nothing) { try LoadReport(joining: []) }
    }
}
