import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

/// Who is to blame for a refusal: what is said to MAIL, DATA or the end of data costs no recipient anything.
@Suite(.timeLimit(.minutes(10)))
struct MessageRefusalTests {
    private static let quota = Reply(
        code: 550, status: EnhancedStatusCode(5, 4, 5), text: "Daily user sending quota exceeded")
    private static let spam = Reply(code: 554, status: EnhancedStatusCode(5, 7, 1), text: "looks like spam")

    @Test(arguments: [1, 100])
    func aQuotaThatIsUsedUpPausesTheMailing(maxRecipients: Int) throws {
        let taken = Mutex(0)
        var simulation = Simulation(recipients: 20_000, maxRecipients: maxRecipients) { envelope, _ in
            taken.withLock {
                guard $0 < 600 else { return TransactionResult(ending: .refused(Self.quota)) }
                $0 += envelope.recipients.count
                return .accepted
            }
        }
        simulation.settings.retry = .usual
        simulation.settings.guardLimits = .init()
        let result = try simulation.run()
        guard case .messageRefused(let reply) = result.end else { return record(result) }
        #expect(reply == "550 5.4.5 Daily user sending quota exceeded")
        #expect(result.end.reason?.contains(reply) == true)
        #expect(result.totals.accepted == 600)
        #expect(result.totals.refused == 0)
        #expect(result.totals.pending == 19_400)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .paused)
    }

    @Test(arguments: [1, 10], [true, false])
    func twoRefusalsInARowAreTheMessages(maxRecipients: Int, atEndOfData: Bool) throws {
        var simulation = Simulation(recipients: 1000, maxRecipients: maxRecipients) { _, _ in
            TransactionResult(ending: atEndOfData ? .answered(Self.spam) : .refused(Self.spam))
        }
        simulation.settings.retry = .usual
        let result = try simulation.run()
        guard case .messageRefused = result.end else { return record(result) }
        // The third was pipelined behind the second.
        #expect(simulation.transport.offers.count <= 3)
        #expect(result.totals.pending == 1000)
    }

    @Test func theOnlyEnvelopeIsTriedOnceMore() throws {
        var simulation = Simulation(recipients: 1) { _, _ in TransactionResult(ending: .answered(Self.spam)) }
        simulation.settings.retry = .usual
        let result = try simulation.run()
        guard case .messageRefused = result.end else { return record(result) }
        #expect(simulation.transport.offers.map { $0.at.components.seconds } == [0, 15])
        #expect(result.totals.pending == 1)
    }

    @Test func withoutRetriesTheReasonIsGivenAllTheSame() throws {
        let simulation = Simulation(recipients: 1) { _, _ in TransactionResult(ending: .answered(Self.spam)) }
        let result = try simulation.run()
        guard case .putBack(let why) = result.end else { return record(result) }
        #expect(why == "554 5.7.1 looks like spam")
        #expect(result.totals.pending == 1)
    }

    @Test func aRefusalThatPassesCostsNobodyAnything() throws {
        let first = Mutex(true)
        var simulation = Simulation(recipients: 1000) { _, _ in
            let isFirst = first.withLock { first in
                defer { first = false }
                return first
            }
            return isFirst ? TransactionResult(ending: .answered(Self.spam)) : .accepted
        }
        simulation.settings.retry = .usual
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == 1000)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
    }

    /// A filter minds two neighbours: they end the first run, and are judged by what the others get in the next.
    @Test(arguments: [false, true])
    func twoThatAreRefusedDoNotStopTheRest(comesBack: Bool) throws {
        var simulation = Simulation(recipients: 102, maxRecipients: 1) { envelope, _ in
            ["user0@example.org", "user1@example.org"].contains(envelope.addresses[0])
                ? TransactionResult(ending: .answered(Self.spam)) : .accepted
        }
        simulation.settings.retry = .usual
        simulation.settings.connections = 1
        let first = try simulation.run()
        guard case .messageRefused = first.end else { return record(first) }
        simulation.journal.takeOver()
        if comesBack { simulation.journal.takeOver() }
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == 100)
        #expect(result.totals.refused == 2)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
    }

    /// One of ten is why the whole envelope is refused: the other nine get their copy.
    @Test func theOneToBlameIsFound() throws {
        var simulation = Simulation(recipients: 1000) { envelope, _ in
            envelope.addresses.contains("user42@example.org")
                ? TransactionResult(ending: .answered(Self.spam)) : .accepted
        }
        simulation.settings.retry = .usual
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == 999)
        #expect(result.totals.refused == 1)
        #expect(simulation.journal.state.withLock { $0.members[43]?.outcome } == .refused)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
    }

    @Test(arguments: [
        (EnhancedStatusCode(5, 2, 2), true), (EnhancedStatusCode(5, 1, 1), true), (EnhancedStatusCode(5, 1, 8), false),
        (EnhancedStatusCode(5, 1, 0), false), (EnhancedStatusCode(5, 1, 9), false),
        (EnhancedStatusCode(5, 1, 10), true),
        (EnhancedStatusCode(5, 7, 1), false), (EnhancedStatusCode(5, 3, 4), false),
    ])
    func aMailboxThatIsNamedBehindTheDataIsItsRecipients(status: EnhancedStatusCode, isRecipients: Bool) throws {
        let simulation = Simulation(recipients: 1) { _, _ in
            TransactionResult(ending: .answered(Reply(code: 552, status: status, text: "no")))
        }
        let result = try simulation.run()
        #expect(result.totals.refused == (isRecipients ? 1 : 0))
        #expect(result.totals.pending == (isRecipients ? 0 : 1))
    }

    @Test func aFullMailboxIsNotItsNeighbours() throws {
        let simulation = Simulation(recipients: 2) { _, _ in
            TransactionResult(
                ending: .answered(Reply(code: 552, status: EnhancedStatusCode(5, 2, 2), text: "mailbox full")))
        }
        #expect(try simulation.run().totals.refused == 0)
    }

    @Test func oneToBlameForNowIsDeferredAlone() throws {
        var simulation = Simulation(recipients: 50, maxRecipients: 1) { envelope, _ in
            envelope.addresses == ["user7@example.org"]
                ? TransactionResult(ending: .answered(Reply(code: 451, text: "later"))) : .accepted
        }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15), .seconds(60)])
        let result = try simulation.run()
        guard case .deferred = result.end else { return record(result) }
        #expect(result.totals.accepted == 49)
        #expect(result.totals.deferred == 1)
    }

    @Test func aPutOffEndOfDataIsNobodysAttempt() throws {
        let simulation = Simulation(recipients: 10) { _, _ in
            TransactionResult(ending: .answered(Reply(code: 451, text: "later")))
        }
        let result = try simulation.run()
        #expect(result.totals.deferred == 0)
        #expect(result.totals.pending == 10)
        #expect(result.end.state == .paused)
    }

    @Test func lost421sDoNotOpenTheGuard() throws {
        let first = Mutex(0)
        let closing = SMTPFailure(.reply, "421 busy", reply: Reply(code: 421, text: "busy"))
        var simulation = Simulation(recipients: 5000) { envelope, _ in
            let number = first.withLock {
                $0 += 1
                return $0
            }
            guard number > 6 else { return TransactionResult(ending: .unsent(closing), connectionIsOver: true) }
            return .except(envelope) { _ in .noSuchUser }
        }
        simulation.settings.guardLimits = .init(share: 0.10, window: 500, domain: 0)
        let result = try simulation.run()
        guard case .guarded = result.end else { return record(result) }
        #expect(result.totals.refused < 100)
    }

    @Test func aQuotaThatIsUsedUpAtRCPTTripsTheGuardLateInTheRun() throws {
        let taken = Mutex(0)
        var simulation = Simulation(recipients: 20_000, maxRecipients: 100) { envelope, _ in
            let isOver = taken.withLock {
                $0 += envelope.recipients.count
                return $0 > 10_000
            }
            return isOver ? .except(envelope) { _ in Self.quota } : .accepted
        }
        simulation.settings.guardLimits = .init(share: 0.10, window: 500, domain: 20)
        let result = try simulation.run()
        guard case .guarded = result.end else { return record(result) }
        #expect(result.totals.refused <= 700)
    }

    @Test func aSmallMailingThatEndsWithManyRefusedSaysSo() throws {
        var simulation = Simulation(recipients: 50) { envelope, _ in
            .except(envelope) { $0 < "user5" ? .noSuchUser : nil }
        }
        simulation.settings.guardLimits = .init(share: 0.10, window: 500, domain: 0)
        let result = try simulation.run()
        guard case .manyRefused(let reason) = result.end else { return record(result) }
        #expect(reason == "45 of 50 recipients were refused, more than 10 %")
        #expect(result.end.state == .finished)
    }
}
