import InMemoryLogging
import Logging
import SMTPClient
import SMTPProtocol
import SMTPSink
import Testing

@Suite("What an operator is told", .timeLimit(.minutes(10)))
struct ConnectionLogTests {
    private func logging(
        _ body: (inout SMTPConfiguration) async throws -> Void
    ) async throws -> [InMemoryLogHandler.Entry] {
        let handler = InMemoryLogHandler()
        var configuration = SMTPConfiguration(hostname: "client.example")
        configuration.logger = Logger(label: "test") { _ in handler }
        configuration.logger.logLevel = .trace
        try await body(&configuration)
        return handler.entries
    }

    @Test("A connection, with the relay and how it is protected") func opened() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let entries = try await logging { configuration in
            configuration.tls.security = TransportSecurity.none
            let pool = SMTPPool(
                relay: try Relay("smtp://127.0.0.1:\(sink.port)"), configuration: configuration, connections: 1)
            _ = await pool.send(try Letter.transaction(to: ["ada@example.org"]))
            await pool.shutDown()
        }
        await sink.stop()
        #expect(entries.map(\.message) == ["connection opened"])
        #expect(entries[0].level == .debug)
        #expect(entries[0].metadata["relay"] == "smtp://127.0.0.1:\(sink.port)")
        #expect(entries[0].metadata["address"] == "127.0.0.1" && entries[0].metadata["security"] == "not encrypted")
        #expect(!entries.contains { "\($0)".contains("ada@") })
    }

    @Test("A refusal, with the server's words made harmless") func refused() async throws {
        let server = try ScriptedServer([.say("554 5.7.1 no\u{1B}[2J\r\n"), .close])
        let entries = try await logging { configuration in
            let pool = SMTPPool(
                relay: try Relay("smtp://127.0.0.1:\(server.port)"), configuration: configuration, connections: 1,
                circuitBreaker: CircuitBreaker(tripAfter: .zero))
            _ = await pool.send(try Letter.transaction(to: ["ada@example.org"]))
            await pool.shutDown()
        }
        #expect(entries.map(\.level) == [.debug, .warning])
        #expect(entries.map { $0.metadata["failure"] } == ["reply", "reply"])
        #expect(entries.allSatisfy { "\($0.metadata)".contains("554 5.7.1 no") })
        #expect(!entries.contains { "\($0)".utf8.contains(0x1B) })
    }

    @Test("That a message goes without TLS because TLS failed") func fallsBack() async throws {
        let authority = try TestAuthority()
        let server = try await TLSServer.start(
            authority.identity(["localhost"]), .init(insteadOfHandshake: "220 what?\r\n"))
        let entries = try await logging { configuration in
            configuration.tls.security = .opportunistic
            let pool = SMTPPool(
                relay: try Relay("smtp://localhost:\(server.port)"), configuration: configuration, connections: 1)
            _ = await pool.send(try Letter.transaction(to: ["ada@example.org"]))
            await pool.shutDown()
        }
        await server.stop()
        #expect(entries.map(\.message) == ["TLS failed, connecting without", "connection opened"])
        #expect(entries.map(\.level) == [.notice, .debug])
    }

    @Test("Nothing, unless somebody wants to know") func silent() {
        #expect(SMTPConfiguration().logger.handler is SwiftLogNoOpLogHandler)
    }
}
