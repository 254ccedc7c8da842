import Foundation
import Testing

/// `mailing retry` offers a mailing once more to whom one outcome has, from any terminal.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RetryCommandTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
    }

    private func retry(_ outcome: String, _ relay: String) throws -> Workbench.Result {
        try bench.fanmail("mailing", "retry", "1", "--outcome", outcome, "--relay", relay, "--no-retry", "--json")
    }

    @Test("Who was refused, and nobody else; where nobody is, nothing is changed")
    func refused() throws {
        try bench.subscribe(200)
        let blocking = try bench.startSink("--block", "5")
        let sent = try bench.fanmail(
            "send", "letter.eml", "--relay", blocking, "--json",
            environment: ["FANMAIL_GUARD_WINDOW": "0", "FANMAIL_GUARD_DOMAIN": "0"])
        let refused = sent.count("refused")
        #expect(refused > 0 && sent.count("accepted") == 200 - refused, "\(sent.errors)")
        let mended = try bench.startSink(record: "second.jsonl")
        let again = bench.expectSuccess(try retry("refused", mended))
        #expect(again.count("accepted") == 200 && again.count("refused") == 0)
        #expect(try bench.copies("second.jsonl").count == refused)
        let none = try retry("refused", mended)
        #expect(none.status == 66 && none.errors.contains("nobody of mailing 1 is refused"), "\(none.errors)")
        #expect(try bench.copies("second.jsonl").count == refused)
    }

    @Test("What is unknown is sent once more")
    func unknown() throws {
        try bench.subscribe(100)
        let cutting = try bench.startSink("--cut-after", "4")
        let sent = try bench.fanmail(
            "send", "letter.eml", "--relay", cutting, "--max-rcpt", "10", "--connections", "1", "--json")
        let unknown = sent.count("unknown")
        #expect(sent.status == 76 && unknown > 0 && sent.errors.contains("fanmail mailing retry 1 --outcome unknown"))
        let other = try bench.startSink(record: "second.jsonl")
        #expect(bench.expectSuccess(try retry("unknown", other)).count("accepted") == 100)
        #expect(try bench.copies("second.jsonl").count == unknown)
    }

    @Test("Who is deferred gets it now, also while another process waits for their time, which hands it over")
    func deferred() throws {
        try bench.subscribe(100)
        let putsOff = try bench.startSink("--defer", "50")
        let sender = bench.process(["send", "letter.eml", "--relay", putsOff, "--retry", "1h"])
        sender.errors = bench.path("sender")
        try sender.start()
        var waits = false
        for _ in 0..<6000 where !waits {
            usleep(10_000)
            let shown = try bench.fanmail("mailing", "show", "1", "--json")
            waits = shown.count("deferred") > 0 && shown.count("pending") == 0 && shown.count("underWay") == 0
        }
        let deferred = try bench.fanmail("mailing", "show", "1", "--json").count("deferred")
        #expect(waits && sender.isRunning && deferred > 0)
        let takes = try bench.startSink(record: "second.jsonl")
        let again = bench.expectSuccess(try retry("deferred", takes))
        #expect(again.count("accepted") == 100)
        sender.wait()
        #expect(sender.status == 75)
        #expect(try bench.copies().count == 100 - deferred && bench.copies("second.jsonl").count == deferred)
    }

    @Test("Another outcome, and a mailing that was cancelled, are refused", arguments: ["accepted", "skipped", "all"])
    func impossible(outcome: String) throws {
        try bench.subscribe(10)
        let relay = try bench.startSink("--defer", "100")
        _ = try bench.fanmail("send", "letter.eml", "--relay", relay, "--no-retry")
        let wrong = try retry(outcome, relay)
        #expect(wrong.status == 64 && wrong.errors.contains("use refused, unknown or deferred"), "\(wrong.errors)")
        bench.expectSuccess(try bench.fanmail("mailing", "cancel", "1"))
        let cancelled = try retry("deferred", relay)
        #expect(cancelled.status == 65 && cancelled.errors.contains("was cancelled"), "\(cancelled.errors)")
    }
}
