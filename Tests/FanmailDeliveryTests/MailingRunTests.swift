import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct MailingRunTests {
    @Test(arguments: [(0, 10), (1, 10), (9, 10), (10, 10), (11, 10), (100, 1), (500, 7)])
    func everyoneIsAcceptedOnce(recipients: Int, maxRecipients: Int) throws {
        let simulation = Simulation(recipients: recipients, maxRecipients: maxRecipients)
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == recipients)
        #expect(result.totals.recipients == recipients)
        #expect(simulation.transport.copies.count == recipients)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .finished)
    }

    @Test func oneEnvelopeNeedsOneConnection() throws {
        let simulation = Simulation(recipients: 5)
        _ = try simulation.run()
        #expect(simulation.transport.opened == 1)
    }

    @Test(arguments: [1, 2]) func manyEnvelopesUseEveryConnection(lanes: Int) throws {
        let simulation = Simulation(recipients: 1000, lanes: lanes)
        let result = try simulation.run()
        #expect(simulation.transport.mostOpen == 3)
        // 100 envelopes of 10 ms each, on 3 connections.
        #expect(result.seconds < (lanes == 2 ? 0.3 : 0.5))
    }

    @Test func refusedRecipientsCostNobodyElse() throws {
        let simulation = Simulation { envelope, _ in
            .except(envelope) { $0.hasPrefix("user7") ? .noSuchUser : nil }
        }
        let result = try simulation.run()
        #expect(result.totals.refused == 11)
        #expect(result.totals.accepted == 89)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
    }

    @Test func everyoneRefusedIsStillSettled() throws {
        let simulation = Simulation { envelope, _ in .except(envelope) { _ in .noSuchUser } }
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.refused == 100)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .finished)
    }

    @Test func deferredRecipientsAreRetriedWithGrowingPauses() throws {
        var simulation = Simulation(recipients: 10) { envelope, _ in
            .except(envelope) { $0 == "user3@example.org" && envelope.attempt < 4 ? .tryLater : nil }
        }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15), .seconds(60), .seconds(300)])
        let result = try simulation.run()
        #expect(result.totals.accepted == 10)
        let offers = simulation.transport.offers
        #expect(offers.map(\.attempt) == [1, 2, 3, 4])
        #expect(offers.dropFirst().allSatisfy { $0.addresses == ["user3@example.org"] })
        let pauses = zip(offers.dropFirst(), offers).map { ($0.at - $1.at) / .seconds(1) }
        #expect(pauses.map { $0.rounded() } == [15, 60, 300])
        // While it waits it holds no connection.
        #expect(simulation.transport.opened == 4)
    }

    @Test func whatStaysDeferredWaitsForResume() throws {
        var simulation = Simulation(recipients: 10) { envelope, _ in
            .except(envelope) { $0 == "user3@example.org" ? .tryLater : nil }
        }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15)])
        let result = try simulation.run()
        guard case .deferred = result.end else { return record(result) }
        #expect(result.totals.deferred == 1)
        #expect(result.totals.accepted == 9)
        #expect(simulation.transport.offers.count == 2)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .paused)
    }

    @Test func tooManyRecipientsGoAtOnceAndUncharged() throws {
        let simulation = Simulation(recipients: 20) { envelope, _ in
            var report = TransactionResult.accepted
            report.overflow = Array(envelope.recipients.ids.indices.dropFirst(4))
            return report
        }
        let result = try simulation.run()
        #expect(result.totals.accepted == 20)
        #expect(result.seconds < 1)
        #expect(simulation.transport.offers.allSatisfy { $0.attempt == 1 })
    }

    @Test func anEndOfDataPutOffIsRepeatedWithoutItsRefusals() throws {
        var simulation = Simulation(recipients: 10) { envelope, _ in
            guard envelope.recipients.count == 10 else { return .accepted }
            return TransactionResult(
                ending: .answered(.tryLater),
                exceptions: [.init(index: 2, reply: .noSuchUser), .init(index: 5, reply: .tryLater)])
        }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15)])
        let result = try simulation.run()
        #expect(result.totals.accepted == 9)
        #expect(result.totals.refused == 1)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
    }

    @Test func aRelayThatDefersEverythingIsNotFedTheWholeAudience() throws {
        let simulation = Simulation(recipients: 10_000) { _, _ in
            TransactionResult(ending: .refused(Reply(code: 452, text: "disk full")))
        }
        let result = try simulation.run()
        guard case .relayDefers = result.end else { return record(result) }
        #expect(simulation.transport.offers.count < 20)
        #expect(result.totals.recipients == 10_000)
        #expect(result.totals.accepted == 0)
    }

    @Test func outOfSequenceIsNobodysRefusal() throws {
        var simulation = Simulation(recipients: 30) { envelope, _ in
            .except(envelope) {
                $0 == "user3@example.org" && envelope.attempt == 1 ? Reply(code: 503, text: "MAIL first") : nil
            }
        }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15)])
        let result = try simulation.run()
        #expect(result.totals.accepted == 30)
    }

    @Test(arguments: [1, 3, 10], [50.0, 1000.0])
    func theRateHoldsOverAllConnections(connections: Int, rate: Double) throws {
        var simulation = Simulation(recipients: 2000)
        simulation.settings.connections = connections
        simulation.settings.rate = rate
        let result = try simulation.run()
        #expect(result.totals.accepted == 2000)
        var offered = 0
        for offer in simulation.transport.offers {
            offered += offer.addresses.count
            #expect(Double(offered) <= rate * (offer.at / .seconds(1) + 0.11))
        }
        #expect(result.seconds < 2000 / rate * 1.05 + 0.5)
    }

    @Test func whoLeftAfterTheCutIsSkipped() throws {
        let simulation = Simulation(recipients: 30)
        simulation.journal.state.withLock { $0.departed = [3, 4, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30] }
        let result = try simulation.run()
        #expect(result.totals.skipped == 12)
        #expect(result.totals.accepted == 18)
        #expect(simulation.transport.copies["user2@example.org"] == nil)
    }
}
