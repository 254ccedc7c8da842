import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct RunEndTests {
    @Test func stoppingFinishesOpenTransactions() throws {
        let simulation = Simulation(recipients: 1000)
        let result = try simulation.run { elapsed, run in
            if elapsed > .milliseconds(100) { run.stop() }
        }
        guard case .interrupted = result.end else { return record(result) }
        #expect(result.totals.accepted == simulation.transport.copies.count)
        #expect(result.totals.pending > 0)
        #expect(result.totals.recipients == 1000)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .paused)
    }

    @Test func stoppingWhileWaitingIsImmediate() throws {
        var simulation = Simulation(recipients: 1) { envelope, _ in .except(envelope) { _ in .tryLater } }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(600)])
        let result = try simulation.run { elapsed, run in
            if elapsed > .seconds(3) { run.stop() }
        }
        #expect(result.seconds < 4)
        #expect(result.totals.deferred == 1)
    }

    @Test func cancellingTakesEffectWithinASecond() throws {
        var simulation = Simulation(recipients: 1000)
        simulation.settings.rate = 10
        let result = try simulation.run { elapsed, _ in
            if elapsed >= .seconds(5) { simulation.journal.state.withLock { $0.request = .cancel } }
        }
        guard case .cancelled = result.end else { return record(result) }
        #expect(result.seconds <= 6)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .cancelled)
    }

    @Test func pausingTakesEffectWithinASecondAndFinishesOpenTransactions() throws {
        var simulation = Simulation(recipients: 1000)
        simulation.settings.rate = 10
        let result = try simulation.run { elapsed, _ in
            if elapsed >= .seconds(5) { simulation.journal.state.withLock { $0.request = .pause } }
        }
        guard case .pausedByHand = result.end else { return record(result) }
        #expect(result.seconds <= 6)
        #expect(result.totals.accepted == simulation.transport.copies.count && result.totals.unknown == 0)
        #expect(result.totals.pending > 900)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .paused)
    }

    @Test(arguments: [JournalFailure.storage("disk full"), .notOwner])
    func nothingLeavesThatCouldNotBeArmed(failure: JournalFailure) throws {
        let simulation = Simulation(recipients: 100)
        simulation.journal.state.withLock { state in state.armFailure = { $0.number > 3 ? failure : nil } }
        let result = try simulation.run()
        guard case .journalFailed = result.end else { return record(result) }
        #expect(result.totals.accepted == 30)
        #expect(simulation.transport.copies.count == 30)
    }

    @Test func tooManyRefusalsPauseTheMailing() throws {
        var simulation = Simulation(recipients: 10_000) { envelope, _ in
            .except(envelope) { $0.hasSuffix("5@example.org") || $0.hasSuffix("6@example.org") ? .noSuchUser : nil }
        }
        simulation.settings.guardLimits = .init(share: 0.10, window: 500, domain: 0)
        let result = try simulation.run()
        guard case .guarded(let reason) = result.end else { return record(result) }
        #expect(reason.contains("51") || reason.contains("52"))
        #expect(result.totals.refused < 70)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .paused)
    }

    @Test(arguments: [(19, false), (20, true), (25, true)])
    func aDomainThatRefusesItsFirstTwentyPausesTheMailing(refused: Int, pauses: Bool) throws {
        var simulation = Simulation(recipients: 1000) { envelope, _ in
            .except(envelope) {
                guard let number = Int($0.dropFirst(4).prefix { $0 != "@" }) else { return nil }
                return number < refused ? .noSuchUser : nil
            }
        }
        simulation.settings.guardLimits = .init(share: 0.10, window: 500, domain: 20)
        let result = try simulation.run()
        if case .guarded(let reason) = result.end {
            #expect(pauses)
            #expect(reason.contains("example.org"))
        } else {
            #expect(!pauses)
        }
    }

    @Test(arguments: [10, 11, 100])
    func refusalsBelowTheShareAreBorne(every: Int) throws {
        var simulation = Simulation(recipients: 5000) { envelope, _ in
            .except(envelope) {
                guard let number = Int($0.dropFirst(4).prefix { $0 != "@" }) else { return nil }
                return number % every == 0 ? .noSuchUser : nil
            }
        }
        simulation.settings.guardLimits = .init()
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.recipients == 5000)
    }
}
