import FanmailBasics
import FanmailDelivery
import SMTPCore
import Shaping
import Synchronization
import Testing

@testable import Fanmail

/// What a run is told of mail hosts, by a table.
@Suite(.timeLimit(.minutes(10)))
struct ShapedTransportTests {
    /// Mail hosts of domains, and relays, without any connection.
    private final class Hosts: EnvelopeTransport {
        let asked = Mutex<[String]>([])
        let ends: [String: [Destination]]

        init(_ ends: [String: [Destination]]) { self.ends = ends }

        func end(of route: DeliveryRoute) async -> RouteEnd {
            ends[route.name].map { .destinations($0.map { ($0, 1) }) } ?? .unknown("nobody answers")
        }

        func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
            asked.withLock { $0.append(destination.name + (destination.limits.requiresTLS ? " over TLS" : "")) }
            throw SMTPFailure(.refused, "\(destination.name): connection refused")
        }
    }

    private static let yahoo = Destination(
        name: "mta7.am0.yahoodns.net", provider: "yahoo", hosts: ["mta7.am0.yahoodns.net"])
    private static let small = Destination(name: "mx.example.net", hosts: ["mx.example.net"])
    private static let tss04 = Reply(
        code: 421, status: EnhancedStatusCode(4, 7, 0), text: "[TSS04] Messages from 192.0.2.1 temporarily deferred")

    private let hosts = Hosts([
        "yahoo.com": [yahoo], "example.org": [small], "example.com": [small], "relays": [Destination(name: "one")],
    ])

    private func transport(_ text: String = "") throws -> ShapedTransport {
        ShapedTransport(hosts, by: .standard.adding(try ShapingFile.table(text, file: "shaping.toml")))
    }

    private func destination(_ transport: ShapedTransport, _ name: String, isDirect: Bool = true) async throws
        -> Destination
    {
        guard case .destinations(let found) = await transport.end(of: DeliveryRoute(name: name, isDirect: isDirect))
        else {
            Issue.record("\(name) leads nowhere")
            return .only
        }
        return try #require(found.first?.destination)
    }

    @Test func mailHostsGetTheLimitsOfTheTable() async throws {
        let transport = try transport()
        let yahoo = try await destination(transport, "yahoo.com").limits
        #expect(yahoo.connections == 10 && yahoo.messages == 20 && yahoo.idle == .seconds(60))
        #expect(yahoo.rates.contains(MailRate(.messages, 100, per: .second)))
        #expect(try await destination(transport, "example.org").limits.messages == 100)
        guard
            case .unknown("nobody answers") = await transport.end(of: DeliveryRoute(name: "x.example", isDirect: true))
        else {
            Issue.record("what is not known stays so")
            return
        }
    }

    /// A smart host is no receiver: 100 messages a connection would only cost it connections.
    @Test func relaysAreLeftToTheirOwnSettings() async throws {
        let transport = try transport()
        let relay = try await destination(transport, "relays", isDirect: false)
        #expect(relay.limits == DestinationLimits())
        #expect(transport.reaction(to: Self.tss04, of: relay) == nil)
        let stops = Reply(code: 421, text: "4.3.2 shutting down")
        #expect(transport.reaction(to: stops, of: relay) == nil)
        #expect(transport.reaction(to: stops, of: Self.small) == .skipHost(.seconds(300)))
    }

    @Test func repliesLeadToWhatTheTableSays() throws {
        let transport = try transport()
        #expect(transport.reaction(to: Self.tss04, of: Self.yahoo) == .pause(.seconds(7200)))
        #expect(transport.reaction(to: Self.tss04, of: Self.small) == nil)
        let later = Reply(code: 450, status: EnhancedStatusCode(4, 2, 0), text: "try later")
        #expect(transport.reaction(to: later, of: Self.yahoo) == nil)
    }

    /// What a file says of one domain does not hold for others that have the same hosts.
    @Test func aDomainOfTheTableIsADestinationOfItsOwn() async throws {
        let transport = try transport(
            """
            [[limits]]
            domain = "example.org"
            connections = 1
            tls = "required"
            [[reaction]]
            name = "mine"
            domain = "example.org"
            words = "try later"
            action = "one-connection"
            for = "1m"
            """)
        let own = try await destination(transport, "example.org")
        let others = try await destination(transport, "example.com")
        #expect(own != others && own.name == "mx.example.net (example.org)" && others == Self.small)
        #expect(own.limits.connections == 1 && others.limits.connections == 10)
        let later = Reply(code: 450, status: EnhancedStatusCode(4, 2, 0), text: "try later")
        #expect(transport.reaction(to: later, of: own) == .oneConnection(.seconds(60)))
        #expect(transport.reaction(to: later, of: others) == nil)
        // It is reached as ever.
        await #expect(throws: SMTPFailure.self) { _ = try await transport.connect(to: own) }
        await #expect(throws: SMTPFailure.self) { _ = try await transport.connect(to: others) }
        #expect(hosts.asked.withLock { $0 } == ["mx.example.net over TLS", "mx.example.net"])
    }
}
