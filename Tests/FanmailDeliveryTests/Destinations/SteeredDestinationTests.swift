import FanmailBasics
import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

/// What people ask of a destination is done there, and nowhere else; what is learned outlives the run.
@Suite(.timeLimit(.minutes(10)))
struct SteeredDestinationTests {
    private func pause(_ name: String, until: Timestamp? = nil, _ simulation: Simulation) {
        simulation.journal.state.withLock { $0.requests.pauses[name] = .init(until: until, why: "they asked") }
    }

    private func two() -> Simulation {
        var simulation = Simulation(domains: [("a.example", 4000), ("b.example", 4000)])
        simulation.settings.connections = 4
        simulation.transport.latencyOf = { _ in .milliseconds(50) }
        return simulation
    }

    /// When envelopes were offered there.
    private func offers(_ name: String, _ simulation: Simulation) -> [Duration] {
        simulation.transport.offers.filter { $0.destination == name }.map(\.at)
    }

    @Test func aPauseStopsOffersThereAndTheOthersGoOn() throws {
        let simulation = two()
        let steps = Mutex(0)
        let result = try simulation.run { now, _ in
            let step = steps.withLock(\.self)
            if step == 0, now >= .seconds(2) {
                pause("mx.a.example", simulation)
                steps.withLock { $0 = 1 }
            } else if step == 1, now >= .seconds(3600) {
                simulation.journal.state.withLock { state in
                    #expect(state.told["mx.a.example"]?.limit == .pause)
                    #expect(state.told["mx.a.example"]?.connections == 0)
                    state.requests.pauses = [:]
                }
                steps.withLock { $0 = 2 }
            }
        }
        guard case .finished = result.end else { return record(result) }
        #expect(simulation.transport.copies.count == 8000 && simulation.transport.copies.values.allSatisfy { $0 == 1 })
        #expect(!offers("mx.a.example", simulation).contains { (.seconds(3)..<(.seconds(3600))).contains($0) })
        #expect(offers("mx.b.example", simulation).allSatisfy { $0 < .seconds(1000) })
        // It goes on within a second.
        #expect(offers("mx.a.example", simulation).contains { (.seconds(3600)..<(.seconds(3602))).contains($0) })
    }

    @Test func aPauseWithAnEndEndsByItself() throws {
        let simulation = two()
        let until = simulation.clock.now + .seconds(300)
        pause("mx.a.example", until: until, simulation)
        let result = try simulation.run { now, _ in
            if now >= .seconds(300) { simulation.journal.state.withLock { $0.requests.pauses = [:] } }
        }
        guard case .finished = result.end else { return record(result) }
        #expect(offers("mx.a.example", simulation).allSatisfy { $0 >= .seconds(300) })
        #expect(result.seconds < 400)
        #expect(result.totals.accepted == 8000)
    }

    @Test func aPausedRelayKeepsWhatIsReady() throws {
        let simulation = Simulation(recipients: 1000)
        pause("", simulation)
        let result = try simulation.run { now, _ in
            if now >= .seconds(60) { simulation.journal.state.withLock { $0.requests.pauses = [:] } }
        }
        guard case .finished = result.end else { return record(result) }
        #expect(simulation.transport.offers.allSatisfy { $0.at >= .seconds(60) })
        #expect(result.seconds < 90)
    }

    @Test func aFlushEndsTheBackOffAndTriesWhatIsDeferred() throws {
        let isUp = Mutex(false)
        let simulation = Simulation(domains: [("a.example", 100), ("b.example", 100)])
        simulation.transport.mayReach = { destination, _ in
            destination.name == "mx.a.example" && !isUp.withLock(\.self) ? .refused : nil
        }
        let result = try simulation.run { now, _ in
            guard now >= .seconds(1000), !isUp.withLock(\.self) else { return }
            isUp.withLock { $0 = true }
            simulation.journal.state.withLock { state in
                #expect(state.told["mx.a.example"]?.limit == .backOff)
                #expect((state.told["mx.a.example"]?.backOffs ?? 0) + 1 > 0)
                state.requests.flushes["mx.a.example"] = 1
            }
        }
        guard case .finished = result.end else { return record(result) }
        #expect(result.seconds < 1010, "it waited for the end of the back-off")
        #expect(result.totals.accepted == 200)
    }

    @Test func aFlushOfTheRelayTriesAtOnceWhoIsDeferred() throws {
        let firsts = Mutex<Set<String>>([])
        var simulation = Simulation(recipients: 20) { envelope, _ in
            .except(envelope) { address in firsts.withLock { $0.insert(address).inserted } ? .tryLater : nil }
        }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(3600)])
        let result = try simulation.run { now, _ in
            if now >= .seconds(100) { simulation.journal.state.withLock { $0.requests.flushes[""] = 1 } }
        }
        guard case .finished = result.end else { return record(result) }
        #expect(result.seconds < 120)
    }

    @Test func aRunBeginsWithHalfOfWhatWasLearned() throws {
        var simulation = Simulation(domains: [("a.example", 2000), ("b.example", 2000)])
        simulation.settings.connections = 20
        let clock = simulation.clock
        simulation.journal.state.withLock { state in
            state.learned["mx.a.example"] = LearnedDestination(window: 12)
            state.learned["mx.a.example"]?.recipientLimit = 5
            state.learned["mx.b.example"] = LearnedDestination(window: 8)
            state.learned["mx.b.example"]?.backOffUntil = clock.now + .seconds(700)
        }
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        // The first connections are opened at one moment.
        let first = simulation.transport.offers.filter { $0.destination == "mx.a.example" }
        #expect(Set(first.prefix(6).map(\.connection)).count == 6)
        #expect(offers("mx.b.example", simulation).allSatisfy { $0 >= .seconds(700) })
        simulation.journal.state.withLock { state in
            #expect(state.told["mx.a.example"]?.accepted == 2000)
            #expect(state.told["mx.a.example"]?.domains == ["a.example"])
            #expect((state.told["mx.a.example"]?.window ?? 0) > 6)
        }
    }

    @Test func whatIsToldIsWhatWasAnswered() throws {
        let simulation = Simulation(
            domains: [("a.example", 1000)],
            server: { envelope, _ in
                .except(envelope) { $0.hasPrefix("user7@") ? .noSuchUser : $0.hasPrefix("user8@") ? .tryLater : nil }
            })
        let result = try simulation.run()
        #expect(result.totals.accepted == 998)
        let told = try #require(simulation.journal.state.withLock { $0.told["mx.a.example"] })
        #expect((told.accepted, told.refused, told.deferred) == (998, 1, 1))
        #expect(told.connections == 0 && told.readyEnvelopes == 0 && told.limit == .nothing)
        #expect(told.lastReply?.hasPrefix("450 4.2.0") == true || told.lastReply?.hasPrefix("550 5.1.1") == true)
    }
}
