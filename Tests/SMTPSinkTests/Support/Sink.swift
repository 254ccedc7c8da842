import SMTPSink
import Synchronization

/// A sink for the time of one test, and what it took.
final class Sink: Sendable {
    private let copies = Mutex<[RecordedCopy]>([])

    var taken: [RecordedCopy] { copies.withLock { $0 } }

    static func run(
        _ change: (inout SinkConfiguration) throws -> Void = { _ in }, _ body: (SinkServer, Sink) async throws -> Void
    ) async throws {
        let sink = Sink()
        var configuration = SinkConfiguration()
        configuration.recorder = { copies in sink.copies.withLock { $0 += copies } }
        try change(&configuration)
        let server = try await SinkServer.start(configuration)
        do {
            try await body(server, sink)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}
