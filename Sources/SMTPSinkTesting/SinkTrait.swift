public import SMTPSink
public import Testing

/// Gives each test a sink of its own, on a free port: ``Sink/current``.
public struct SinkTrait: TestTrait, SuiteTrait, TestScoping {
    /// Every test of a suite has one of its own, too.
    public var isRecursive: Bool { true }
    private let change: @Sendable (inout SinkConfiguration) -> Void

    init(_ change: @escaping @Sendable (inout SinkConfiguration) -> Void) { self.change = change }

    /// Starts it before the test, and stops it behind it, however that ends.
    @concurrent public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let messages = SinkMessages()
        var configuration = SinkConfiguration()
        change(&configuration)
        messages.take(from: &configuration)
        let server = try await SinkServer.start(configuration)
        do {
            try await Sink.$current.withValue(Sink(server, messages), operation: function)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

extension Trait where Self == SinkTrait {
    /// A server that takes all mail, for the time of each test.
    public static var sink: Self { SinkTrait { _ in } }

    /// The same, changed: TLS, logins, faults, extensions.
    public static func sink(_ change: @escaping @Sendable (inout SinkConfiguration) -> Void) -> Self {
        SinkTrait(change)
    }
}
