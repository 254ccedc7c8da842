import FanmailBasics
import SMTPClient
import SMTPCore
import SMTPProtocol
import SMTPSink
import Synchronization
import Testing

@Suite("A pool, against a real server", .timeLimit(.minutes(10)))
struct SMTPPoolTests {
    private final class Record: Sendable {
        let copies = Mutex<[RecordedCopy]>([])
        var taken: [RecordedCopy] { copies.withLock { $0 } }
    }

    private static let message = Array("Subject: x\r\n\r\n.hello\r\n".utf8)

    private func withSink(
        _ change: (inout SinkConfiguration) -> Void = { _ in }, _ body: (SinkServer, Relay, Record) async throws -> Void
    ) async throws {
        let record = Record()
        var configuration = SinkConfiguration()
        configuration.recorder = { copies in record.copies.withLock { $0 += copies } }
        change(&configuration)
        let sink = try await SinkServer.start(configuration)
        do {
            try await body(sink, try Relay("smtp://127.0.0.1:\(sink.port)"), record)
        } catch {
            await sink.stop()
            throw error
        }
        await sink.stop()
    }

    @Test("One message to two recipients, each with an outcome") func shortest() async throws {
        try await withSink { _, relay, record in
            let outcomes = try await relay.send(
                Self.message, from: "ada@lists.example", to: ["ken@example.org", "Mei@example.net"])
            #expect(outcomes.map(\.recipient) == ["ken@example.org", "Mei@example.net"])
            #expect(outcomes.allSatisfy { $0.isAccepted })
            #expect(record.taken.map(\.forwardPath) == ["ken@example.org", "Mei@example.net"])
            #expect(record.taken.allSatisfy { $0.reversePath == "ada@lists.example" })
            #expect(outcomes[0].description.hasPrefix("ken@example.org: accepted: 250 "))
        }
    }

    @Test("A thousand recipients over four connections, in transactions of ten, nobody twice")
    func manyRecipients() async throws {
        try await withSink { sink, relay, record in
            let recipients = (0..<1000).map { "r\($0)@example.org" }
            let pool = SMTPPool(relay: relay, connections: 4)
            let outcomes = try await pool.send(Self.message, from: nil, to: recipients, transactionSize: 10)
            await pool.shutDown()
            #expect(outcomes.map(\.recipient) == recipients)
            #expect(outcomes.allSatisfy { $0.isAccepted })
            #expect(record.taken.map(\.forwardPath).sorted() == recipients.sorted())
            #expect((1...4).contains(sink.counts.connections))
            #expect(pool.connections == 0)
        }
    }

    @Test("A server that takes few recipients at once gets more transactions, not more refusals")
    func overflow() async throws {
        try await withSink({ $0.recipientLimit = 7 }) { _, relay, record in
            let recipients = (0..<50).map { "r\($0)@example.org" }
            let outcomes = try await relay.send(Self.message, from: nil, to: recipients)
            #expect(outcomes.allSatisfy { $0.isAccepted })
            #expect(record.taken.count == 50)
        }
    }

    @Test("A refusal costs nobody else their mail") func partialAcceptance() async throws {
        try await withSink({
            $0.faults.rules = [
                .init(share: 0.2, reply: Reply(code: 550, status: .init(5, 1, 1), text: "no such user")),
                .init(share: 0.2, reply: Reply(code: 450, status: .init(4, 2, 0), text: "later")),
            ]
        }) { _, relay, record in
            let outcomes = try await relay.send(Self.message, from: nil, to: (0..<200).map { "r\($0)@example.org" })
            var refused = 0
            var deferred = 0
            for outcome in outcomes {
                switch outcome.fate {
                case .refused(let reply):
                    #expect(reply.code == 550)
                    refused += 1
                case .deferred(let reply):
                    #expect(reply.code == 450)
                    deferred += 1
                case .accepted: #expect(record.taken.contains { $0.forwardPath == outcome.recipient })
                case .unsent, .unknown: Issue.record("\(outcome)")
                }
            }
            #expect(refused > 0 && deferred > 0)
            #expect(record.taken.count == 200 - refused - deferred)
        }
    }

    @Test("A server that drops connections leaves unknown what it may have taken, and only that")
    func cuts() async throws {
        try await withSink({ $0.faults.cutAfterTakingEvery = 5 }) { _, relay, record in
            let recipients = (0..<40).map { "r\($0)@example.org" }
            let pool = SMTPPool(relay: relay, connections: 2)
            let outcomes = try await pool.send(Self.message, from: nil, to: recipients, transactionSize: 1)
            await pool.shutDown()
            var copies: [String: Int] = [:]
            for copy in record.taken { copies[copy.forwardPath, default: 0] += 1 }
            #expect(copies.values.allSatisfy { $0 == 1 })
            for outcome in outcomes {
                switch outcome.fate {
                case .accepted: #expect(copies[outcome.recipient] == 1)
                case .unsent: #expect(copies[outcome.recipient] == nil)
                case .unknown: break
                case .refused, .deferred: Issue.record("\(outcome)")
                }
            }
        }
    }

    @Test("A relay that is not there is said, for each recipient") func nobodyThere() async throws {
        // A port that was just given back.
        let sink = try await SinkServer.start(SinkConfiguration())
        await sink.stop()
        let outcomes = try await Relay("smtp://127.0.0.1:\(sink.port)").send(
            Self.message, from: nil, to: ["ada@example.org", "ken@example.org"])
        #expect(outcomes.count == 2)
        for outcome in outcomes {
            guard case .unsent(let failure) = outcome.fate else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(failure.kind == .refused)
        }
    }

    @Test("A connection that the server closed while it was idle costs nothing") func closedWhileIdle() async throws {
        let server = try ScriptedServer([
            .say("220 x\r\n"), .hear("EHLO"), .hear("\r\n"), .say("250 x\r\n"), .hear("MAIL"), .hear("\r\n"),
            .say("250 x\r\n"), .hear("RCPT"), .hear("\r\n"), .say("250 x\r\n"), .hear("DATA\r\n"), .say("354 x\r\n"),
            .hear("\r\n.\r\n"), .say("250 x\r\n421 bye\r\n"), .close,
        ])
        let pool = SMTPPool(relay: try Relay("smtp://127.0.0.1:\(server.port)"), connections: 1)
        let first = await pool.send(try Letter.transaction(to: ["ada@example.org"]))
        #expect(first.word == "answered 250")
        for _ in 0..<1000 where pool.connections > 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(pool.connections == 0)
        await pool.shutDown()
    }

    @Test("An idle connection is closed by itself, with QUIT") func idle() async throws {
        let server = try ScriptedServer([
            .say("220 x\r\n"), .hear("EHLO"), .hear("\r\n"), .say("250 x\r\n"), .hear("MAIL"), .hear("\r\n"),
            .say("250 x\r\n"), .hear("RCPT"), .hear("\r\n"), .say("250 x\r\n"), .hear("DATA\r\n"), .say("354 x\r\n"),
            .hear("\r\n.\r\n"), .say("250 x\r\n"), .hear("QUIT\r\n"), .say("221 x\r\n"), .close,
        ])
        let pool = SMTPPool(
            relay: try Relay("smtp://127.0.0.1:\(server.port)"), connections: 1, idleTime: .milliseconds(50))
        _ = await pool.send(try Letter.transaction(to: ["ada@example.org"]))
        for _ in 0..<1000 where !server.heard.hasSuffix("QUIT\r\n") { try await Task.sleep(for: .milliseconds(10)) }
        #expect(server.heard.hasSuffix("QUIT\r\n"))
        await pool.shutDown()
    }

    @Test("Who is cancelled while waiting has sent nothing, and holds nobody up") func cancelled() async throws {
        let server = try ScriptedServer([.say("220 x\r\n"), .silence])
        let pool = SMTPPool(relay: try Relay("smtp://127.0.0.1:\(server.port)"), connections: 1)
        let waiting = Task { await pool.send(try Letter.transaction(to: ["ada@example.org"])).word }
        for _ in 0..<1000 where !server.heard.contains("EHLO") { try await Task.sleep(for: .milliseconds(10)) }
        waiting.cancel()
        #expect(try await waiting.value == "unsent, closed")
        #expect(!server.heard.contains("MAIL"))
    }

    @Test(
        "What cannot be sent at all throws before a connection is made",
        arguments: ["ada", "ada@", "a b@example.org", "ada@example.org\r\nRCPT TO:<x@example.org>", "@example.org"])
    func unusable(address: String) async throws {
        try await withSink { sink, relay, _ in
            await #expect(throws: SubmissionError.self) {
                try await relay.send(Self.message, from: nil, to: ["ken@example.org", address])
            }
            await #expect(throws: SubmissionError.self) {
                try await relay.send(Self.message, from: address, to: ["ken@example.org"])
            }
            let failure = await #expect(throws: SubmissionError.self) {
                try await relay.send("Subject: x\n\nhello\n".utf8, from: nil, to: ["ken@example.org"])
            }
            #expect(failure?.contentFailure?.kind == .bareLineFeed && failure?.contentFailure?.offset == 10)
            #expect(failure?.isTransient == false)
            #expect(
                failure?.message
                    == "the message cannot be sent as it is: octet 10: a line feed without a carriage return before it; "
                    + "end lines in CRLF")
            #expect(sink.counts.connections == 0)
        }
    }

    @Test("After shutting down everything is unsent") func afterShutDown() async throws {
        try await withSink { sink, relay, _ in
            let pool = SMTPPool(relay: relay)
            await pool.shutDown()
            let outcomes = try await pool.send(Self.message, from: nil, to: ["ada@example.org"])
            guard case .unsent(let failure) = outcomes[0].fate else {
                Issue.record("\(outcomes)")
                return
            }
            #expect(failure.message.contains("shut down"))
            #expect(sink.counts.connections == 0)
        }
    }
}
