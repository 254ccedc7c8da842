import NIOCore
import SMTPClient
import Testing

@testable import SMTPLoad

@Suite("Scenarios against a played server, by a clock that is moved by hand", .timeLimit(.minutes(10)))
struct PlayedScenarioTests {
    private func play(
        _ behaviour: PlayedServer.Behaviour = .init(), _ acts: [PlayedServer.Act] = [],
        _ change: (inout Scenario) -> Void
    ) async throws -> (report: LoadReport, phases: [ScenarioReport.Part]) {
        var scenario = Scenario(
            targets: [.init(name: "server", relay: try Relay("smtp://played.example"))],
            senders: [ScenarioSender(name: "plain")], phases: [])
        change(&scenario)
        let report = try await PlayedServer(behaviour).play(scenario, acts)
        return (report, try #require(report.scenario?.phases))
    }

    private var slow: ScenarioSender {
        var slow = ScenarioSender(name: "slow")
        slow.commandPause = .seconds(1)
        return slow
    }

    @Test("A closed phase ends with its time, whatever its senders think, and the next one begins behind it")
    func ends() async throws {
        let (report, phases) = try await play {
            $0.senders[0].think = .fixed(.seconds(60))
            $0.senders.append(ScenarioSender(name: "quick"))
            $0.phases = [ScenarioPhase.closed(nil, connections: 2, .milliseconds(200)), ScenarioPhase.steady(20, 400)]
            ($0.phases[0].senders, $0.phases[1].senders) = ([0], [1])
        }
        // Nothing of it was due before it began.
        #expect(report.transaction.count == 10 && report.transaction.max == 10)
        #expect(phases[0].seconds == 0.2 && phases[1].start == 0.2)
    }

    @Test(
        "What is under way when the time of a closed phase is over is waited for, and not for ever",
        arguments: [(3, 3.0), (60, 11)] as [(Int64, Double)])
    func underWay(seconds: Int64, end: Double) async throws {
        let (report, phases) = try await play(.init(service: { $0 == 0 ? .seconds(seconds) : .milliseconds(10) })) {
            $0.phases = [ScenarioPhase.closed(nil, connections: 1, .seconds(1)), ScenarioPhase.steady(10, 1000)]
        }
        #expect(phases[0].seconds == end && phases[1].start == end)
        // It counts for its own phase.
        #expect(phases.map(\.transactions) == [1, 10] && report.accepted == 11)
    }

    @Test("A closed phase does not last as long as a slow message does") func slowOne() async throws {
        let (report, phases) = try await play(.init(service: { $0 == 0 ? .seconds(8) : .milliseconds(10) })) {
            $0.senders.append(slow)
            $0.phases = [ScenarioPhase.closed(nil, connections: 1, .seconds(1)), ScenarioPhase.steady(10, 1000)]
            ($0.phases[0].senders, $0.phases[1].senders) = ([1], [0])
        }
        #expect(phases[0].seconds == 1 && phases[1].start == 1 && phases.map(\.accepted) == [1, 10])
        #expect(report.accepted == 10 && report.transaction.max == 10 && report.seconds < 2.02)
    }

    @Test("One that ends by its count waits for whoever is slow, within its time") func slowCount() async throws {
        let (_, phases) = try await play(.init(service: { _ in .seconds(40) })) {
            $0.senders = [slow]
            $0.phases = [ScenarioPhase.closed(2, connections: 1, .seconds(600))]
        }
        #expect(phases[0].accepted == 2 && phases[0].seconds == 80)
    }

    @Test("A connection thinks with its sender, and nobody thinks when all is done") func thinks() async throws {
        let (report, _) = try await play {
            $0.senders[0].think = .fixed(.seconds(3600))
            $0.phases = [ScenarioPhase.steady(10, 300)]
        }
        #expect(report.accepted == 3 && report.connections == 3 && report.notSent == 0)
        let (counted, phases) = try await play {
            $0.senders[0].think = .fixed(.seconds(3600))
            $0.phases = [ScenarioPhase.closed(2, connections: 2, .seconds(7200))]
        }
        #expect(counted.accepted == 2 && phases[0].seconds ?? 99 < 1)
    }

    @Test("QUIT is no part of a latency") func quit() async throws {
        let (report, _) = try await play(.init(quit: .seconds(4))) {
            $0.senders[0].messagesPerConnection = 1
            $0.phases = [ScenarioPhase.closed(2, connections: 2, .seconds(60))]
        }
        #expect(report.accepted == 2 && report.transaction.max == 10)
    }

    @Test("What a scenario could not begin at its time is told as its limit") func limited() async throws {
        let (report, _) = try await play(.init(service: { _ in .milliseconds(100) })) {
            $0.phases = [ScenarioPhase.steady(50, 400, connections: 1)]
        }
        #expect(report.accepted == 20 && report.limit?.kind != LoadLimit.Kind.none)
        #expect(report.limit?.waited ?? 0 > 0.5 && report.planned == 20)
        #expect(report.series.reduce(0) { $0 + ($1.asked ?? 0) } == 20)
    }

    @Test(
        "What a phase could not begin is not sent, and runs neither into a pause nor into a closed phase",
        arguments: [ScenarioPhase.Kind.pause, .closed])
    func backlog(kind: ScenarioPhase.Kind) async throws {
        let (report, phases) = try await play(.init(service: { _ in .milliseconds(100) })) {
            $0.phases = [
                ScenarioPhase.steady(20, 1000, connections: 1),
                ScenarioPhase(name: "next", kind: kind, duration: .seconds(2), connections: 1),
                ScenarioPhase.steady(5, 1000, connections: 1),
            ]
        }
        // The last one of the first phase ends within the next one.
        #expect((10...11).contains(phases[0].transactions) && phases[0].transactions + phases[0].notSent == 20)
        #expect(phases[1].transactions == (kind == .pause ? 0 : phases[1].accepted) && phases[1].notSent == 0)
        #expect(phases[2].transactions == 5 && phases[2].latency.max == 100 && phases[2].notSent == 0)
        #expect(report.notSent == phases[0].notSent && report.transaction.max <= 1000)
    }

    @Test("What a phase could not begin is begun within the next one where that has times of its own")
    func backlogOfTimes() async throws {
        let (report, phases) = try await play(.init(service: { _ in .milliseconds(100) })) {
            $0.phases = [
                ScenarioPhase.steady(20, 1000, connections: 1), ScenarioPhase.steady(1, 3000, connections: 1),
            ]
        }
        #expect(report.notSent == 0 && phases.map(\.transactions) == [20, 3])
    }

    @Test("Servers are looked for all at once") func servers() async throws {
        let server = PlayedServer(.init(opening: .milliseconds(200)))
        var scenario = Scenario(
            targets: try (0..<5).map { .init(name: "\($0)", relay: try Relay("smtp://played\($0).example")) },
            senders: [ScenarioSender(name: "plain")], phases: [ScenarioPhase.closed(5, connections: 5, .seconds(5))])
        scenario.seed = 1
        _ = try await server.play(scenario)
        #expect(server.attempts.prefix(5).allSatisfy { $0 == .uptimeNanoseconds(0) })
    }

    @Test("A transaction of two hours is counted in its phase, as one of one hour") func long() async throws {
        let (_, phases) = try await play(.init(service: { _ in .hours(2) })) {
            $0.phases = [ScenarioPhase.closed(1, connections: 1, .seconds(60))]
        }
        #expect(phases[0].latency.count == 1 && abs(phases[0].latency.max - 3_600_000) < 3600)
    }

    @Test("What a server lets wait for too long is unsent, also over a connection that was used before")
    func timedOut() async throws {
        let (report, _) = try await play(.init(silent: [1])) {
            $0.phases = [ScenarioPhase.steady(10, 300, connections: 1)]
        }
        #expect(report.unsent == 1 && report.accepted == 2)
    }

    @Test("A connection that cannot be opened is in the sums where its phase counts", arguments: [false, true])
    func failures(isMeasured: Bool) async throws {
        let (report, phases) = try await play(.init(away: [0.5..<0.7])) {
            $0.senders[0].messagesPerConnection = 1
            $0.phases = (0..<2).map { _ in ScenarioPhase.steady(10, 1000, connections: 1) }
            $0.phases[0].isMeasured = isMeasured
        }
        #expect((report.connectionFailures > 0) == isMeasured && phases[0].accepted == 10)
    }

    // MARK: - By hand

    @Test("In a pause the schedule stands still: nothing is late, and phases are as long as they were to be")
    func pause() async throws {
        let (report, phases) = try await play(.init(), [.pause(true, at: 0.55), .pause(false, at: 100.55)]) {
            $0.phases = [ScenarioPhase.steady(10, 1000), ScenarioPhase.steady(20, 1000, connections: 2)]
        }
        #expect(report.accepted == 30 && report.transaction.max == 10 && report.notSent == 0)
        #expect(phases.map(\.seconds) == [1, 1] && phases.map(\.start) == [0, 1] && report.seconds < 2.02)
        #expect(abs((report.targetRate ?? 0) - 15) < 0.1 && phases[1].targetRate == 20)
    }

    @Test("What waits for a connection when it is paused is not late because of that") func pauseOfDue() async throws {
        let (report, _) = try await play(
            .init(service: { _ in .milliseconds(150) }), [.pause(true, at: 0.5), .pause(false, at: 1000)]
        ) {
            $0.phases = [ScenarioPhase.steady(10, 1000, connections: 1)]
        }
        #expect(report.accepted == 10 && report.transaction.max < 800)
    }

    @Test("A closed phase goes on for the time that it had left") func pauseOfClosed() async throws {
        let (report, phases) = try await play(.init(), [.pause(true, at: 0.5), .pause(false, at: 60)]) {
            $0.phases = [ScenarioPhase.closed(nil, connections: 1, .seconds(1))]
        }
        #expect((99...101).contains(report.accepted) && abs((phases[0].seconds ?? 0) - 1) < 0.02)
    }

    @Test("Phases with a rate are faster by hand; a replay has its times") func faster() async throws {
        let (report, phases) = try await play(.init(), [.step(10, at: 0)]) {
            var replay = ScenarioPhase(name: "replay", kind: .replay, duration: .seconds(1), connections: 2)
            replay.messages = ScenarioMessages([], moments: [])
            $0.phases = [ScenarioPhase.steady(10, 2000), replay]
        }
        #expect((39...40).contains(phases[0].transactions) && report.accepted == phases[0].transactions)
        #expect(abs((phases[0].targetRate ?? 0) - 20) <= 0.5)
        var given = ScenarioArrivals.given([0, 1, 2])
        given.change(by: 2)
        #expect(given.next(1) == 1)
    }

    @Test("Whoever ends it in a pause has measured up to the pause") func stopInPause() async throws {
        let (report, phases) = try await play(.init(), [.pause(true, at: 1), .stop(at: 500)]) {
            $0.phases = [ScenarioPhase.steady(10, 10_000)]
        }
        #expect((9...10).contains(report.accepted) && report.seconds < 1.1 && phases[0].seconds ?? 99 < 1.1)
        // What was asked for is a rate of the time that it ran.
        #expect(abs((report.targetRate ?? 0) - 10) < 1.1 && abs((phases[0].targetRate ?? 0) - 10) < 1.1)
    }
}
