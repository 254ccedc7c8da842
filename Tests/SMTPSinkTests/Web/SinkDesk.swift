import FanmailBasics
import FanmailWeb
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

/// A sink with its web server, for the time of one test.
struct SinkDesk: Sendable {
    let sink: SinkServer
    let messages: SinkMessages
    let server: WebServer
    var web: WebClient { WebClient(port: server.port) }

    static func run(
        takesAnswers: Bool = false, release: MessageRelease? = nil,
        _ change: (inout SinkConfiguration, inout SinkWebServer.Settings) -> Void = { _, _ in },
        _ body: (SinkDesk) async throws -> Void
    ) async throws {
        let messages = SinkMessages()
        var configuration = SinkConfiguration()
        configuration.extensions = SinkConfiguration.everyExtension
        var settings = SinkWebServer.Settings()
        settings.port = 0
        change(&configuration, &settings)
        messages.take(from: &configuration)
        let sink = try await SinkServer.start(configuration)
        var api = SinkAPI(messages, sink, smtpHost: "127.0.0.1", takesAnswers: takesAnswers)
        api.release = release
        let server = try await SinkWebServer.start(settings, api)
        do {
            try await body(SinkDesk(sink: sink, messages: messages, server: server))
        } catch {
            await server.stop()
            await sink.stop()
            throw error
        }
        await server.stop()
        await sink.stop()
    }

    /// Sends a message, and has its reply.
    func send(
        to recipient: String, subject: String = "Hello", parameters: String = "", body: String = "text"
    ) throws {
        let client = try RawClient(port: sink.port)
        try client.send(
            "EHLO app.example\r\nMAIL FROM:<bounces@x.example>\(parameters)\r\nRCPT TO:<\(recipient)>\r\nDATA\r\n"
                + "From: App <app@x.example>\r\nTo: Ken <ken@x.example>\r\nSubject: \(subject)\r\n"
                + "Message-ID: <1@x.example>\r\n\r\n\(body)\r\n.\r\nQUIT\r\n")
        #expect(try client.codesToEnd() == [220, 250, 250, 250, 354, 250, 221])
    }
}

extension JSONValue {
    /// A whole number, where this is one.
    var whole: Int? {
        if case .int(let value) = self { Int(value) } else { nil }
    }

    /// The values of an array.
    var all: [JSONValue] {
        if case .array(let values) = self { values } else { [] }
    }
}
