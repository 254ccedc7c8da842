import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@Suite("The conversations in the documentation are what the client says", .timeLimit(.minutes(10)))
struct ConversationArticleTests {
    // One actor, so that what is begun first is submitted first.
    @Test(arguments: [0, 1])
    @MainActor func conversation(number: Int) async throws {
        let lines = try #require(try Article("Conversation").blocks("").dropFirst(number).first).split(separator: "\n")
        var steps: [ScriptedServer.Step] = []
        var said = ""
        var heard = ""
        for (place, line) in lines.enumerated() {
            let text = line.dropFirst(3) + "\r\n"
            let isServer = line.hasPrefix("S: ")
            if isServer { said += text } else { heard += text }
            let isLast = place == lines.count - 1 || lines[place + 1].hasPrefix("S:") != isServer
            guard isLast else { continue }
            steps.append(isServer ? .say(said) : .hear(String(heard.suffix(5))))
            if isServer { said = "" }
        }
        let server = try ScriptedServer(steps)
        var configuration = SMTPConfiguration(hostname: "client.example")
        configuration.chunking = number == 1
        let connection = try await SMTPConnection.connect(
            to: Relay("smtp://127.0.0.1:\(server.port)"), configuration: configuration,
            on: MultiThreadedEventLoopGroup.singleton.next())
        let path = ReversePath.mailbox(try Mailbox(parsing: "bounces@lists.example"))
        // The content waits until the second transaction stands behind it, or it might leave alone.
        let gate = number == 0 ? ContentGate() : nil
        let one = try Letter.transaction(to: ["ken@example.org", "gone@example.org"], from: path, gate: gate)
        let two = try Letter.transaction(to: ["mei@example.net"], from: path)
        let first = Task { await connection.send(one) }
        let second = Task { await connection.send(two) }
        Task { gate?.decide(.open) }
        let results = await [first.value, second.value]
        await connection.quit()
        #expect(results.map(\.word) == ["answered 250", "answered 250"])
        #expect(results[0].exceptions.map(\.index) == [1] && results[1].exceptions.isEmpty)
        #expect(server.heard == heard)
    }
}
