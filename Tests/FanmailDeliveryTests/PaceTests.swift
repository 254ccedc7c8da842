import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

/// How much the relay is given.
@Suite(.timeLimit(.minutes(10)))
struct PaceTests {
    @Test func aSlowRelayThatTakesOneConnectionIsNotLost() throws {
        let simulation = Simulation(recipients: 60, lanes: 1, mayConnect: { _, open in open >= 1 ? .refused : nil })
        simulation.transport.latencyOf = { _ in .seconds(75) }
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == 60)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
        // It is asked now and then whether it takes another one by now.
        #expect((2...6).contains(simulation.transport.opened))
    }

    @Test func connectionsThatAreAllowedLaterAreUsed() throws {
        let clock = Mutex<ManualClock?>(nil)
        var simulation = Simulation(
            recipients: 20_000,
            mayConnect: { _, open in
                let isEarly = clock.withLock { $0?.elapsed ?? .zero } < .seconds(30)
                return isEarly && open >= 1 ? .refused : nil
            })
        clock.withLock { $0 = simulation.clock }
        simulation.transport.latencyOf = { _ in .milliseconds(200) }
        simulation.settings.connections = 5
        let result = try simulation.run()
        #expect(result.totals.accepted == 20_000)
        #expect(simulation.transport.mostOpen == 5)
    }

    @Test(arguments: [1, 100], [true, false])
    func aRelayThatDefersEverybodyIsNotShownThemAll(maxRecipients: Int, atEndOfData: Bool) throws {
        let busy = Reply(code: 450, status: EnhancedStatusCode(4, 7, 1), text: "too much")
        var simulation = Simulation(recipients: 40_000, maxRecipients: maxRecipients) { envelope, _ in
            atEndOfData ? TransactionResult(ending: .answered(busy)) : .except(envelope) { _ in busy }
        }
        simulation.settings.connections = 10
        simulation.settings.retry = .usual
        let result = try simulation.run()
        guard case .relayDefers(let reply) = result.end else { return record(result) }
        #expect(reply == "450 4.7.1 too much")
        #expect(result.end.state == .paused)
        #expect(simulation.transport.offers.reduce(0) { $0 + $1.addresses.count } <= 1000)
        #expect(result.totals.pending >= 39_000)
        #expect(result.totals.recipients == 40_000)
        #expect(result.seconds < 3600)
    }

    /// Of eight mailboxes five are full, or greylisted: that is slow, and nobody's end.
    @Test(arguments: [1, 100], [true, false])
    func aRelayThatPutsMostOffIsOfferedEverybody(maxRecipients: Int, hasRetries: Bool) throws {
        let later = Reply(code: 450, status: EnhancedStatusCode(4, 2, 0), text: "later")
        var simulation = Simulation(recipients: 4000, maxRecipients: maxRecipients) { envelope, _ in
            .except(envelope) {
                guard let number = Int($0.dropFirst(4).prefix { $0 != "@" }) else { return nil }
                return number % 8 < 5 ? later : nil
            }
        }
        simulation.settings.connections = 10
        simulation.settings.retry = hasRetries ? .usual : .none
        let result = try simulation.run()
        #expect(result.totals.accepted == 1500)
        #expect(result.totals.deferred == 2500)
        #expect(result.totals.pending == 0)
        #expect(result.end.state == .paused)
    }

    @Test func aRelayThatIsBusyForAMinuteIsWaitedFor() throws {
        let clock = Mutex<ManualClock?>(nil)
        var simulation = Simulation(recipients: 5000, maxRecipients: 100) { envelope, _ in
            let isBusy = clock.withLock { $0?.elapsed ?? .zero } < .seconds(60)
            return isBusy ? .except(envelope) { _ in Reply(code: 451, text: "busy") } : .accepted
        }
        clock.withLock { $0 = simulation.clock }
        simulation.settings.retry = .usual
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == 5000)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
        #expect(result.seconds < 400)
    }

    @Test(arguments: [
        (EnhancedStatusCode(4, 2, 2), 1), (EnhancedStatusCode(4, 2, 1), 1), (EnhancedStatusCode(4, 2, 0), 4),
    ])
    func fullMailboxesAndAFewThatAreGreylistedSlowNothing(status: EnhancedStatusCode, oneIn: Int) throws {
        var simulation = Simulation(recipients: 1000, maxRecipients: 10) { envelope, _ in
            .except(envelope) {
                guard let number = Int($0.dropFirst(4).prefix { $0 != "@" }), number % oneIn == 0 else { return nil }
                return envelope.attempt == 1 ? Reply(code: 452, status: status, text: "later") : nil
            }
        }
        simulation.settings.retry = .usual
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == 1000)
        #expect(result.seconds < 17)
    }

    @Test func aRefusedLoginEndsTheRunAtOnce() throws {
        let wrong = SMTPFailure(
            .authentication, "535 wrong", reply: Reply(code: 535, text: "wrong"))
        let simulation = Simulation(recipients: 1000, mayConnect: { _, _ in wrong })
        let result = try simulation.run()
        guard case .relayLost = result.end else { return record(result) }
        #expect(simulation.transport.opened == 1)
        #expect(result.totals.pending == 1000)
    }

    @Test func aReplyThatNeverComesIsNotWaitedForWithEverybody() throws {
        let simulation = Simulation(recipients: 10_000, maxRecipients: 10) { _, _ in
            TransactionResult(ending: .unknown(.dropped), connectionIsOver: true)
        }
        let result = try simulation.run()
        guard case .relayLost = result.end else { return record(result) }
        #expect(result.totals.unknown <= 30)
        #expect(result.totals.pending >= 9970)
    }
}
