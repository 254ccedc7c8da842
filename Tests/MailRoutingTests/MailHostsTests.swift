import FanmailDNS
import Foundation
import NIOPosix
import TestSupport
import Testing

@testable import MailRouting

@Suite("Who takes a domain's mail", .timeLimit(.minutes(10)))
struct MailHostsTests {
    private typealias Server = ScriptedNameServer

    /// What a zone says: MX as `10 host`, A, AAAA; `fail` for SERVFAIL, `silence` for nothing at all.
    private static let zone: [String: [UInt8: [String]]] = [
        "usual.example": [15: ["20 mx2.example", "10 mx1.example", "10 mx0.example"]],
        "mx0.example": [1: ["192.0.2.10"]],
        "mx1.example": [1: ["192.0.2.1", "192.0.2.11"], 28: ["2001:db8::1"]],
        "mx2.example": [1: ["192.0.2.2"]],
        "null.example": [15: ["0 "]],
        "half-null.example": [15: ["0 ", "10 mx1.example"]],
        "implicit.example": [1: ["192.0.2.3"]],
        "empty.example": [16: ["x"]],
        "dangling.example": [15: ["10 gone.example", "20 empty.example"]],
        "some.example": [15: ["5 gone.example", "10 mx1.example"]],
        "numbers.example": [15: ["10 192.0.2.1"]],
        "broken.example": [15: ["fail"]],
        "silent.example": [15: ["silence"]],
        "hidden.example": [15: ["10 unknown.example"]],
        "unknown.example": [1: ["fail"], 28: ["fail"]],
        "bare.example": [1: ["fail"]],
        "half-hidden.example": [15: ["10 unknown.example", "20 mx2.example"]],
        "loop.example": [15: ["10 mx1.example", "20 me.example", "30 mx2.example"]],
        "self.example": [15: ["10 me.example", "20 mx1.example"]],
        "me.example": [1: ["192.0.2.99"]],
        "alias.example": [15: ["10 www.example"]],
        "www.example": [5: ["mx1.example"]],
    ]

    private let server: Server
    private let finder: MailHostFinder

    init() throws {
        server = try Server { query in
            guard let entry = Self.zone[query.name] else {
                return [query.reply(code: 3, authority: [Server.nothing(for: 60)])]
            }
            if let alias = entry[5]?.first {
                return [query.reply(flags: 0x20, answers: [Server.record(5, Server.encoded(alias))])]
            }
            let values = entry[query.type] ?? []
            if values == ["fail"] { return [query.reply(code: 2)] }
            if values == ["silence"] { return [] }
            let answers = values.map { value -> [UInt8] in
                let words = value.split(separator: " ", omittingEmptySubsequences: false)
                return query.type == 15
                    ? Server.record(15, [0, UInt8(words[0]) ?? 0] + Server.encoded(String(words[1])))
                    : Server.record(query.type, IPAddress(value)?.bytes ?? Array(value.utf8))
            }
            let authority = answers.isEmpty ? [Server.nothing(for: 60)] : []
            return [query.reply(flags: 0x20, answers: answers, authority: authority)]
        }
        var limits = StubResolver.Limits()
        (limits.attempt, limits.rounds) = (.milliseconds(300), 2)
        let address = try #require(NameServerAddress("127.0.0.1:\(server.port)"))
        let resolver = StubResolver([address], on: MultiThreadedEventLoopGroup.singleton, limits: limits)
        finder = MailHostFinder(resolver, own: OwnMachine(names: ["ME.example"]))
    }

    private func hosts(_ text: String) async throws -> MailHosts { await finder.hosts(of: try MailTarget(text)) }

    private func names(_ text: String) async throws -> [String] { try await hosts(text).all.map(\.name) }

    @Test("the preferred ones first, with addresses of both kinds by turns") func order() async throws {
        defer { server.stop() }
        let found = try await hosts("ada@Usual.Example")
        #expect(found.all.map(\.name) == ["mx0.example", "mx1.example", "mx2.example"])
        #expect(found.all.map(\.preference) == [10, 10, 20] && found.standing == .reachable)
        #expect(found.all[1].addresses.map(\.description) == ["2001:db8::1", "192.0.2.1", "192.0.2.11"])
        #expect(found.all.map(\.isValidated) == [true, true, true])
        #expect(try await names("half-null.example") == ["mx1.example"])
        let alias = try await hosts("alias.example").all
        #expect(alias.map(\.name) == ["www.example"] && alias.map(\.canonicalName) == ["mx1.example"])
    }

    @Test("equals have their turn by chance, the same with the same seed; two hosts are tried at least") func chance()
        async throws
    {
        defer { server.stop() }
        let found = try await hosts("usual.example")
        var firsts: [String: Int] = [:]
        for seed in 0..<200 as Range<UInt64> {
            var (one, other) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed))
            let attempts = found.attempts(using: &one)
            #expect(attempts == found.attempts(using: &other))
            #expect(Set(attempts.map(\.host.name)).count == 3 && attempts.count <= 5)
            #expect(attempts.last?.host.name == "mx2.example")
            firsts[attempts[0].host.name, default: 0] += 1
        }
        #expect(firsts.keys.sorted() == ["mx0.example", "mx1.example"] && firsts.values.allSatisfy { $0 > 50 })
        var generator = SeededGenerator(seed: 1)
        #expect(found.attempts(atMost: 1, using: &generator).count == 2)
    }

    @Test("a domain without MX is its own host, if it has an address") func implicit() async throws {
        defer { server.stop() }
        guard case .hosts(let hosts, isImplicit: true) = try await hosts("implicit.example") else {
            Issue.record("its own address takes its mail")
            return
        }
        #expect(hosts.map(\.name) == ["implicit.example"])
    }

    @Test("what can not be reached is told from what is not known") func outcomes() async throws {
        defer { server.stop() }
        #expect(try await hosts("nowhere.example") == .noSuchDomain)
        #expect(try await hosts("null.example") == .takesNoMail)
        for name in ["empty.example", "dangling.example", "numbers.example"] {
            #expect(try await hosts(name).standing == .unreachable, "\(name)")
        }
        for name in ["broken.example", "silent.example", "hidden.example", "bare.example"] {
            #expect(try await hosts(name).standing == .unknown, "\(name)")
        }
        for name in ["some.example", "half-hidden.example"] {
            #expect(try await hosts(name).standing == .reachable, "\(name)")
        }
    }

    @Test("a host hands mail to those alone that are preferred to it") func loops() async throws {
        defer { server.stop() }
        #expect(try await names("loop.example") == ["mx1.example"])
        #expect(try await hosts("self.example") == .ownMachine("me.example"))
        #expect(try await hosts("me.example") == .ownMachine("me.example"))
    }

    @Test("an address in brackets is asked of nobody; a domain may be in Unicode") func targets() async throws {
        defer { server.stop() }
        #expect(try await hosts("a@[192.0.2.7]").all.first?.addresses.map(\.description) == ["192.0.2.7"])
        #expect(try await hosts("[IPv6:2001:db8::7]").all.first?.addresses.map(\.description) == ["2001:db8::7"])
        #expect(server.queries == 0)
        #expect(try MailTarget("bücher.example.") == .domain("xn--bcher-kva.example"))
        #expect(throws: (any Error).self) { try MailTarget("a@b@c") }
        #expect(throws: (any Error).self) { try MailTarget("no domain") }
    }
}
