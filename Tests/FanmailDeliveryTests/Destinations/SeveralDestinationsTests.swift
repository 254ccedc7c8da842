import FanmailBasics
import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

/// Trouble at one of several destinations is that destination's.
@Suite(.timeLimit(.minutes(10)))
struct SeveralDestinationsTests {
    private static let three: @Sendable (DeliveryRoute) -> RouteEnd = { _ in
        .destinations([(Destination(name: "a"), 2), (Destination(name: "b"), 1), (Destination(name: "c"), 1)])
    }

    private func check(_ simulation: Simulation, accepted: Int) {
        #expect(simulation.transport.copies.count == accepted)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
    }

    @Test func everyDomainGoesToItsOwn() throws {
        let simulation = Simulation(domains: (0..<50).map { ("d\($0).example", $0) }, maxRecipients: 7)
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        check(simulation, accepted: 1225)
        for offer in simulation.transport.offers {
            #expect(offer.addresses.allSatisfy { "mx.\($0.drop { $0 != "@" }.dropFirst())" == offer.destination })
        }
        #expect(simulation.transport.mostOpen == 3)
    }

    @Test func domainsOfOneRelayShareEnvelopes() throws {
        let simulation = Simulation(
            domains: [("a.example", 3), ("b.example", 3), ("c.example", 3)],
            routing: { DeliveryRoute(name: $0 == "c.example" ? "two" : "one") },
            leads: { .destinations([(Destination(name: $0.name), 1)]) })
        _ = try simulation.run()
        #expect(simulation.transport.offers.map(\.addresses.count).sorted() == [3, 6])
    }

    @Test func weightsShareInProportion() throws {
        let simulation = Simulation(
            domains: [("a.example", 4000)], routing: { _ in DeliveryRoute(name: "group") }, leads: Self.three)
        let result = try simulation.run()
        #expect(result.totals.accepted == 4000)
        let shares = Dictionary(grouping: simulation.transport.offers, by: \.destination).mapValues(\.count)
        #expect(shares == ["a": 200, "b": 100, "c": 100])
    }

    /// One of three relays is down for two minutes.
    @Test func othersTakeOverAndItComesBack() throws {
        let isDown = Mutex(false)
        var simulation = Simulation(
            domains: [("a.example", 40_000)], routing: { _ in DeliveryRoute(name: "group") }, leads: Self.three
        ) { _, connection in
            connection.destination.name == "a" && isDown.withLock(\.self)
                ? TransactionResult(ending: .unsent(.dropped), connectionIsOver: true) : .accepted
        }
        simulation.settings.connections = 6
        simulation.transport.latencyOf = { _ in .milliseconds(500) }
        simulation.transport.mayReach = { destination, _ in
            destination.name == "a" && isDown.withLock(\.self) ? .refused : nil
        }
        let result = try simulation.run { now, _ in
            isDown.withLock { $0 = now >= .seconds(20) && now < .seconds(140) }
        }
        guard case .finished = result.end else { return record(result) }
        check(simulation, accepted: 40_000)
        let offers = simulation.transport.offers
        let meanwhile = offers.filter { (.seconds(40)..<(.seconds(130))).contains($0.at) }
        #expect(meanwhile.count { $0.destination != "a" } > 300)
        #expect(meanwhile.count { $0.destination == "a" } == 0)
        #expect(offers.contains { $0.at > .seconds(140) && $0.destination == "a" })
    }

    @Test func aDomainThatIsDownCostsNobodyElse() throws {
        let simulation = Simulation(domains: (0..<20).map { ("d\($0).example", 100) })
        let clock = simulation.clock
        simulation.transport.mayReach = { destination, _ in destination.name == "mx.d7.example" ? .refused : nil }
        let end = Mutex(Duration.zero)
        let result = try simulation.run { _, run in
            if run.currentProgress.accepted < 1900 { end.withLock { $0 = clock.elapsed } }
        }
        guard case .putBack(let why) = result.end else { return record(result) }
        #expect(why == "mx.d7.example: memory: connection refused")
        #expect(result.totals.accepted == 1900)
        #expect(result.totals.pending == 100)
        #expect(end.withLock { $0 } < .seconds(5))
        // 1, 2, 5, 10, 20, 40 and 60 minutes.
        #expect((138 * 60..<160 * 60).contains(Int(result.seconds)))
        #expect(simulation.transport.offers.allSatisfy { $0.attempt == 1 })
    }

    @Test func whatIsDownForAWhileGetsItsMailAfterwards() throws {
        let simulation = Simulation(domains: [("a.example", 100), ("b.example", 100)])
        let clock = simulation.clock
        simulation.transport.mayReach = { destination, _ in
            destination.name == "mx.a.example" && clock.elapsed < .seconds(600) ? .refused : nil
        }
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        check(simulation, accepted: 200)
        #expect(result.seconds < 1200)
    }

    @Test func aRefusalForGoodIsThatDestinations() throws {
        let spam = Reply(code: 554, status: EnhancedStatusCode(5, 7, 1), text: "looks like spam")
        let simulation = Simulation(
            domains: [("a.example", 500), ("b.example", 500), ("c.example", 500)],
            server: {
                $1.destination.name == "mx.b.example" ? TransactionResult(ending: .answered(spam)) : .accepted
            })
        simulation.transport.mayReach = { destination, _ in
            destination.name == "mx.c.example"
                ? SMTPFailure(.authentication, "no", reply: Reply(code: 535, text: "no"), isPermanent: true) : nil
        }
        let result = try simulation.run()
        guard case .putBack = result.end else { return record(result) }
        #expect(result.totals.accepted == 500)
        #expect(result.totals.pending == 1000)
        #expect(result.totals.refused == 0)
        #expect(simulation.transport.offers.count { $0.destination == "mx.b.example" } <= 4)
    }

    @Test func oneThatPutsEverythingOffIsLeftAlone() throws {
        let busy = Reply(code: 451, status: EnhancedStatusCode(4, 7, 1), text: "later")
        let simulation = Simulation(
            domains: [("a.example", 5000), ("b.example", 5000)],
            server: { envelope, connection in
                connection.destination.name == "mx.a.example" ? .except(envelope) { _ in busy } : .accepted
            })
        let result = try simulation.run()
        #expect(result.totals.accepted == 5000)
        #expect(result.totals.recipients == 10_000)
        #expect(simulation.transport.offers.count { $0.destination == "mx.a.example" } < 100)
        #expect(result.end.state == .paused)
    }

    @Test func whereARouteLeadsIsAskedAgain() throws {
        let asked = Mutex(0)
        let simulation = Simulation(
            domains: [("a.example", 100), ("b.example", 100)],
            leads: { route in
                guard route.name == "a.example" else { return .destinations([(Destination(name: "mx.b"), 1)]) }
                let count = asked.withLock {
                    $0 += 1
                    return $0
                }
                return count < 3 ? .unknown("SERVFAIL") : .destinations([(Destination(name: "mx.a"), 1)])
            })
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        check(simulation, accepted: 200)
        #expect(asked.withLock { $0 } == 3)
        #expect(result.seconds < 300)
    }

    @Test func whereNothingIsFoundOutTheRunEnds() throws {
        let simulation = Simulation(domains: [("a.example", 100)], leads: { _ in .unknown("SERVFAIL") })
        let result = try simulation.run()
        guard case .putBack(let why) = result.end else { return record(result) }
        #expect(why == "SERVFAIL")
        #expect(result.totals.pending == 100)
    }

    /// Many times as many destinations as connections: each gets its turn, and none is left open.
    @Test(arguments: [1, 10]) func connectionsGoRound(connections: Int) throws {
        var simulation = Simulation(domains: (0..<300).map { ("d\($0).example", 30) }, maxRecipients: 3)
        simulation.settings.connections = connections
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        check(simulation, accepted: 9000)
        #expect(simulation.transport.mostOpen == connections)
    }

    @Test func messagesOnAConnectionAndConnectionsHaveTheirLimits() throws {
        var limits = DestinationLimits()
        limits.messages = 5
        limits.connections = 2
        let destination = Destination(name: "mx", limits: limits)
        var simulation = Simulation(
            domains: [("a.example", 1000)], leads: { _ in .destinations([(destination, 1)]) })
        simulation.settings.connections = 10
        let result = try simulation.run()
        #expect(result.totals.accepted == 1000)
        #expect(simulation.transport.mostOpen == 2)
        let messages = Dictionary(grouping: simulation.transport.offers, by: \.connection).mapValues(\.count)
        #expect(messages.values.max() == 5)
    }

    @Test func recipientsOfATransactionHaveTheirLimit() throws {
        var limits = DestinationLimits()
        limits.recipients = 4
        let few = Destination(name: "few", limits: limits)
        let simulation = Simulation(
            domains: [("a.example", 90), ("b.example", 90)],
            leads: { .destinations([($0.name == "a.example" ? few : Destination(name: "many"), 1)]) })
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        check(simulation, accepted: 180)
        for offer in simulation.transport.offers {
            #expect(offer.attempt == 1)
            #expect(offer.addresses.count <= (offer.destination == "few" ? 4 : 10))
        }
        #expect(simulation.transport.offers.count <= 9 + 28)
    }

    @Test func theRateHoldsOverAllOfThem() throws {
        var simulation = Simulation(domains: (0..<40).map { ("d\($0).example", 50) })
        simulation.settings.rate = 100
        simulation.settings.connections = 10
        let result = try simulation.run()
        #expect(result.totals.accepted == 2000)
        #expect((19.0..<22).contains(result.seconds))
    }
}
