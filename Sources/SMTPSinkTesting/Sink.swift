public import SMTPSink

/// A server for the time of one test: what the code under test sends to it, the test looks at.
///
/// ```swift
/// @Test(.sink) func welcome() async throws {
///     let sink = try #require(Sink.current)
///     try await SignUp(relay: sink.url).welcome("ken@example.org")
///     let message = try await sink.message(to: "ken@example.org")
///     #expect(message.subject == "Welcome" && message.links.count == 1)
/// }
/// ```
public final class Sink: Sendable {
    /// What did not come.
    public struct NoMessage: Error, CustomStringConvertible {
        /// One line that says what was waited for, and what came instead.
        public let description: String
    }

    /// That of the test that runs; nil where the test has no trait ``Testing/Trait/sink``.
    @TaskLocal public static var current: Sink?

    /// Of the server, at 127.0.0.1 unless its trait says another host.
    public var port: Int { server.port }
    /// For whoever takes one: `smtp://127.0.0.1:40312`.
    public var url: String { server.url }
    /// The server itself: its counts, and how it misbehaves.
    public let server: SinkServer
    /// All that came.
    public let messages: SinkMessages

    init(_ server: SinkServer, _ messages: SinkMessages) {
        self.server = server
        self.messages = messages
    }

    /// The first message to a recipient, as soon as it is there; what came before this was called counts.
    ///
    /// - Parameters:
    ///   - recipient: a forward-path of the envelope, with `*` for any characters.
    ///   - mark: only what came behind the message of this id.
    ///   - timeout: how long it is waited for.
    /// - Throws: ``NoMessage`` where none has come by then.
    public func message(
        to recipient: String, since mark: Int = 0, timeout: Duration = .seconds(10)
    ) async throws -> SinkMessage {
        var query = SinkQuery(to: recipient)
        query.since = .id(mark)
        guard let message = await messages.wait(for: query, timeout: timeout).first else {
            let others = messages.messages().flatMap { $0.recipients.map(\.path) }
            let instead =
                others.isEmpty ? "nothing came" : "what came was to \(others.prefix(10).joined(separator: ", "))"
            throw NoMessage(description: "no message to \(recipient) within \(timeout): \(instead)")
        }
        return message
    }

    /// The first messages that a query means, as soon as there are so many.
    ///
    /// - Throws: ``NoMessage`` where there are fewer when the time has passed.
    public func messages(
        _ query: SinkQuery = SinkQuery(), count: Int, timeout: Duration = .seconds(10)
    ) async throws -> [SinkMessage] {
        let found = await messages.wait(for: query, count: count, timeout: timeout)
        guard found.count == count else {
            throw NoMessage(description: "\(found.count) of \(count) messages within \(timeout)")
        }
        return found
    }
}
