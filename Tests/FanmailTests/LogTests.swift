import Fanmail
import FanmailDelivery
import InMemoryLogging
import Logging
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@Suite("What is logged of mailings", .timeLimit(.minutes(10)))
struct LogTests {
    @Test("tells their sums, and names nobody, whatever the server says") func nobody() async throws {
        let memory = InMemoryLogHandler()
        let transport = RecordingTransport { transaction in
            let reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no ada@a.example here")
            return TransactionResult(ending: .refused(reply))
        }
        var logger = Logger(label: "test") { _ in memory }
        logger.logLevel = .info
        try await Office.with(transport, { ($0.logger, $0.retry) = (logger, .none) }) { office, _ in
            let report = await (try await office.send(try Office.news(for: office))).report()
            #expect(report.end.reason?.contains("ada@a.example") == true)
        }
        let entries = memory.entries
        #expect(entries.map(\.message.description) == ["mailing begins", "mailing ended"])
        #expect(entries.last?.metadata["state"] == "paused" && entries.last?.metadata["accepted"] == "0")
        #expect(!entries.contains { "\($0)".contains("@a.example") })
    }
}
