import SMTPClient
import SMTPCore
import SMTPProtocol
import SMTPSink
import TestSupport
import Testing

@Suite("A connection that cannot be, or does not last, says why", .timeLimit(.minutes(10)))
struct ConnectionFailureTests {
    private static let offer = "250-mx\r\n250 PIPELINING\r\n"
    private static let opening: [ScriptedServer.Step] = [.say("220 mx\r\n"), .hear("\r\n"), .say(offer)]

    @Test("Nobody listens")
    func refusedPort() async throws {
        let port = try LoopbackSocket()
        let failure = await Letter.failure { () async throws(SMTPFailure) in try await Letter.connect(port.number) }
        #expect(failure?.kind == .refused)
        #expect(failure?.message == "127.0.0.1:\(port.number): Connection refused")
    }

    @Test(
        "The server says no, nothing, or nonsense",
        arguments: [
            ([.say("554 5.7.1 not you\r\n"), .silence], .reply, "greets with 554 5.7.1 not you"),
            ([.say("421 later\r\n"), .close], .reply, "greets with 421 later"),
            ([.close], .closed, "the connection was lost while a reply to greeting was awaited"),
            ([.say("220 m"), .close], .closed, "the connection was lost while a reply to greeting was awaited"),
            ([.say("HTTP/1.1 400\r\n"), .silence], .protocolError, "not a reply: \"HTTP/1.1 400\""),
            (
                [.say("220 mx\r\n"), .hear("EHLO client.example\r\n"), .close], .closed,
                "the connection was lost while a reply to EHLO was awaited"
            ),
            (
                [.say("220 mx\r\n"), .hear("EHLO"), .say("500 what\r\n"), .hear("HELO"), .say("550 no\r\n"), .silence],
                .reply, "answers HELO with 550 no"
            ),
        ] as [([ScriptedServer.Step], SMTPFailure.Kind, String)])
    func opening(steps: [ScriptedServer.Step], kind: SMTPFailure.Kind, message: String) async throws {
        let server = try ScriptedServer(steps)
        let failure = await Letter.failure { () async throws(SMTPFailure) in try await Letter.connect(server.port) }
        #expect(failure?.kind == kind)
        #expect(failure?.message == "127.0.0.1:\(server.port): \(message)")
    }

    @Test(
        "The connection ends in mid-transaction",
        arguments: [
            ([.hear("MAIL"), .close], "unsent, closed", "a reply to MAIL"),
            ([.hear("DATA\r\n"), .say("250\r\n250\r\n"), .close], "unsent, closed", "a reply to DATA"),
            (
                [.hear("DATA\r\n"), .say("250\r\n250\r\n354\r\n"), .hear("\r\n.\r\n"), .close], "unknown, closed",
                "a reply to end of data"
            ),
            (
                [.hear("DATA\r\n"), .say("250\r\n421 4.3.2 going down\r\n"), .silence], "unsent, reply",
                "421 4.3.2 going down"
            ),
            (
                [.hear("DATA\r\n"), .say("250\r\n250\r\n354\r\n"), .hear("\r\n.\r\n"), .say("thanks\r\n"), .silence],
                "unknown, protocolError", "not a reply: \"thanks\""
            ),
        ] as [([ScriptedServer.Step], String, String)])
    func midTransaction(steps: [ScriptedServer.Step], word: String, message: String) async throws {
        let server = try ScriptedServer(Self.opening + steps)
        let connection = try await Letter.connect(server.port)
        let result = await connection.send(try Letter.transaction(to: ["a@x"]))
        #expect(result.word == word)
        #expect(result.message?.contains(message) == true, "\(result.message ?? "")")
        #expect(result.connectionIsOver)
        let late = await connection.send(try Letter.transaction(to: ["b@x"]))
        #expect(late.word.hasPrefix("unsent"))
        #expect(!server.heard.contains("b@x"))
        await connection.quit()
    }

    /// Only the limit of the command has a chance to pass; all the others are minutes.
    private func impatient(_ command: SMTPSession.Awaited) -> Timeouts {
        var timeouts = Timeouts()
        let short = Duration.milliseconds(250)
        switch command {
        case .greeting: timeouts.greeting = short
        case .hello, .startTLS, .handshake, .auth: timeouts.hello = short
        case .mail: timeouts.mail = short
        case .recipient: timeouts.recipient = short
        case .data: timeouts.data = short
        case .block: timeouts.block = short
        case .endOfData: timeouts.endOfData = short
        case .reset, .quit: Issue.record("no case here")
        }
        return timeouts
    }

    @Test(
        "A silent server runs into the limit of the command it does not answer",
        arguments: [
            (.mail, [], "unsent, timedOut"),
            (.recipient, [.hear("DATA\r\n"), .say("250\r\n25")], "unsent, timedOut"),
            (.data, [.hear("DATA\r\n"), .say("250\r\n250 ok\r\n")], "unsent, timedOut"),
            (.endOfData, [.hear("DATA\r\n"), .say("250\r\n250\r\n354 go\r\n")], "unknown, timedOut"),
        ] as [(SMTPSession.Awaited, [ScriptedServer.Step], String)])
    func silence(command: SMTPSession.Awaited, steps: [ScriptedServer.Step], word: String) async throws {
        let server = try ScriptedServer(Self.opening + steps + [.silence])
        let connection = try await Letter.connect(server.port, timeouts: impatient(command))
        let result = await connection.send(try Letter.transaction(to: ["a@x"]))
        #expect(result.word == word)
        #expect(result.message == "127.0.0.1:\(server.port): no reply to \(command.rawValue) within 0.25 s")
        await connection.quit()
    }

    @Test(
        "A reply that comes an octet at a time has one deadline, not one for each octet", arguments: [false, true])
    func drip(isLineEndless: Bool) async throws {
        let text = isLineEndless ? "x" : "250-x\r\n"
        let server = try ScriptedServer([
            .say("220 mx\r\n"), .hear("\r\n"), .say("250-"), .drip(text, every: .milliseconds(20)),
        ])
        let failure = await Letter.failure { () async throws(SMTPFailure) in
            try await Letter.connect(server.port, timeouts: impatient(.hello))
        }
        #expect(failure?.kind == .timedOut)
        #expect(failure?.message == "127.0.0.1:\(server.port): no reply to EHLO within 0.25 s")
    }

    @Test("A server that never greets, or never answers EHLO", arguments: [.greeting, .hello] as [SMTPSession.Awaited])
    func silentOpening(command: SMTPSession.Awaited) async throws {
        let server = try ScriptedServer(command == .hello ? [.say("220 mx\r\n"), .silence] : [.silence])
        let failure = await Letter.failure { () async throws(SMTPFailure) in
            try await Letter.connect(server.port, timeouts: impatient(command))
        }
        #expect(failure?.kind == .timedOut)
        #expect(failure?.message == "127.0.0.1:\(server.port): no reply to \(command.rawValue) within 0.25 s")
    }

    @Test("Whoever quits comes back, even both of two, and from a server that does not say goodbye")
    func quits() async throws {
        let server = try ScriptedServer(Self.opening + [.hear("QUIT\r\n"), .silence])
        var timeouts = Timeouts()
        timeouts.quit = .milliseconds(50)
        // The clock is looked at as often as the shortest of the others asks for.
        timeouts.endOfData = .seconds(1)
        let connection = try await Letter.connect(server.port, timeouts: timeouts)
        async let one: Void = connection.quit()
        async let other: Void = connection.quit()
        _ = await (one, other)
        #expect(server.heard.hasSuffix("QUIT\r\n"))
    }
}
