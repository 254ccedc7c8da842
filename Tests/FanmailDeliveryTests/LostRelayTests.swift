import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct LostRelayTests {
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
}
