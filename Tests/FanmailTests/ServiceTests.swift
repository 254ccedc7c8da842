import FanmailDelivery
import Foundation
import Logging
import SMTPClient
import SMTPCore
import SMTPProtocol
import SMTPSink
import ServiceLifecycle
import Testing

@testable import Fanmail

@Suite("Services", .timeLimit(.minutes(10)))
struct ServiceTests {
    private let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Says when its services run: who is shut down before is never run.
    private struct Herald: Service {
        let begun: AsyncStream<Void>.Continuation

        func run() async throws {
            begun.finish()
            try await gracefulShutdown()
        }
    }

    private func group(_ service: any Service) -> (ServiceGroup, begun: AsyncStream<Void>) {
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        let services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: service), .init(service: Herald(begun: continuation)),
        ]
        return (ServiceGroup(configuration: .init(services: services, logger: silent)), begun)
    }

    @Test("A mailing ends with its group, whatever it waits for, and can be resumed")
    func mailing() async throws {
        let transport = RecordingTransport { transaction in
            let reply = Reply(code: 450, status: EnhancedStatusCode(4, 2, 0), text: "later")
            var result = TransactionResult(ending: .noRecipients)
            result.exceptions = transaction.recipients.ids.indices.map { .init(index: $0, reply: reply) }
            return result
        }
        try await Office.with(transport, { $0.retry = RetrySchedule(pauses: [.seconds(86_400)]) }) { office, _ in
            let run = try await office.send(try Office.news(for: office))
            let (group, begun) = self.group(run)
            async let served: Void = group.run()
            for await _ in begun {}
            await group.triggerGracefulShutdown()
            try await served
            let report = await run.report()
            #expect(report.end.state == .paused && report.end.reason == "interrupted")
            #expect(report.totals.deferred + report.totals.pending == 3)
        }
    }

    @Test("A mailing that is through ends its group where that is asked for")
    func through() async throws {
        try await Office.with(RecordingTransport()) { office, _ in
            let run = try await office.send(try Office.news(for: office))
            try await ServiceGroup(
                configuration: .init(
                    services: [.init(service: run, successTerminationBehavior: .gracefullyShutdownGroup)],
                    logger: silent)
            ).run()
            #expect(await run.report().totals.accepted == 3)
        }
    }

    @Test("A sink serves until its group shuts down, and lets go of its port")
    func sink() async throws {
        let server = try await SinkServer.start(SinkConfiguration())
        let relay = try Relay("smtp://127.0.0.1:\(server.port)")
        let (group, begun) = self.group(server)
        async let served: Void = group.run()
        for await _ in begun {}
        let letter = MailMessage(from: "ada@a.example", to: ["ken@a.example"], subject: "News", text: "Hello!")
        #expect(try await relay.send(letter).allSatisfy(\.isAccepted))
        await group.triggerGracefulShutdown()
        try await served
        #expect(try await !relay.send(letter).allSatisfy(\.isAccepted))
        #expect(server.counts.messages == 1)
        // Once more, to no effect.
        await server.stop()
    }
}
