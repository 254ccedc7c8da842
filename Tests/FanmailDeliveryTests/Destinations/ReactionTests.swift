import FanmailBasics
import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

/// What is laid down for a destination's replies is done there, and nowhere else.
@Suite(.timeLimit(.minutes(10)))
struct ReactionTests {
    private static let unusual = Reply(code: 421, status: EnhancedStatusCode(4, 7, 28), text: "unusual rate")

    /// Two domains, one of which says at its tenth message once what leads to this reaction.
    private func simulation(_ reaction: Reaction) -> Simulation {
        let count = Mutex(0)
        var simulation = Simulation(
            domains: [("a.example", 2000), ("b.example", 2000)],
            server: { envelope, connection in
                guard connection.destination.name == "mx.b.example" else { return .accepted }
                let number = count.withLock {
                    $0 += 1
                    return $0
                }
                return number == 10 ? .except(envelope) { _ in Self.unusual } : .accepted
            })
        simulation.settings.connections = 10
        simulation.settings.retry = .usual
        simulation.transport.reacts = { reply, destination in
            reply == Self.unusual && destination.name == "mx.b.example" ? reaction : nil
        }
        return simulation
    }

    private func check(_ simulation: Simulation, _ result: Simulation.Result) -> [Duration] {
        #expect(result.totals.accepted == 4000)
        #expect(simulation.transport.copies.values.allSatisfy { $0 == 1 })
        let others = simulation.transport.offers.filter { $0.destination == "mx.a.example" }
        #expect(others.allSatisfy { $0.at < .seconds(3) })
        return simulation.transport.offers.filter { $0.destination == "mx.b.example" }.map(\.at)
    }

    @Test func aPauseIsKept() throws {
        let simulation = simulation(.pause(.seconds(7200)))
        let times = check(simulation, try simulation.run())
        let gap = zip(times, times.dropFirst()).map { $1 - $0 }.max()
        #expect(gap ?? .zero > .seconds(7190))
    }

    @Test func aRateIsKept() throws {
        let simulation = simulation(.slowDown(MailRate(.messages, 10, per: .minute), for: .seconds(600)))
        let times = check(simulation, try simulation.run())
        let start = times[9]
        let kept = times.count { $0 > start + .seconds(1) && $0 <= start + .seconds(600) }
        #expect((95...102).contains(kept), "\(kept)")
        #expect(times.last ?? .zero < .seconds(3600))
    }

    @Test func oneConnectionIsOne() throws {
        let simulation = simulation(.oneConnection(.seconds(60)))
        let result = try simulation.run()
        _ = check(simulation, result)
        let later = simulation.transport.offers.filter {
            $0.destination == "mx.b.example" && $0.at > .milliseconds(500) && $0.at < .seconds(60)
        }
        // Its place may be another's for a while; then it is another connection, and still one.
        #expect(
            !later.isEmpty
                && zip(later, later.dropFirst()).allSatisfy {
                    $0.connection == $1.connection || $1.at - $0.at >= simulation.transport.latency
                })
    }
}
