import Foundation
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import FanmailDNS

private final class MovedClock: Sendable {
    let seconds = Atomic(0)
}

@Suite("The resolver of many names", .timeLimit(.minutes(10)))
struct StubResolverTests {
    private typealias Server = ScriptedNameServer

    private static let address: [UInt8] = [192, 0, 2, 1]
    private static let found = DNSAnswer.Result.records([.address(IPAddress(bytes: address))])

    private func resolver(
        _ servers: Server..., isValidating: Bool = false, inFlight: Int = 200, attempt: Duration = .milliseconds(200),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws -> StubResolver {
        var limits = StubResolver.Limits()
        (limits.inFlight, limits.attempt) = (inFlight, attempt)
        return StubResolver(
            try servers.map { try #require(NameServerAddress("127.0.0.1:\($0.port)")) }, isValidating: isValidating,
            on: MultiThreadedEventLoopGroup.singleton, limits: limits, now: now)
    }

    private func ask(_ resolver: StubResolver, _ name: String = "host.example") async -> DNSAnswer {
        await resolver.answer(to: DNSQuestion(name, .address4))
    }

    @Test("asks with options and for signatures, and hears that they are right from loopback") func authentic()
        async throws
    {
        let server = try Server { query in
            // AD in the query, one more record: no name, type 41, DO.
            let isRight =
                query.bytes[3] & 0x20 != 0 && query.bytes[11] == 1
                && query.bytes.suffix(11) == [0, 0, 41, 4, 208, 0, 0, 0x80, 0, 0, 0]
            return [query.reply(code: isRight ? 0 : 2, flags: 0x20, answers: [Server.record(1, Self.address)])]
        }
        defer { server.stop() }
        let answer = await ask(try resolver(server), "Host.Example.")
        #expect(answer == DNSAnswer(Self.found, isValidated: true, name: "host.example", ttl: .seconds(60)))
    }

    @Test("leaves aside whatever is no reply to its question, and waits for the one that is") func strays() async throws
    {
        let server = try Server { query in
            let right = query.reply(answers: [Server.record(1, Self.address)])
            let lie = query.reply(answers: [Server.record(1, [203, 0, 113, 1])])
            var otherID = lie
            otherID[0] ^= 1
            var otherName = lie
            otherName[13] ^= 1
            var otherType = lie
            otherType[12 + 14 + 1] = 28
            var noReply = lie
            noReply[2] &= 0x7F
            return [otherID, otherName, otherType, noReply, [], Array(lie[..<20]), right]
        }
        defer { server.stop() }
        #expect(await ask(try resolver(server)).result == Self.found)
    }

    @Test("asks again over TCP for what did not fit, and believes nothing of what did") func truncation() async throws {
        let server = try Server { query in
            query.isStream
                ? [query.reply(answers: [Server.record(1, Self.address)])]
                : [query.reply(flags: 0x200, answers: [Server.record(1, [203, 0, 113, 1])])]
        }
        defer { server.stop() }
        #expect(await ask(try resolver(server)).result == Self.found)
        let endless = try Server { query in [query.reply(flags: 0x200)] }
        defer { endless.stop() }
        guard case .failed = await ask(try resolver(endless)).result else {
            Issue.record("truncated twice is no answer")
            return
        }
    }

    @Test("goes on to the next server when one is silent, lame or refuses") func others() async throws {
        let silent = try Server { _ in [] }
        let refusing = try Server { query in [query.reply(code: 5)] }
        let failing = try Server { query in [query.reply(code: 2)] }
        let right = try Server { query in [query.reply(answers: [Server.record(1, Self.address)])] }
        defer { for server in [silent, refusing, failing, right] { server.stop() } }
        // Long enough for the ones that answer, however busy the machine is.
        let all = try resolver(silent, refusing, failing, right, attempt: .seconds(5))
        #expect(await ask(all).result == Self.found)
        // The one that answered is asked first from now on.
        let before = silent.queries
        #expect(await ask(all, "other.example").result == Self.found)
        #expect(silent.queries == before)
    }

    @Test("a failure is another thing than no name, and than a name without such records") func outcomes() async throws
    {
        let server = try Server { query in
            switch query.name {
            case "none.example": [query.reply(code: 3, authority: [Server.nothing(for: 9)])]
            case "empty.example": [query.reply(authority: [Server.nothing(for: 9)])]
            case "silent.example": []
            default: [query.reply(code: 2)]
            }
        }
        defer { server.stop() }
        let resolver = try resolver(server)
        let none = await ask(resolver, "none.example")
        #expect(none.result == .noSuchName && none.ttl == .seconds(9))
        #expect(await ask(resolver, "empty.example").result == .noRecords)
        for (name, word) in [("broken.example", "SERVFAIL"), ("silent.example", "does not answer")] {
            guard case .failed(let why) = await ask(resolver, name).result else {
                Issue.record("\(name) is a failure")
                continue
            }
            #expect(why.contains(word), "\(why)")
        }
    }

    @Test("follows aliases, within a reply and over several, and no circle of them") func aliases() async throws {
        let server = try Server { query in
            switch query.name {
            case "near.example":
                [
                    query.reply(
                        flags: 0x20,
                        answers: [
                            Server.record(5, Server.encoded("real.example"), ttl: 7),
                            Server.record(1, [203, 0, 113, 9], owner: "unasked.example"),
                            Server.record(1, Self.address, owner: "real.example"),
                        ])
                ]
            case "far.example": [query.reply(flags: 0x20, answers: [Server.record(5, Server.encoded("real.example"))])]
            case "real.example": [query.reply(answers: [Server.record(1, Self.address)])]
            case "circle.example": [query.reply(answers: [Server.record(5, Server.encoded("circle.example"))])]
            default:
                [query.reply(answers: [Server.record(5, Server.encoded("a" + query.name))])]
            }
        }
        defer { server.stop() }
        let resolver = try resolver(server)
        #expect(
            await ask(resolver, "near.example")
                == DNSAnswer(Self.found, isValidated: true, name: "real.example", ttl: .seconds(7)))
        // One of the two replies does not vouch for itself.
        #expect(
            await ask(resolver, "far.example")
                == DNSAnswer(Self.found, isValidated: false, name: "real.example", ttl: .seconds(60)))
        for name in ["circle.example", "endless.example"] {
            guard case .failed = await ask(resolver, name).result else {
                Issue.record("\(name) leads nowhere")
                continue
            }
        }
    }

    @Test("asks once for what many want at once, and not again while it holds") func sharing() async throws {
        let server = try Server { query in
            usleep(20_000)
            return [query.reply(answers: [Server.record(1, Self.address, ttl: 60)])]
        }
        defer { server.stop() }
        let start = ContinuousClock.now
        let clock = MovedClock()
        let resolver = try resolver(server, attempt: .seconds(5)) {
            start + .seconds(clock.seconds.load(ordering: .relaxed))
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { #expect(await ask(resolver).result == Self.found) } }
        }
        #expect(server.queries == 1)
        clock.seconds.store(59, ordering: .relaxed)
        _ = await ask(resolver)
        #expect(server.queries == 1)
        clock.seconds.store(60, ordering: .relaxed)
        _ = await ask(resolver)
        #expect(server.queries == 2)
    }

    @Test("has no more questions under way than it may") func bound() async throws {
        let server = try Server { query in
            usleep(2000)
            return [query.reply(answers: [Server.record(1, Self.address)])]
        }
        defer { server.stop() }
        let resolver = try resolver(server, inFlight: 3, attempt: .seconds(30))
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask { #expect(await ask(resolver, "host\(number).example").result == Self.found) }
            }
        }
        #expect(server.queries == 60)
        #expect(await resolver.mostUnderWay == 3)
    }

    @Test("asks without options a server that knows none") func plain() async throws {
        let server = try Server { query in
            query.bytes[11] == 1
                ? [query.bytes[..<2] + [0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0]]
                : [query.reply(answers: [Server.record(1, Self.address)])]
        }
        defer { server.stop() }
        #expect(await ask(try resolver(server)).result == Self.found)
    }

    @Test("believes servers elsewhere on signatures only when told to") func trust() {
        func believes(_ texts: [String], _ isValidating: Bool = false) -> Bool {
            StubResolver(
                texts.compactMap(NameServerAddress.init), isValidating: isValidating,
                on: MultiThreadedEventLoopGroup.singleton
            ).believesValidation
        }
        #expect(believes(["127.0.0.1", "[::1]:53", "127.0.0.53:5353"]))
        #expect(!believes(["127.0.0.1", "192.0.2.53"]) && !believes([]) && !believes(["2001:db8::1"]))
        #expect(believes(["192.0.2.53"], true))
    }
}
