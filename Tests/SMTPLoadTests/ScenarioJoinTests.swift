import FanmailBasics
import SMTPClient
import SMTPCore
import Testing

@testable import SMTPLoad

@Suite("Reports of generators that played one scenario become one")
struct ScenarioJoinTests {
    /// A minute of two phases, with this many transactions of each sender in each.
    private func report(
        _ count: Int, time: UInt64 = 1000, seed: UInt64 = 1, later: Duration = .zero,
        _ change: (inout ScenarioReport) -> Void = { _ in }
    ) throws -> LoadReport {
        let plan = LoadPlan(relay: try Relay("smtp://127.0.0.1:2525"), configuration: .init(hostname: "b.example"))
        var statistics = LoadStatistics()
        statistics.span = .seconds(60)
        func part(_ name: String, _ transactions: Int, fault: String? = nil) -> ScenarioReport.Part {
            var tally = ScenarioTally()
            for _ in 0..<transactions {
                tally.note(
                    TransactionResult(ending: .answered(Reply(code: 250, text: "ok"))), recipients: 2, octets: 10,
                    time: time)
            }
            if let fault { tally.note(.reset, fault) }
            tally.notSent = 1
            return tally.part(name)
        }
        var scenario = ScenarioReport(
            seed: seed, phases: [part("warm", count), part("load", count)],
            senders: [part("news", 2 * count), part("mean", 0, fault: "250")], targets: [part("here", 2 * count)])
        for place in 0..<2 {
            (scenario.phases[place].start, scenario.phases[place].seconds) = (Double(place) * 30, 30)
            (scenario.phases[place].targetRate, scenario.phases[place].isMeasured) = (10, place == 1)
        }
        change(&scenario)
        var report = LoadGenerator.report(plan, 1, statistics, nil, (60, 1))
        report.startedAt = (Timestamp(milliseconds: 1_800_000_000_000) + later).rfc3339
        report.scenario = scenario
        return report
    }

    @Test("by the names of its parts, with the percentiles of all together") func parts() throws {
        let joined = try LoadReport(joining: [
            report(10),
            report(30, time: 9000, seed: 2, later: .seconds(2)) { $0.senders[1].faults = ["reset": ["550": 2]] },
        ])
        let scenario = try #require(joined.scenario)
        #expect(scenario.seed == nil && scenario.phases.map(\.name) == ["warm", "load"])
        #expect(scenario.phases.map(\.transactions) == [40, 40] && scenario.phases.map(\.accepted) == [80, 80])
        #expect(scenario.phases.map(\.start) == [0, 30] && scenario.phases.map(\.seconds) == [32, 32])
        #expect(scenario.phases.map(\.targetRate) == [20, 20] && scenario.phases.map(\.isMeasured) == [false, true])
        #expect(scenario.phases[0].latency.count == 40 && scenario.phases[0].latency.p50 > 8.9)
        #expect(scenario.phases[0].notSent == 2 && scenario.targets[0].octets == 800)
        #expect(scenario.senders[1].faults == ["reset": ["250": 1, "550": 2]])
        #expect(scenario.senders[0].start == nil && scenario.senders[0].isMeasured == nil)
        let again = try LoadReport(joining: [joined, report(10)])
        #expect(again.scenario?.phases[0].transactions == 50)
        #expect(try LoadReport(joining: [report(1), report(1)]).scenario?.seed == 1)
    }

    @Test("What differs is told by its place") func differs() throws {
        let one = try report(1)
        var plain = one
        plain.scenario = nil
        #expect(throws: LoadJoinFailure.scenario(1)) { try LoadReport(joining: [one, plain]) }
        #expect(throws: LoadJoinFailure.scenario(1)) { try LoadReport(joining: [plain, one]) }
        #expect(try LoadReport(joining: [plain, plain]).scenario == nil)
        let other = try report(1) { $0.senders[0].name = "mail" }
        #expect(
            throws: LoadJoinFailure.parts(
                1, .init(what: "senders", first: ["news", "mean"], other: ["mail", "mean"]))
        ) { try LoadReport(joining: [one, other]) }
        let fewer = try report(1) { $0.phases.removeLast() }
        #expect(throws: LoadJoinFailure.parts(1, .init(what: "phases", first: ["warm", "load"], other: ["warm"]))) {
            try LoadReport(joining: [one, fewer])
        }
        let bare = try report(1) { $0.targets[0].latency.histogram = nil }
        #expect(throws: LoadJoinFailure.histograms(1)) { try LoadReport(joining: [one, bare]) }
    }
}
