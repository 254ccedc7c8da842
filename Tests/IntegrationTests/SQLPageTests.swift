import Foundation
import Testing

/// The questions of docs/sql.md, asked as they stand there in plain `sqlite3`.
@Suite("Ask it in SQL", .timeLimit(.minutes(10)), .enabled(if: Requirement.has("sqlite3")))
struct SQLPageTests {
    /// Each block of indented lines.
    private static var questions: [String] {
        get throws {
            try Repository.text("docs/sql.md").components(separatedBy: "\n\n").filter { $0.hasPrefix("    ") }
        }
    }

    @Test("answers each question of the page, also of a mailing that refused some") func everyQuestion() throws {
        let bench = try Workbench()
        try bench.subscribe(300)
        bench.expectSuccess(try bench.fanmail("subscriber", "unsubscribe", "user7@example.org", "--list", "announce"))
        let relay = try bench.startSink("--refuse", "5")
        bench.expectSuccess(
            try bench.fanmail("send", "letter.eml", "--relay", relay, "--max-rcpt", "10"))
        let questions = try Self.questions
        #expect(questions.count >= 5)
        for question in questions {
            // The page asks about mailing 3; this database has one.
            let answer = try bench.sqlite(question.replacing("mailing = 3", with: "mailing = 1"))
            #expect(!answer.isEmpty, "\(question)")
        }
    }

    @Test("gives sums that agree with the outcomes") func sums() throws {
        let bench = try Workbench()
        try bench.subscribe(300)
        let relay = try bench.startSink("--refuse", "5", "--defer", "5")
        _ = try bench.fanmail("send", "letter.eml", "--relay", relay, "--max-rcpt", "10", "--no-retry")
        let rows = try bench.sqlite(
            "SELECT outcome, count(*) FROM recipient_outcome WHERE mailing = 1 GROUP BY outcome ORDER BY outcome")
        var counted: [String: Int] = [:]
        for row in rows.split(separator: "\n") {
            let cells = row.split(separator: "|")
            counted[String(cells[0])] = Int(cells[1])
        }
        #expect(counted.values.reduce(0, +) == 300)
        #expect((counted["refused"] ?? 0) > 0 && (counted["deferred"] ?? 0) > 0)
        let shown = try bench.fanmail("mailing", "show", "1", "--json")
        for (outcome, count) in counted { #expect(shown.count(outcome) == count, "\(outcome)") }
    }
}
