import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol
import SMTPSink
import Synchronization
import Testing

@Suite("A connection to a real server, over a real socket", .timeLimit(.minutes(10)))
struct SMTPConnectionTests {
    private final class Record: Sendable {
        let copies = Mutex<[RecordedCopy]>([])
        var taken: [RecordedCopy] { copies.withLock { $0 } }
    }

    private func withSink(
        _ change: (inout SinkConfiguration) -> Void = { _ in }, _ body: (SinkServer, Record) async throws -> Void
    ) async throws {
        let record = Record()
        var configuration = SinkConfiguration()
        configuration.recorder = { copies in record.copies.withLock { $0 += copies } }
        change(&configuration)
        let sink = try await SinkServer.start(configuration)
        do {
            try await body(sink, record)
        } catch {
            await sink.stop()
            throw error
        }
        await sink.stop()
    }

    @Test("It greets, introduces itself, and knows what is offered")
    func capabilities() async throws {
        try await withSink({ $0.extensions = ["PIPELINING", "SIZE 1000", "LIMITS RCPTMAX=5"] }) { sink, _ in
            let connection = try await Letter.connect(sink.port)
            #expect(connection.capabilities.pipelining)
            #expect(connection.capabilities.size == .atMost(1000))
            #expect(connection.capabilities.limits.recipients == 5)
            #expect(!connection.capabilities.eightBitMIME)
            #expect(connection.lanes == 2)
            await connection.quit()
            #expect(sink.counts.connections == 1)
        }
    }

    @Test("Transactions one after the other", arguments: [["PIPELINING"], []])
    func transactions(extensions: [String]) async throws {
        try await withSink({ $0.extensions = extensions }) { sink, record in
            let connection = try await Letter.connect(sink.port)
            let sender = ReversePath.mailbox(try Mailbox(parsing: "me@example.org"))
            for number in 1...3 {
                let addresses = (0..<number).map { "r\(number)-\($0)@x" }
                let result = await connection.send(try Letter.transaction(to: addresses, from: sender))
                #expect(result.word == "answered 250")
                #expect(result.exceptions.isEmpty)
                #expect(!result.connectionIsOver)
                #expect(record.taken.suffix(number).map(\.forwardPath) == addresses)
            }
            await connection.quit()
            #expect(Set(record.taken.map(\.reversePath)) == ["me@example.org"])
            // As many octets as the message has, without the stuffed dot.
            #expect(Set(record.taken.map(\.size)) == [22])
            #expect(sink.counts.messages == 3)
            #expect(sink.counts.connections == 1)
        }
    }

    @Test("Many under way at once are all done, each once")
    func concurrent() async throws {
        try await withSink { sink, record in
            let connection = try await Letter.connect(sink.port)
            let transactions = try (0..<50).map { try Letter.transaction(to: ["a\($0)@x", "b\($0)@x"]) }
            let words = await withTaskGroup(of: String.self) { group in
                for transaction in transactions { group.addTask { await connection.send(transaction).word } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(words == [String](repeating: "answered 250", count: 50))
            let addresses = (0..<50).flatMap { ["a\($0)@x", "b\($0)@x"] }
            #expect(record.taken.map(\.forwardPath).sorted() == addresses.sorted())
            await connection.quit()
        }
    }

    @Test("A refused recipient is a result, at no cost to the others")
    func refusedRecipient() async throws {
        try await withSink({ $0.recipientLimit = 1 }) { sink, record in
            let connection = try await Letter.connect(sink.port)
            let result = await connection.send(try Letter.transaction(to: ["a@x", "b\n@x", "c@x"]))
            #expect(result.word == "answered 250")
            #expect(result.exceptions.map(\.index) == [1])
            #expect(result.overflow == [2])
            #expect(record.taken.map(\.forwardPath) == ["a@x"])
            await connection.quit()
        }
    }

    @Test("A large message gets through whole", arguments: [["PIPELINING"], []])
    func largeMessage(extensions: [String]) async throws {
        try await withSink({ $0.extensions = extensions }) { sink, record in
            let connection = try await Letter.connect(sink.port)
            // More than one write takes.
            let text = String(repeating: "." + String(repeating: "x", count: 500) + "\r\n", count: 4_000)
            let content = try EncodedContent(text.utf8)
            async let first = connection.send(try Letter.transaction(to: ["a@x"], content: content))
            async let second = connection.send(try Letter.transaction(to: ["b@x"], content: content))
            #expect(try await [first.word, second.word] == ["answered 250", "answered 250"])
            #expect(record.taken.map(\.size) == [content.size, content.size])
            await connection.quit()
        }
    }

    @Test("LMTP is answered for each recipient")
    func lmtp() async throws {
        try await withSink({ $0.isLMTP = true }) { sink, record in
            let connection = try await Letter.connect(sink.port, scheme: .lmtp)
            for _ in 0..<2 {
                let result = await connection.send(try Letter.transaction(to: ["a@x", "b@x", "c@x"]))
                #expect(result.word == "answered 250")
            }
            #expect(record.taken.count == 6)
            await connection.quit()
        }
    }

    @Test("No content leaves before its gate is open")
    func gate() async throws {
        try await withSink { sink, record in
            let connection = try await Letter.connect(sink.port)
            let gate = ContentGate()
            async let result = connection.send(try Letter.transaction(to: ["a@x"], gate: gate))
            async let next = connection.send(try Letter.transaction(to: ["b@x"]))
            #expect(record.taken.isEmpty)
            gate.decide(.open)
            #expect(try await [result.word, next.word] == ["answered 250", "answered 250"])
            struct Reason: Error {}
            let closed = ContentGate()
            async let withheld = connection.send(try Letter.transaction(to: ["c@x"], gate: closed))
            closed.decide(.closed(Reason()))
            #expect(try await withheld.word == "withheld")
            #expect(Set(record.taken.map(\.forwardPath)) == ["a@x", "b@x"])
            await connection.quit()
        }
    }

    @Test("A server that cuts the connection before its reply leaves the copies unknown, the next unsent")
    func cutAfterTaking() async throws {
        try await withSink({ $0.faults.cutAfterTakingEvery = 1 }) { sink, record in
            let connection = try await Letter.connect(sink.port)
            let result = await connection.send(try Letter.transaction(to: ["a@x"]))
            #expect(result.word == "unknown, closed")
            #expect(result.connectionIsOver)
            #expect(record.taken.count == 1)
            #expect(await connection.send(try Letter.transaction(to: ["b@x"])).word == "unsent, closed")
            await connection.quit()
        }
    }

    @Test("Quitting twice, or after the end, returns")
    func quitsTwice() async throws {
        try await withSink { sink, _ in
            let connection = try await Letter.connect(sink.port)
            await connection.quit()
            await connection.quit()
            #expect(await connection.send(try Letter.transaction(to: ["a@x"])).word == "unsent, closed")
        }
    }
}
