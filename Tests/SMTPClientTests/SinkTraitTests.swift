import SMTPClient
import SMTPCore
import SMTPSink
import SMTPSinkTesting
import Testing

/// The trait gives each test a sink of its own; what is shown in docs/embedding.md stands here.
@Suite("The trait .sink", .timeLimit(.minutes(10)))
struct SinkTraitTests {
    /// An app, which does not know what it is given.
    private struct SignUp {
        let relay: String

        func welcome(_ address: String) async throws -> Bool {
            let message = MailMessage(
                from: "Ada <ada@lists.example>", to: [MailAddress(address)], subject: "Willkommen, schön!",
                text: "Confirm: https://lists.example/confirm?t=1")
            return try await Relay(relay).send(message).allSatisfy(\.isAccepted)
        }
    }

    @Test("What the code under test sends the test looks at", .sink) func welcome() async throws {
        let sink = try #require(Sink.current)
        #expect(try await SignUp(relay: sink.url).welcome("ken@example.org"))
        let message = try await sink.message(to: "ken@example.org")
        #expect(message.subject == "Willkommen, schön!" && message.links == ["https://lists.example/confirm?t=1"])
        #expect(message.reversePath == "ada@lists.example" && sink.messages.count == 1)
        #expect(try await sink.messages(count: 1).map(\.id) == [message.id])
    }

    @Test(
        "Each test, and each of its cases, has one of its own, and it may misbehave",
        .sink { configuration in
            var fault = Fault(at: .rcpt)
            fault.pattern = "gone@*"
            fault.reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no such user")
            configuration.faults.faults = [fault]
        }, arguments: ["gone@example.org", "ken@example.org"])
    func cases(_ address: String) async throws {
        let sink = try #require(Sink.current)
        #expect(try await SignUp(relay: sink.url).welcome(address) == (address != "gone@example.org"))
        #expect(sink.messages.count == (address == "gone@example.org" ? 0 : 1))
    }

    @Test("The URL says how the server speaks", .sink { $0.isLMTP = true }) func url() async throws {
        let sink = try #require(Sink.current)
        #expect(sink.url == "lmtp://127.0.0.1:\(sink.port)")
        #expect(try await SignUp(relay: sink.url).welcome("ken@example.org"))
    }

    @Test(
        "A server with TLS from the first octet has another one",
        .sink { $0.tls = try? SinkTLS(.implicit, hosts: ["localhost"]) })
    func secureURL() throws {
        #expect(try #require(Sink.current).url.hasPrefix("smtps://127.0.0.1:"))
    }

    @Test("Who waits in vain is told what came instead", .sink) func inVain() async throws {
        let sink = try #require(Sink.current)
        _ = try await SignUp(relay: sink.url).welcome("ken@example.org")
        let error = await #expect(throws: Sink.NoMessage.self) {
            try await sink.message(to: "mei@example.org", timeout: .milliseconds(1))
        }
        #expect(error?.description.hasSuffix("what came was to ken@example.org") == true)
    }

    @Test("Without it there is none") func none() { #expect(Sink.current == nil) }
}
