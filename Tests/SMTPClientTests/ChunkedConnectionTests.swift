import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@Suite("A connection that uses BDAT, over a real socket", .timeLimit(.minutes(10)))
struct ChunkedConnectionTests {
    private func connect(_ port: Int) async throws(SMTPFailure) -> SMTPConnection {
        var configuration = SMTPConfiguration(hostname: "client.example")
        configuration.chunking = true
        return try await SMTPConnection.connect(
            to: Relay(scheme: .smtp, address: .host("127.0.0.1", port: port)), configuration: configuration,
            on: MultiThreadedEventLoopGroup.singleton.next())
    }

    private static let opening: [ScriptedServer.Step] = [
        .say("220 mx\r\n"), .hear("EHLO client.example\r\n"), .say("250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n"),
    ]

    @Test("Two transactions, each one group, the second behind the first one's end")
    func groups() async throws {
        let group = "MAIL FROM:<>\r\nRCPT TO:<a@x>\r\nRCPT TO:<b@x>\r\nBDAT 22 LAST\r\nSubject: x\r\n\r\n.hello\r\n"
        let server = try ScriptedServer(
            Self.opening + [
                .hear(group), .say("250\r\n250\r\n550 5.1.1 who\r\n"), .say("250 2.0.0 taken\r\n"),
                .hear(group), .say("250\r\n250\r\n250\r\n452 4.3.1 full\r\n"), .hear("QUIT"), .say("221\r\n"), .close,
            ])
        let connection = try await connect(server.port)
        let transaction = try Letter.transaction(to: ["a@x", "b@x"])
        async let first = connection.send(transaction)
        async let second = connection.send(transaction)
        let results = await [first, second].sorted { $0.word < $1.word }
        #expect(results.map(\.word) == ["answered 250", "answered 452"])
        #expect(results.map { $0.exceptions.map(\.index) } == [[1], []])
        await connection.quit()
        #expect(server.heard == "EHLO client.example\r\n" + group + group + "QUIT\r\n")
    }

    @Test("A lost connection behind the octets leaves it unknown")
    func lost() async throws {
        let server = try ScriptedServer(Self.opening + [.hear(".hello\r\n"), .say("250\r\n"), .close])
        let result = await (try connect(server.port)).send(try Letter.transaction(to: ["a@x"]))
        #expect(result.word == "unknown, closed")
        #expect(result.connectionIsOver)
    }

    @Test("A refusal before the octets were read does not mix them with commands")
    func refusedEarly() async throws {
        let line = String(repeating: "x", count: 78) + "\r\n"
        let content = try EncodedContent(("Subject: x\r\n\r\n" + String(repeating: line, count: 3_400)).utf8)
        let head = "MAIL FROM:<>\r\nRCPT TO:<a@x>\r\n"
        let server = try ScriptedServer(
            Self.opening + [
                .hear(head), .say("250\r\n250\r\n"), .hear("BDAT 272014 LAST\r\nSubject: x\r\n"),
                .say("552 5.3.4 too much\r\n"), .hear("x\r\nRSET\r\n" + head), .say("250\r\n250\r\n250\r\n"),
                .hear("BDAT 22 LAST\r\nSubject: x\r\n\r\n.hello\r\n"), .say("250 taken\r\n"), .hear("QUIT"), .close,
            ])
        let connection = try await connect(server.port)
        async let large = connection.send(try Letter.transaction(to: ["a@x"], content: content))
        #expect(try await large.word == "answered 552")
        #expect(await connection.send(try Letter.transaction(to: ["a@x"])).word == "answered 250")
        await connection.quit()
    }
}
