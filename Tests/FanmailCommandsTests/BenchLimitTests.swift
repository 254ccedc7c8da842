import SMTPClient
import Testing

@testable import SMTPLoad
@testable import ServerCommands

@Suite("What limited a run, and what to do about it")
struct BenchLimitTests {
    @Test(
        "A scenario is told of the keys of its file, a run of its flags",
        arguments: [LoadLimit.Kind.connections, .generatorCPU])
    func advice(kind: LoadLimit.Kind) throws {
        let plan = LoadPlan(relay: try Relay("smtp://127.0.0.1:1"), configuration: .init(hostname: "b.example"))
        var report = LoadGenerator.report(plan, 1, LoadStatistics(), nil, (1, 0))
        report.limit?.kind = kind
        #expect(BenchLimit.text(report).contains("--"))
        report.scenario = ScenarioReport(seed: 1, phases: [], senders: [], targets: [])
        #expect(!BenchLimit.text(report).contains("--") && BenchLimit.text(report).contains("`"))
    }
}
