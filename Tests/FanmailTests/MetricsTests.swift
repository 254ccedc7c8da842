import FanmailDelivery
import ListStore
import MetricsTestKit
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import Fanmail

@Suite("What is counted of mailings", .timeLimit(.minutes(10)))
struct MetricsTests {
    @Test("are envelopes and recipients by their outcome, connections, and times") func counted() async throws {
        let metrics = TestMetrics()
        let transport = RecordingTransport { transaction in
            var result = TransactionResult.accepted("kept")
            let reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "who?")
            result.exceptions = transaction.recipients.ids.indices
                .filter { transaction.recipients.address(at: $0) == "ken@a.example" }
                .map { .init(index: $0, reply: reply) }
            return result
        }
        try await Office.with(transport, { $0.metrics = metrics }) { office, _ in
            let report = await (try await office.send(try Office.news(for: office))).report()
            #expect(report.totals.accepted == 2 && report.totals.refused == 1)
        }
        func total(_ label: String, _ dimension: (String, String)) -> Int64 {
            metrics.counterTotal(label: label, dimensions: [dimension])
        }
        #expect(total("fanmail_envelopes", ("outcome", "accepted")) == 1)
        #expect(total("fanmail_recipients", ("outcome", "accepted")) == 2)
        #expect(total("fanmail_recipients", ("outcome", "refused")) == 1)
        #expect(total("fanmail_recipients", ("outcome", "deferred")) == 0)
        #expect(total("fanmail_connections", ("result", "opened")) == 1)
        #expect(total("fanmail_connections", ("result", "failed")) == 0)
        #expect(try metrics.expectTimer("fanmail_transaction_seconds").values.count == 1)
        #expect(try metrics.expectTimer("fanmail_journal_commit_seconds").values.count > 1)
    }

    @Test("… and a relay that cannot be reached") func failed() async throws {
        let metrics = TestMetrics()
        try await Office.with(nil, { $0.metrics = metrics }) { office, _ in
            await #expect(throws: FanmailFailure.self) { try await office.send(try Office.news(for: office)) }
        }
        #expect(metrics.counterTotal(label: "fanmail_connections", dimensions: [("result", "failed")]) == 1)
    }

    @Test("Of an import: its rows by what became of them, also of one that is a sync") func imported() throws {
        let folder = try StoreFolder()
        let metrics = TestMetrics()
        let store = try Store.open(path: folder.store.path, create: false, metrics: metrics)
        try folder.subscribe("ada@a.example", "zoe@a.example")
        try folder.subscribe("gus@a.example")
        try folder.unsubscribe("gus@a.example")
        try folder.suppress("sue@a.example")
        func run(_ rows: String, _ mode: SubscriberFileImport.Mode) throws {
            var work = SubscriberFileImport(SubscriberFile(path: try folder.write("email\n" + rows, to: "rows.csv")))
            work.mode = mode
            _ = try work.run(into: "announce", of: store)
        }
        try run(
            "ada@a.example\nnew@a.example\nken@a.example\ngus@a.example\nsue@a.example\nnobody\n",
            .adding())
        func total(_ result: String) -> Int64 {
            metrics.counterTotal(label: "fanmail_import_rows", dimensions: [("result", result)])
        }
        #expect(total("added") == 2 && total("already_subscribed") == 1)
        #expect(total("left_earlier") == 1 && total("suppressed") == 1)
        // What did not happen has no counter.
        #expect(throws: (any Error).self) {
            try metrics.expectCounter("fanmail_import_rows", [("result", "ended")])
        }
        try run("ada@a.example\nnew@a.example\nken@a.example\n", .replacing(limit: 1))
        #expect(total("ended") == 1 && total("added") == 2)
    }
}
