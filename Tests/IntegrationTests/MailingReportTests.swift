import Foundation
import Testing

/// How a mailing went, as a command tells it.
@Suite("mailing report", .timeLimit(.minutes(10)))
struct MailingReportTests {
    @Test("The same sums as everywhere, in words, in JSON and on a page") func sums() throws {
        let bench = try Workbench()
        try bench.subscribe(600)
        let relay = try bench.startSink("--refuse", "4", "--defer", "3")
        let sent = try bench.fanmail("send", "letter.eml", "--relay", relay, "--max-rcpt", "20", "--no-retry", "--json")
        let report = try bench.fanmail("mailing", "report", "--html", "report.html", "--json")
        bench.expectSuccess(report)
        #expect(report.errors.contains("the page is report.html"))
        let domains = try #require(report.json["domains"] as? [[String: Any]])
        let replies = try #require(report.json["replies"] as? [[String: Any]])
        let steps = try #require(report.json["overTime"] as? [[String: Any]])
        for outcome in ["accepted", "refused", "deferred", "unknown", "skipped"] {
            func sum(_ rows: [[String: Any]]) -> Int {
                rows.reduce(0) { $0 + (($1["outcomes"] as? [String: Int])?[outcome] ?? 0) }
            }
            #expect(sum(domains) == sent.count(outcome), "\(outcome)")
            #expect(sum(steps) == sent.count(outcome), "\(outcome)")
            let told = replies.filter { $0["outcome"] as? String == outcome }
            #expect(told.reduce(0) { $0 + ($1["recipients"] as? Int ?? 0) } == sent.count(outcome), "\(outcome)")
        }
        #expect(sent.count("refused") > 0 && sent.count("deferred") > 0)
        let words = try bench.fanmail("mailing", "report", "1").output
        #expect(words.hasPrefix("mailing 1, paused: "))
        for word in ["600 recipients", "recipients/s", "OUTCOME", "550 5.1.1", "DOMAIN", "example.org"] {
            #expect(words.contains(word), "\(word): \(words)")
        }
        let page = try String(contentsOf: bench.directory.appending(path: "report.html"), encoding: .utf8)
        #expect(page.contains("To: announce@lists.example") && page.contains("RCPT TO:&lt;"))
        let mode =
            try FileManager.default.attributesOfItem(
                atPath: bench.directory.appending(path: "report.html").path)[.posixPermissions] as? Int
        // It names people.
        #expect(mode == 0o600)
    }

    @Test("A page that cannot be written, and a mailing that there is not, are told in one line") func faults() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let none = try bench.fanmail("mailing", "report", "7")
        #expect(none.status == 66 && none.errors.contains("there is no mailing 7"))
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let lost = try bench.fanmail("mailing", "report", "--html", "no/such/folder.html")
        #expect(lost.status == 74 && lost.output.isEmpty)
        #expect(lost.errors.split(separator: "\n").count == 1 && lost.errors.contains("--html no/such/folder.html"))
    }
}
