import FanmailBasics
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import SMTPLoad

@Suite("What a scenario does with its connections and event loops", .timeLimit(.minutes(10)), .serialized)
struct ScenarioPaceTests {
    private func run(_ change: (inout Scenario) throws -> Void) async throws -> LoadReport {
        let server = try await ScriptedServer(.init())
        var scenario = Scenario(
            targets: [.init(name: "server", relay: try Relay("smtp://127.0.0.1:\(server.port)"))],
            senders: [ScenarioSender(name: "plain")], phases: [])
        try change(&scenario)
        do {
            let report = try await ScenarioGenerator.run(scenario, configuration: .init(hostname: "bench.example"))
            await server.stop()
            return report
        } catch {
            await server.stop()
            throw error
        }
    }

    @Test("What does not count takes none of the time of what does") func unmeasured() {
        let phases = [false, true, false, true, false].map { isMeasured in
            var phase = ScenarioPhase.steady(1, 1000)
            phase.isMeasured = isMeasured
            return phase
        }
        let times = [(0.0, 2.0), (2, 5), (5, 6), (6, 9), (9, 20)].map { (start: $0.0, end: $0.1) }
        func sum(_ count: Int, until span: Double) -> Double {
            ScenarioGenerator.unmeasured(phases, Array(times.prefix(count)), until: span)
        }
        // What comes behind the end of the last one that counts is not within the span, and not taken from it.
        #expect(sum(5, until: 9) == 3 && sum(5, until: 10) == 4 && sum(1, until: 0) == 0 && sum(2, until: 4) == 2)
        // Of two event loops one is later than the other.
        let apart = [(start: 0.0, end: 3.0), (start: 2.0, end: 6.0), (start: 5.0, end: 7.0)]
        #expect(ScenarioGenerator.unmeasured(phases, apart, until: 7) == 3)
    }

    @Test("A server that holds bad clients takes no connections of ordinary senders") func bad() async throws {
        let tarpit = try await ScriptedServer(.init(greeting: nil, life: .seconds(20)))
        let relay = try Relay("smtp://127.0.0.1:\(tarpit.port)")
        let report = try await run {
            $0.targets.append(.init(name: "tarpit", relay: relay))
            $0.senders[0].target = 0
            var bad = ScenarioSender(name: "bad")
            (bad.target, bad.faults) = (1, [.reset])
            $0.senders.append(bad)
            $0.phases = [ScenarioPhase.steady(20, 400, connections: 4)]
            #expect($0.allConnections == 8)
        }
        await tarpit.stop()
        let bad = try #require(report.scenario?.senders[1])
        #expect(bad.faults?["reset"]?.keys.allSatisfy { ["closed", "timed out"].contains($0) } == true)
        #expect(bad.transactions >= 4 && bad.transactions + report.accepted == 8, "\(bad.transactions)")
        // As long as it holds them nobody else waits; a busy machine takes seconds, too.
        #expect(report.transaction.max < 19_000)
    }

    @Test("With more event loops than a phase has connections nothing is lost") func few() async throws {
        let report = try await run {
            $0.threads = 3
            $0.phases = [
                ScenarioPhase.closed(30, connections: 1, .seconds(60)), ScenarioPhase.steady(100, 200, connections: 2),
                ScenarioPhase.steady(100, 200, connections: 6),
            ]
        }
        let phases = try #require(report.scenario?.phases)
        #expect(phases.map(\.transactions) == [30, 20, 20])
        // An event loop without a part in a phase does not begin the next one before it is over.
        for (before, after) in zip(phases, phases.dropFirst()) {
            let end = try #require(before.start) + (try #require(before.seconds))
            #expect(try #require(after.start) >= end - 0.02)
        }
    }

    @Test("Nobody waits behind a phase for an event loop that plays no further") func line() async {
        let line = StartLine(count: 3, clock: { .uptimeNanoseconds(0) })
        let start = await withTaskGroup(of: NIODeadline.self) { group in
            for _ in 0..<3 { group.addTask { await line.wait() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(start == Array(repeating: .uptimeNanoseconds(0), count: 3))
        let ends = [1, 3].map { NIODeadline.uptimeNanoseconds($0) }
        let begun = await withTaskGroup(of: NIODeadline?.self) { group in
            for end in ends { group.addTask { await line.wait(from: end) } }
            group.addTask {
                await line.leave()
                return nil
            }
            return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        #expect(begun == [ends[1], ends[1]])
    }

    @Test("Somebody slow has the patience of a client, and who is connecting slowly is broken off") func patience()
        async throws
    {
        var (slow, base) = (ScenarioSender(name: "slow"), SMTPConfiguration(hostname: "b.example"))
        base.timeouts = Timeouts(commands: .seconds(30))
        #expect(slow.configuration(base, login: nil, isEncrypted: false).timeouts == base.timeouts)
        slow.commandPause = .seconds(60)
        #expect(slow.configuration(base, login: nil, isEncrypted: false).timeouts.shortest == .seconds(360))
        let attempt = SlowAttempt { () async throws(SMTPFailure) in
            try? await Task.sleep(for: .seconds(120))
            throw SMTPFailure(.closed, "too late")
        }
        attempt.breakOff()
        guard case .failure(let failure) = await attempt.wait() else {
            Issue.record("connected")
            return
        }
        #expect(failure.message == SlowAttempt.brokenOff.message)
    }

    @Test("No more waits than can be remembered, in its order") func queue() {
        var queue = DueQueue<Int>(limit: 3000)
        #expect((0..<3000).allSatisfy { queue.append($0) } && !queue.append(3000))
        #expect((0..<2500).allSatisfy { queue.popFirst() == $0 } && queue.count == 500)
        #expect(queue.append(3000) && queue.count == 501)
        var rest: [Int] = []
        while let number = queue.popFirst() { rest.append(number) }
        #expect(rest == Array(2500...3000) && queue.isEmpty)
    }

    @Test("A server that answers something else each time makes no endless report") func answers() {
        var (one, two) = (ScenarioTally(), ScenarioTally())
        for number in 0..<250 {
            one.note(.reset, "250 \(number)")
            two.note(.reset, "550 \(number)")
        }
        one.note(.reset, "250 0")
        one.add(two)
        #expect(one.faults["reset"]?.count == ScenarioTally.mostAnswers + 1 && one.faults["reset"]?["250 0"] == 2)
        #expect(one.faults["reset"]?.values.reduce(0, +) == 501)
    }
}
