import FanmailBasics
import NIOConcurrencyHelpers
import SMTPClient
import SMTPCore
import SMTPSink
import Testing

@testable import SMTPLoad

@Suite("Scenarios against the sink", .timeLimit(.minutes(10)), .serialized)
struct ScenarioGeneratorTests {
    private func run(
        threads: Int = 1, server: (inout SinkConfiguration) -> Void = { _ in },
        _ change: (inout Scenario) -> Void
    ) async throws -> (report: LoadReport, scenario: ScenarioReport, counts: SinkCounts, copies: [RecordedCopy]) {
        let copies = NIOLockedValueBox<[RecordedCopy]>([])
        var configuration = SinkConfiguration()
        configuration.recorder = { new in copies.withLockedValue { $0 += new } }
        server(&configuration)
        let sink = try await SinkServer.start(configuration)
        var scenario = Scenario(
            targets: [.init(name: "sink", relay: try Relay("smtp://127.0.0.1:\(sink.port)"))],
            senders: [ScenarioSender(name: "plain")], phases: [])
        scenario.threads = threads
        change(&scenario)
        do {
            let report = try await ScenarioGenerator.run(
                scenario, configuration: .init(hostname: "bench.example"), date: Timestamp(milliseconds: 0))
            let counts = sink.counts
            await sink.stop()
            return (report, try #require(report.scenario), counts, copies.withLockedValue { $0 })
        } catch {
            await sink.stop()
            throw error
        }
    }

    @Test("The same seed sends the same, over one event loop or two; another seed does not") func deterministic()
        async throws
    {
        func record(seed: UInt64, threads: Int) async throws -> [String] {
            let result = try await run(threads: threads) {
                $0.seed = seed
                $0.senders[0].weight = 3
                $0.senders[0].size = .exponential(mean: 1500)
                $0.senders[0].recipients = .uniform(1...4)
                var other = ScenarioSender(name: "other")
                other.from = "other{n}@bench.example"
                other.messagesPerConnection = 3
                $0.senders.append(other)
                // In this order nothing of what a busy machine has late is left out.
                $0.phases = [ScenarioPhase.closed(60), ScenarioPhase.steady(400, 250)]
            }
            #expect(result.report.transactions == 160 && result.counts.messages == 160)
            return result.copies.map { "\($0.reversePath) \($0.forwardPath) \($0.size) \($0.digest)" }.sorted()
        }
        let one = try await record(seed: 1, threads: 1)
        let (again, parallel) = (try await record(seed: 1, threads: 1), try await record(seed: 1, threads: 2))
        let other = try await record(seed: 2, threads: 1)
        #expect(one == again && one == parallel && one != other)
    }

    @Test("Phases, senders and targets are counted apart, and together are the sums") func parts() async throws {
        let other = try await SinkServer.start(SinkConfiguration())
        let relay = try Relay("smtp://127.0.0.1:\(other.port)")
        let result = try await run {
            $0.targets.append(.init(name: "other", relay: relay, weight: 3))
            var news = ScenarioSender(name: "news", weight: 4)
            news.recipients = .fixed(5)
            $0.senders.append(news)
            var warm = ScenarioPhase.closed(100, name: "warm-up")
            warm.isMeasured = false
            $0.phases = [warm, ScenarioPhase.closed(100), ScenarioPhase.closed(100, name: "again")]
        }
        let counts = other.counts
        await other.stop()
        let scenario = result.scenario
        #expect(scenario.phases.map(\.transactions) == [100, 100, 100])
        #expect(scenario.senders.map(\.transactions) == [60, 240] && scenario.senders.map(\.accepted) == [60, 1200])
        #expect(scenario.targets[0].transactions == 75)
        #expect(scenario.targets[1].transactions == counts.messages && scenario.targets[1].accepted == counts.copies)
        #expect(result.counts.messages + counts.messages == 300)
        #expect(result.report.transactions == 200 && result.report.accepted == 840)
        #expect(scenario.phases.map(\.isMeasured) == [false, true, true])
        // Phases that end by their counts are as long as they were.
        let ends = scenario.phases.map { ($0.start ?? 0) + ($0.seconds ?? 0) }
        #expect(scenario.phases[0].start == 0)
        #expect(zip(scenario.phases.dropFirst(), ends).allSatisfy { abs(($0.start ?? -1) - $1) < 1e-6 })
        #expect(abs(result.report.seconds - (ends[2] - ends[0])) < 5 && ends[2] < 60)
        #expect(abs(result.report.transactionsPerSecond * result.report.seconds - 200) < 0.01)
        #expect(scenario.senders.map(\.latency.count) == [60, 240])
    }

    @Test("No more connections are open than the phase allows, also with many kinds of them", arguments: [1, 2])
    func connections(threads: Int) async throws {
        let result = try await run(threads: threads, server: { $0.connectionLimit = 4 }) {
            $0.senders = (0..<7).map { ScenarioSender(name: "s\($0)") }
            $0.phases = [ScenarioPhase.closed(200)]
        }
        #expect(result.report.accepted == 200 && result.report.connectionFailures == 0)
    }

    @Test("One message a connection, with QUIT and without") func single() async throws {
        let result = try await run {
            $0.senders[0].messagesPerConnection = 1
            var rude = ScenarioSender(name: "rude")
            (rude.messagesPerConnection, rude.quits) = (2, false)
            $0.senders.append(rude)
            $0.phases = [ScenarioPhase.closed(100, connections: 2)]
        }
        #expect(result.report.accepted == 100 && result.counts.messages == 100)
        let opened = result.scenario.senders.map(\.connections)
        #expect(opened[0] == 50 && (25...50).contains(opened[1]) && result.counts.connections == opened[0] + opened[1])
    }

    @Test("Bad clients are counted apart, end, and are in nobody's latencies") func bad() async throws {
        let result = try await run {
            var bad = ScenarioSender(name: "bad")
            bad.faults = ClientFault.allCases
            $0.senders.append(bad)
            $0.phases = [ScenarioPhase.closed(200)]
        }
        let faults = try #require(result.scenario.senders[1].faults)
        #expect(result.report.transactions == 100 && result.report.accepted == 100 && result.counts.messages == 100)
        #expect(result.report.transaction.count == 100 && result.scenario.senders[1].latency.count == 0)
        #expect(faults.values.reduce(0) { $0 + $1.values.reduce(0, +) } == 100)
        #expect(faults["disconnect-in-data"]?.keys.elementsEqual(["left"]) == true)
        #expect(faults["unknown-command"]?.keys.allSatisfy { $0.hasPrefix("500") } == true)
        #expect(faults["wrong-sequence"]?.keys.allSatisfy { $0.hasPrefix("503") } == true)
        #expect(faults["reset"]?.keys.allSatisfy { $0.hasPrefix("250") } == true)
        #expect(faults["long-line"]?.isEmpty == false)
    }

    @Test("Slow clients take the time that they are to take, and are in nobody else's latencies") func slow()
        async throws
    {
        let result = try await run {
            var slow = ScenarioSender(name: "slow")
            slow.size = .fixed(3000)
            slow.octetsPerSecond = 10_000
            var hesitant = ScenarioSender(name: "hesitant")
            hesitant.commandPause = .milliseconds(50)
            hesitant.pipelining = false
            $0.senders += [slow, hesitant]
            $0.senders[0].weight = 8
            $0.phases = [ScenarioPhase.closed(100, connections: 30)]
        }
        let senders = result.scenario.senders
        // Who is slow on purpose makes no rate of the others smaller.
        #expect(result.report.seconds <= (result.scenario.phases[0].seconds ?? 0) + 1e-6)
        #expect(senders.map(\.accepted) == [80, 10, 10] && result.counts.messages == 100)
        #expect(senders[1].latency.p50 > 200 && senders[2].latency.p50 >= 199)
        #expect(result.report.transaction.count == 80 && result.report.transaction.max == senders[0].latency.max)
    }

    /// On a port that no client is given by the system: one that tries to reach it while it is away might be given that.
    private func apart() async throws -> SinkServer {
        var configuration = SinkConfiguration()
        for _ in 0..<100 {
            configuration.port = Int.random(in: 12_000..<30_000)
            if let sink = try? await SinkServer.start(configuration) { return sink }
        }
        return try await SinkServer.start(configuration)
    }

    @Test("A server that is away for a while costs that while, and nothing is lost") func away() async throws {
        let first = try await apart()
        let port = first.port
        let back = Task {
            try await Task.sleep(for: .milliseconds(400))
            await first.stop()
            try await Task.sleep(for: .milliseconds(800))
            var configuration = SinkConfiguration()
            configuration.port = port
            return try await SinkServer.start(configuration)
        }
        var scenario = Scenario(
            targets: [.init(name: "sink", relay: try Relay("smtp://127.0.0.1:\(port)"))],
            senders: [ScenarioSender(name: "plain")], phases: [ScenarioPhase.steady(50, 1500)])
        scenario.senders[0].messagesPerConnection = 1
        let report = try await ScenarioGenerator.run(scenario, configuration: .init(hostname: "bench.example"))
        await (try await back.value).stop()
        #expect(report.transactions == 75 && report.accepted + report.unknown + report.unsent == 75)
        #expect(report.accepted >= 70 && report.connectionFailures > 0)
        #expect(report.transaction.max > 300)
    }

    @Test("A run that is stopped ends, also while somebody slow is sending") func stopped() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        var scenario = Scenario(
            targets: [.init(name: "sink", relay: try Relay("smtp://127.0.0.1:\(sink.port)"))],
            senders: [ScenarioSender(name: "slow")], phases: [ScenarioPhase.steady(100, 100_000)])
        scenario.senders[0].octetsPerSecond = 100
        let stop = LoadStop()
        let report = try await ScenarioGenerator.run(
            scenario, configuration: .init(hostname: "bench.example"), stop: stop,
            watch: { if $0.seconds > 0.2 { stop.ask() } })
        await sink.stop()
        #expect(report.isInterrupted == true && report.accepted == 0)
        #expect(report.scenario?.phases[0].notSent ?? 0 > 0)
    }

    @Test("One that is far behind its rate is stopped all the same") func behind() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let scenario = Scenario(
            targets: [.init(name: "sink", relay: try Relay("smtp://127.0.0.1:\(sink.port)"))],
            senders: [ScenarioSender(name: "plain")], phases: [ScenarioPhase.steady(5_000_000, 100_000)])
        let stop = LoadStop()
        let report = try await ScenarioGenerator.run(
            scenario, configuration: .init(hostname: "bench.example"), stop: stop,
            watch: { if $0.accepted > 0 { stop.ask() } })
        await sink.stop()
        #expect(report.isInterrupted == true && report.accepted > 0)
    }

    @Test("A hand, a moment to begin, and whoever wants to know what was sent reach every event loop")
    func told() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        var scenario = Scenario(
            targets: [.init(name: "sink", relay: try Relay("smtp://127.0.0.1:\(sink.port)"))],
            senders: [ScenarioSender(name: "plain")],
            phases: [ScenarioPhase.steady(100, 200), ScenarioPhase.closed(10)])
        scenario.phases[1].name = "last"
        scenario.threads = 2
        let (control, moment) = (LoadControl(), Timestamp.now + .milliseconds(200))
        control.pause(true)
        let seen = NIOLockedValueBox<(sent: [SentTransaction], last: LoadProgress)>(([], LoadProgress()))
        let report = try await ScenarioGenerator.run(
            scenario, configuration: .init(hostname: "bench.example"),
            sent: { one in seen.withLockedValue { $0.sent.append(one) } }, control: control, at: moment
        ) { progress in
            seen.withLockedValue { $0.last = progress }
            if progress.paused > 0.1 { control.pause(false) }
        }
        await sink.stop()
        let (sent, last) = seen.withLockedValue { $0 }
        #expect(report.accepted == 30 && sent.count == 30 && Set(sent.map(\.id)).count == 30)
        #expect(report.changes?.map(\.factor) == [0, 1])
        #expect(report.startedAt.flatMap { Timestamp(rfc3339: $0) }.map { $0 >= moment } == true)
        // The last look is at all of it.
        #expect(last.transactions == 30 && last.accepted == 30 && last.asked == 30)
        #expect(last.phase == .init(number: 2, count: 2, name: "last"))
    }

    @Test("Who reads slowly takes the time that it takes, and is in nobody's latencies") func readsSlowly() async throws
    {
        let result = try await run {
            var slow = ScenarioSender(name: "slow")
            slow.readOctetsPerSecond = 200
            $0.senders.append(slow)
            $0.phases = [ScenarioPhase.closed(8, connections: 8)]
        }
        let senders = result.scenario.senders
        #expect(result.report.accepted == senders[0].accepted && senders[0].accepted < 8)
        #expect(senders.map(\.accepted).reduce(0, +) == 8 && result.counts.messages == 8)
        // What a server says before it has taken a message is some hundreds of octets.
        #expect(senders[1].latency.p50 > 400)
    }

    @Test("Where no server is there, that is told at once, and no event loop plays on", arguments: [1, 3])
    func nobody(threads: Int) async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let port = sink.port
        await sink.stop()
        var scenario = Scenario(
            targets: [.init(name: "sink", relay: try Relay("smtp://127.0.0.1:\(port)"))],
            senders: [ScenarioSender(name: "plain")], phases: [ScenarioPhase.steady(1, 3_600_000)])
        scenario.threads = threads
        await #expect(throws: SMTPFailure.self) {
            try await ScenarioGenerator.run(scenario, configuration: .init(hostname: "bench.example"))
        }
    }
}
