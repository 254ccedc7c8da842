import FanmailDelivery
import FanmailSettings
import Foundation
import SMTPClient
import SMTPCore
import Synchronization
import Testing

@testable import Fanmail

@Suite("The way over several relays")
struct RoutedTransportTests {
    /// Remembers where it was asked to connect, and refuses there.
    private final class Trace: Sendable {
        let asked = Mutex<[String]>([])
    }

    private struct Refusing: EnvelopeTransport {
        let name: String
        let trace: Trace

        func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
            trace.asked.withLock { $0.append("\(name) for \(destination.name)") }
            throw SMTPFailure(.refused, "\(name): not today")
        }
    }

    private static let toml = """
        [relay.a]
        url = "smtp://127.0.0.1:1"
        weight = 3
        [relay.b]
        url = "smtp://127.0.0.1:2"
        connections = 4
        [[route]]
        list = "announce"
        domain = ".example.org"
        to = ["a", "b"]
        [[route]]
        domain = "direct.example"
        to = "direct"

        """

    private func transport(
        _ toml: String, general: Bool = true, _ trace: Trace = Trace()
    ) throws -> RoutedTransport {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data(toml.utf8).write(to: directory.appending(path: "fanmail.toml"))
        let configuration = try Configuration.load(environment: [:], directory: directory.path)
        let relays = try configuration.relays.map { own in
            var limits = DestinationLimits()
            limits.connections = own.connections.value
            return MailRoutes.NamedRelay(
                name: own.name, relay: try Relay(own.url.value ?? ""), smtp: SMTPConfiguration(), limits: limits,
                weight: own.weight)
        }
        return RoutedTransport(
            MailRoutes(rules: configuration.routes, relays: relays, direct: nil), lists: [7: "announce", 8: "news"],
            general: general ? (name: "smtp://general:25", transport: Refusing(name: "general", trace: trace)) : nil,
            direct: nil
        ) { Refusing(name: $0.name, trace: trace) }
    }

    private func shares(_ end: RouteEnd) -> [String: Int] {
        guard case .destinations(let all) = end else { return [:] }
        return Dictionary(all.map { ($0.destination.name, $0.weight) }) { $1 }
    }

    @Test("a route is the rule's relays, whichever rule it is; the same for the same relays") func routes() throws {
        let transport = try transport("[delivery]\nrelay = \"smtp://general\"\n" + Self.toml)
        #expect(transport.route(of: "mx.example.org", list: 7) == DeliveryRoute(name: "a,b"))
        #expect(transport.route(of: "mx.example.org", list: 8) == .only)
        #expect(transport.route(of: "example.org", list: 7) == .only)
        #expect(transport.route(of: "mx.example.org", list: 9) == .only)
        #expect(
            transport.route(of: "direct.example", list: 8) == DeliveryRoute(name: "direct.example", isDirect: true))
    }

    @Test("it leads to its relays by their weights, with their limits; to what is left of them; else nowhere now")
    func ends() async throws {
        let transport = try transport("[delivery]\nrelay = \"smtp://general\"\n" + Self.toml)
        #expect(shares(await transport.end(of: DeliveryRoute(name: "a,b"))) == ["a": 3, "b": 1])
        #expect(shares(await transport.end(of: DeliveryRoute(name: "gone,b"))) == ["b": 1])
        #expect(shares(await transport.end(of: .only)) == ["smtp://general:25": 1])
        guard case .destinations(let all) = await transport.end(of: DeliveryRoute(name: "b")) else {
            Issue.record("b is there")
            return
        }
        #expect(all.first?.destination.limits.connections == 4)
        for route in [DeliveryRoute(name: "gone"), DeliveryRoute(name: "x.example", isDirect: true)] {
            guard case .unknown = await transport.end(of: route) else {
                Issue.record("\(route) leads somewhere")
                continue
            }
        }
        guard case .unknown = await (try self.transport(Self.toml, general: false)).end(of: .only) else {
            Issue.record("no relay is set")
            return
        }
    }

    @Test("each destination is reached by its own relay") func connections() async throws {
        let trace = Trace()
        let transport = try transport("[delivery]\nrelay = \"smtp://general\"\n" + Self.toml, trace)
        for name in ["b", "smtp://general:25", "a", "gone"] {
            await #expect(throws: SMTPFailure.self) { try await transport.connect(to: Destination(name: name)) }
        }
        #expect(trace.asked.withLock { $0 } == ["b for b", "general for smtp://general:25", "a for a"])
    }

    @Test("a run begins with the heaviest relay that is there, where no rule has to say which") func first()
        async throws
    {
        let trace = Trace()
        let several = "[[route]]\nto = [\"b\", \"a\"]\n"
        let relays = Self.toml.components(separatedBy: "[[route]]")[0]
        let ruled = try transport(relays + several, general: false, trace)
        #expect(try await ruled.first() == nil)
        let alone = try transport("[delivery]\nrelay = \"b\"\n" + relays, general: false, trace)
        await #expect(throws: SMTPFailure.self) { _ = try await alone.first() }
        #expect(trace.asked.withLock { $0 } == ["b for b"])
    }

    @Test("what fails over TLS has the name that reports give it") func failures() {
        let words: [(String, TLSOutcome.Failure)] = [
            ("mx:25: does not offer STARTTLS, and TLS is required", .noSTARTTLS),
            ("not encrypted: the server does not offer STARTTLS", .noSTARTTLS),
            ("the server's certificate is for a.example, not for b.example", .otherName),
            ("mx:25: the server's certificate cannot be verified", .notTrusted),
            ("the server's certificate matches none of the TLSA records (DANE)", .validation),
        ]
        for (text, failure) in words { #expect(TLSOutcome.Failure(text) == failure, "\(text)") }
        let tally = TLSTally()
        tally.add(.sts)
        tally.add(.dane, .validation)
        tally.add(.dane)
        tally.add(.dane)
        #expect(
            tally.outcomes == [
                TLSOutcome(policy: .dane, failure: nil, sessions: 2),
                TLSOutcome(policy: .dane, failure: .validation, sessions: 1),
                TLSOutcome(policy: .sts, failure: nil, sessions: 1),
            ])
    }
}
