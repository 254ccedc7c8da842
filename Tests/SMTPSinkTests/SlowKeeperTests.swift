import Dispatch
import SMTPSink
import Synchronization
import Testing

/// A disk that takes its time is waited for by whoever has a message for it, and by nobody else.
@Suite("A sink whose messages are kept slowly", .timeLimit(.minutes(10)))
struct SlowKeeperTests {
    /// Takes a message, and is done with it once it may be.
    private final class Gate: Sendable {
        private let begun = AsyncStream.makeStream(of: Void.self)
        private let mayGoOn = DispatchSemaphore(value: 0)
        private let messages = Mutex(0)
        var kept: Int { messages.withLock { $0 } }

        func hold() {
            begun.continuation.yield()
            // Where nobody lets it go on the test fails, and does not hang.
            _ = mayGoOn.wait(timeout: .now() + .seconds(300))
            messages.withLock { $0 += 1 }
        }

        func isHolding() async { for await _ in begun.stream { return } }

        func letGo() { mayGoOn.signal() }
    }

    private static let opening = "EHLO x.example\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n"

    enum Owner: CaseIterable { case keeper, recorder }

    private func sink(_ owner: Owner, _ gate: Gate) async throws -> SinkServer {
        var configuration = SinkConfiguration()
        switch owner {
        case .keeper:
            configuration.keeper = { _ in
                gate.hold()
                return true
            }
        case .recorder: configuration.recorder = { _ in gate.hold() }
        }
        // One event loop has them all.
        return try await SinkServer.start(configuration, threads: 1)
    }

    @Test("No other connection waits for it, and its own is answered when it is kept", arguments: Owner.allCases)
    func others(_ owner: Owner) async throws {
        let gate = Gate()
        let sink = try await sink(owner, gate)
        let first = try RawClient(port: sink.port)
        try first.send(Self.opening + "hello\r\n.\r\nNOOP\r\n")
        #expect(try first.codes(5) == [220, 250, 250, 250, 354])
        await gate.isHolding()
        let other = try RawClient(port: sink.port)
        try other.send(Self.opening.replacing("DATA", with: "RSET\r\nNOOP\r\nQUIT"))
        #expect(try other.codesToEnd() == [220, 250, 250, 250, 250, 250, 221])
        #expect(gate.kept == 0 && sink.counts.messages == 0)
        gate.letGo()
        #expect(try first.codes(2) == [250, 250])
        #expect(gate.kept == 1 && sink.counts.messages == 1)
        await sink.stop()
    }

    @Test("What was taken when the sink is stopped is kept, and counted") func stopped() async throws {
        let gate = Gate()
        let sink = try await sink(.keeper, gate)
        let client = try RawClient(port: sink.port)
        try client.send(Self.opening + "hello\r\n.\r\n")
        await gate.isHolding()
        async let end: Void = sink.stop()
        gate.letGo()
        await end
        #expect(gate.kept == 1 && sink.counts.messages == 1 && sink.counts.copies == 1)
    }

    @Test("A client that goes meanwhile takes nothing back") func gone() async throws {
        let gate = Gate()
        let sink = try await sink(.recorder, gate)
        do {
            let client = try RawClient(port: sink.port)
            try client.send(Self.opening + "hello\r\n.\r\n")
            await gate.isHolding()
        }
        gate.letGo()
        await sink.stop()
        #expect(gate.kept == 1 && sink.counts.messages == 1 && sink.counts.open == 0)
    }

    @Test("Many messages behind one another on one connection, and of many connections, are all kept, in their order")
    func many() async throws {
        let order = Mutex<[String: [Int]]>([:])
        var configuration = SinkConfiguration()
        configuration.recorder = { copies in
            for copy in copies { order.withLock { $0[copy.reversePath, default: []].append(copy.size) } }
        }
        let sink = try await SinkServer.start(configuration, threads: 2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<8 {
                group.addTask {
                    let client = try RawClient(port: sink.port)
                    try client.send("EHLO x.example\r\n")
                    for length in 1...20 {
                        try client.send(
                            "MAIL FROM:<\(sender)@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n"
                                + String(repeating: "x", count: length) + "\r\n.\r\n")
                    }
                    try client.send("QUIT\r\n")
                    #expect(try client.codesToEnd().count { $0 == 250 } == 1 + 3 * 20)
                }
            }
            try await group.waitForAll()
        }
        await sink.stop()
        let found = order.withLock { $0 }
        #expect(found.count == 8)
        for sizes in found.values { #expect(sizes == (1...20).map { $0 + 2 }) }
    }
}
