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

    @Test func aDroppedConnectionLosesAndDoublesNothing() throws {
        let simulation = Simulation(recipients: 300) { _, connection in
            connection.transactions == 4
                ? TransactionResult(ending: .unsent(.dropped), connectionIsOver: true) : .accepted
        }
        let result = try simulation.run()
        #expect(result.totals.accepted == 300)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
        #expect(simulation.transport.opened > 3)
    }

    @Test func aLostReplyIsUnknownAndNotSentAgain() throws {
        let simulation = Simulation(recipients: 300) { envelope, connection in
            envelope.number == 5
                ? TransactionResult(ending: .unknown(.dropped), connectionIsOver: true) : .accepted
        }
        let result = try simulation.run()
        #expect(result.totals.unknown == 10)
        #expect(result.totals.accepted == 290)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
    }

    @Test func onlyWhatWasNotAnsweredIsUnknown() throws {
        let simulation = Simulation(recipients: 300) { envelope, _ in
            guard envelope.number == 5 else { return .accepted }
            // LMTP: six of ten were answered after the data.
            return TransactionResult(
                ending: .unknown(.dropped),
                exceptions: (0..<6).map {
                    .init(index: $0, reply: $0 == 4 ? .noSuchUser : Reply(code: 250, text: "ok"))
                },
                connectionIsOver: true)
        }
        let result = try simulation.run()
        #expect(result.totals.unknown == 4)
        #expect(result.totals.refused == 1)
        #expect(result.totals.accepted == 295)
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

    @Test func anEnvelopeThatKillsConnectionsDoesNotHoldUpTheRest() throws {
        let simulation = Simulation(recipients: 300) { envelope, _ in
            envelope.number == 5
                ? TransactionResult(ending: .unsent(.dropped), connectionIsOver: true) : .accepted
        }
        let result = try simulation.run()
        #expect(result.totals.accepted == 290)
        // Nobody's attempt was used up: they are still to be offered.
        #expect(result.totals.pending == 10)
        guard case .putBack(let why) = result.end else { return record(result) }
        #expect(why == "memory: connection lost")
    }

    @Test func aRelayThatIsGoneEndsTheRun() throws {
        let simulation = Simulation(
            server: { _, connection in
                connection.transactions == 3
                    ? TransactionResult(ending: .unsent(.dropped), connectionIsOver: true) : .accepted
            }, mayConnect: { number, _ in number > 1 ? .refused : nil })
        let result = try simulation.run()
        guard case .relayLost = result.end else { return record(result) }
        #expect(result.totals.recipients == 100)
        #expect(result.totals.accepted > 0)
        #expect(result.totals.pending > 0)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .paused)
        #expect(result.seconds > 30)
    }

    @Test(arguments: [SMTPFailure.Kind.authentication, .tls, .unfit])
    func aRefusalForGoodEndsTheRunAtOnce(kind: SMTPFailure.Kind) throws {
        var simulation = Simulation(
            recipients: 2000,
            server: { _, connection in
                connection.transactions == 3
                    ? TransactionResult(ending: .unsent(.dropped), connectionIsOver: true) : .accepted
            },
            mayConnect: { number, _ in
                number > 10 ? SMTPFailure(kind, "memory: 535 no", isPermanent: true) : nil
            })
        simulation.settings.connections = 10
        let result = try simulation.run()
        guard case .relayLost(let failure) = result.end else { return record(result) }
        #expect(failure.kind == kind)
        #expect(result.end.reason == "memory: 535 no")
        // Ten connections, and one try for each of them afterwards.
        #expect(simulation.transport.opened <= 20)
        #expect(result.totals.refused == 0 && result.totals.accepted + result.totals.pending == 2000)
    }

    @Test func whileOthersAreLetInARefusalForGoodEndsNothing() throws {
        var simulation = Simulation(
            recipients: 2000,
            mayConnect: { number, _ in
                number > 3 ? SMTPFailure(.tls, "no", isPermanent: true) : nil
            })
        simulation.settings.connections = 10
        let result = try simulation.run()
        #expect(result.totals.accepted == 2000)
    }

    @Test func aLoginThatIsPutOffIsTriedAgain() throws {
        let simulation = Simulation(
            mayConnect: { number, _ in
                number <= 6
                    ? SMTPFailure(.authentication, "no", reply: Reply(code: 454, text: "later"))
                    : nil
            })
        let result = try simulation.run()
        #expect(result.totals.accepted == 100)
    }

    @Test func aRelayThatTakesTwoConnectionsIsServedOnTwo() throws {
        var simulation = Simulation(
            recipients: 2000, mayConnect: { _, open in open >= 2 ? .refused : nil })
        simulation.settings.connections = 10
        let result = try simulation.run()
        #expect(result.totals.accepted == 2000)
        #expect(simulation.transport.mostOpen == 2)
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
            if elapsed >= .seconds(5) { simulation.journal.state.withLock { $0.cancelled = true } }
        }
        guard case .cancelled = result.end else { return record(result) }
        #expect(result.seconds <= 6)
        #expect(simulation.journal.state.withLock { $0.finished?.0 } == .cancelled)
    }

    @Test func whoLeftAfterTheCutIsSkipped() throws {
        let simulation = Simulation(recipients: 30)
        simulation.journal.state.withLock { $0.departed = [3, 4, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30] }
        let result = try simulation.run()
        #expect(result.totals.skipped == 12)
        #expect(result.totals.accepted == 18)
        #expect(simulation.transport.copies["user2@example.org"] == nil)
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

    private func record(_ result: Simulation.Result) {
        Issue.record("ended otherwise: \(result.end)")
    }
}
