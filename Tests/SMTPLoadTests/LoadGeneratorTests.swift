import NIOConcurrencyHelpers
import SMTPClient
import SMTPCore
import SMTPSink
import Testing

@testable import SMTPLoad

@Suite("The load generator against the sink", .timeLimit(.minutes(10)), .serialized)
struct LoadGeneratorTests {
    private final class Notes: Sendable {
        let copies = NIOLockedValueBox<[RecordedCopy]>([])
        let sent = NIOLockedValueBox<[SentTransaction]>([])
    }

    private func run(
        _ server: (inout SinkConfiguration) -> Void = { _ in }, commands: Bool = false, records: Bool = false,
        stopAt: Int = 0, stop: LoadStop = LoadStop(), _ change: (inout LoadPlan) -> Void
    ) async throws -> (report: LoadReport, counts: SinkCounts, notes: Notes) {
        let notes = Notes()
        var configuration = SinkConfiguration()
        if records { configuration.recorder = { copies in notes.copies.withLockedValue { $0 += copies } } }
        server(&configuration)
        let sink = try await SinkServer.start(configuration)
        var plan = LoadPlan(
            relay: try Relay("smtp://127.0.0.1:\(sink.port)"), configuration: .init(hostname: "bench.example"))
        change(&plan)
        do {
            let report = try await LoadGenerator.run(
                plan, measuresCommands: commands,
                sent: { transaction in
                    notes.sent.withLockedValue { $0.append(transaction) }
                    if notes.sent.withLockedValue({ $0.count }) == stopAt { stop.ask() }
                }, stop: stop)
            let counts = sink.counts
            await sink.stop()
            return (report, counts, notes)
        } catch {
            await sink.stop()
            throw error
        }
    }

    @Test("A closed loop sends as many transactions as it was told, over as many connections", arguments: [1, 2])
    func closed(threads: Int) async throws {
        let (report, counts, _) = try await run {
            $0.transactions = 1001
            $0.duration = .seconds(60)
            $0.mail.recipients = .fixed(3)
            $0.connections = 5
            $0.threads = threads
        }
        #expect(report.transactions == 1001 && counts.messages == 1001)
        #expect(report.accepted == 3003 && counts.copies == 3003 && counts.connections == 5)
        #expect(report.transaction.count == 1001 && report.replies == ["250 2.0.0": 3003])
        #expect(report.series.reduce(0) { $0 + $1.transactions } == 1001)
        #expect(report.loop == "closed" && report.generator.threads == threads)
    }

    @Test("One connection a message")
    func single() async throws {
        let (report, counts, _) = try await run {
            $0.transactions = 50
            $0.reusesConnections = false
            $0.connections = 4
        }
        #expect(report.accepted == 50 && counts.connections == 50 && report.connect.count == 50)
    }

    @Test(
        "An open loop begins as many as its rate and time say, however many event loops there are",
        arguments: [(false, 1), (false, 3), (true, 2)])
    func open(isPoisson: Bool, threads: Int) async throws {
        let (report, counts, _) = try await run {
            $0.threads = threads
            $0.pace = .open([.init(from: 500, to: 500, duration: .seconds(1))], isPoisson: isPoisson)
        }
        if isPoisson { #expect((350...650).contains(counts.messages)) } else { #expect(counts.messages == 500) }
        #expect(report.transactions == counts.messages && report.targetRate == 500)
    }

    @Test("A warm-up is not measured")
    func warmUp() async throws {
        let (report, counts, _) = try await run {
            $0.pace = .open([.init(from: 100, to: 100, duration: .seconds(1))], isPoisson: false)
            $0.warmUp = .milliseconds(500)
        }
        #expect(counts.messages == 100 && (50...51).contains(report.transactions))
    }

    @Test("By command, each is measured as often as it was said")
    func commands() async throws {
        let (report, _, _) = try await run(commands: true) {
            $0.transactions = 20
            $0.mail.recipients = .fixed(2)
            $0.connections = 2
        }
        let counts = report.commands.mapValues(\.count)
        #expect(counts["MAIL"] == 20 && counts["RCPT"] == 40 && counts["DATA"] == 20 && counts["end of data"] == 20)
        #expect(counts["EHLO"] == 2 && counts["banner"] == 2)
        // As it happens on a connection.
        #expect(
            report.latencies.map(\.name) == [
                "connect", "banner", "EHLO", "MAIL", "RCPT", "DATA", "end of data", "transaction", "QUIT",
            ])
    }

    @Test("Unique ids reconcile with the record, also where recipients are refused and connections are cut")
    func reconcile() async throws {
        let result = try await run(
            {
                $0.faults.rules = [.init(share: 0.1, reply: Reply(code: 550, text: "no"))]
                $0.faults.cutAfterTakingEvery = 50
            }, records: true
        ) {
            $0.transactions = 300
            $0.mail.recipients = .uniform(1...5)
            $0.mail.size = .uniform(300...3000)
            $0.run = "t1"
        }
        var reconciliation = Reconciliation()
        for transaction in result.notes.sent.withLockedValue({ $0 }) { reconciliation.sent(transaction) }
        for copy in result.notes.copies.withLockedValue({ $0 }) {
            reconciliation.recorded(copy.forwardPath, messageID: copy.messageID, digest: copy.digest)
        }
        reconciliation.finish()
        #expect(reconciliation.isClean && reconciliation.foreign == 0)
        #expect(reconciliation.accepted == result.report.accepted && reconciliation.accepted > 0)
        #expect(reconciliation.unknownTaken > 0 && result.report.refused > 0)
    }

    @Test(
        "A run that is stopped begins nothing more, and has counted all that it sent",
        arguments: [
            .closed, .open([.init(from: 500, to: 500, duration: .seconds(100))], isPoisson: false),
            // More than can be sent: what waits for its turn is dropped.
            .open([.init(from: 500_000, to: 500_000, duration: .seconds(100))], isPoisson: true),
        ] as [LoadPlan.Pace], [1, 2])
    func stopped(pace: LoadPlan.Pace, threads: Int) async throws {
        let (report, counts, notes) = try await run(stopAt: 100) {
            $0.pace = pace
            $0.duration = .seconds(100)
            $0.threads = threads
        }
        let sent = notes.sent.withLockedValue { $0 }
        #expect(report.isInterrupted == true && report.seconds < 60)
        #expect(sent.count >= 100 && sent.allSatisfy { $0.outcome == .accepted })
        #expect(report.transactions == sent.count && report.accepted == sent.count)
        #expect(counts.messages == sent.count && report.unsent + report.unknown == 0)
    }

    @Test("A run is stopped while nothing is due for an hour, or before it began") func stoppedEarly() async throws {
        let step = LoadPlan.Pace.Step(from: 1 / 3600, to: 1 / 3600, duration: .seconds(86400))
        let stop = LoadStop()
        let asking = Task {
            try? await Task.sleep(for: .milliseconds(300))
            stop.ask()
        }
        let waiting = try await run(stop: stop) { $0.pace = .open([step], isPoisson: false) }
        await asking.value
        #expect(waiting.report.isInterrupted == true && waiting.report.transactions <= 1)
        let none = try await run(stop: stop) { _ in }
        #expect(none.report.transactions == 0 && none.counts.messages == 0)
    }

    @Test(
        "What was asked for on average is that of the time it ran",
        arguments: [(4.0, 150.0), (10, 150), (3, 133.33), (2, 100), (1, 50), (0, nil)] as [(Double, Double?)])
    func averageRate(seconds: Double, rate: Double?) {
        let steps = [(0.0, 200.0, 2), (200, 200, 2)].map {
            LoadPlan.Pace.Step(from: $0.0, to: $0.1, duration: .seconds($0.2))
        }
        let average = LoadGenerator.averageRate(steps, within: seconds)
        #expect(average.map { ($0 * 100).rounded() / 100 } == rate)
    }

    @Test("Where one event loop is refused, and another is not, the run goes on", arguments: [true, false])
    func oneRefused(reuses: Bool) async throws {
        let (report, counts, _) = try await run({ $0.connectionLimit = 1 }) {
            $0.connections = 2
            $0.threads = 2
            $0.reusesConnections = reuses
            $0.duration = .milliseconds(400)
        }
        #expect(report.accepted > 0 && report.accepted == counts.messages && report.isInterrupted == nil)
        #expect(report.connectionFailures > 0 && report.limit?.kind != .unreachable)
    }

    @Test("A server that is not there is told to all event loops, whatever they wait for") func nobodyForAll()
        async throws
    {
        let sink = try await SinkServer.start(SinkConfiguration())
        let port = sink.port
        await sink.stop()
        let step = LoadPlan.Pace.Step(from: 0.2, to: 0.2, duration: .seconds(3600))
        // One begins at once, and the other would much later.
        let seed = try #require(
            (1...100_000 as ClosedRange<UInt64>).first { seed in
                var arrivals = Arrivals([step], isPoisson: true, seed: seed)
                return arrivals.next() ?? 0 < 1 && arrivals.next() ?? 0 > 40
            })
        var plan = LoadPlan(relay: try Relay("smtp://127.0.0.1:\(port)"), configuration: .init(hostname: "b.example"))
        plan.pace = .open([step], isPoisson: true)
        (plan.threads, plan.connections, plan.reusesConnections, plan.seed) = (2, 2, false, seed)
        let start = ContinuousClock.now
        await #expect(throws: SMTPFailure.self) { _ = try await LoadGenerator.run(plan) }
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test("A server that is not there is told at once")
    func nobody() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let port = sink.port
        await sink.stop()
        await #expect(throws: (any Error).self) {
            try await LoadGenerator.run(
                LoadPlan(relay: try Relay("smtp://127.0.0.1:\(port)"), configuration: .init(hostname: "b.example")))
        }
    }
}
