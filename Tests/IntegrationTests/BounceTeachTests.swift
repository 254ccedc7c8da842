import Foundation
import Testing

/// Rules are made of what none knew, from a mailing to the next.
@Suite("Teaching rules", .timeLimit(.minutes(10)))
struct BounceTeachTests {
    private static let words = "the gnomes of row 9 have eaten it"

    /// A mailing to forty, two of whom are refused with words that no rule knows.
    private func sent() throws -> (bench: Workbench, relay: String) {
        let bench = try Workbench()
        try bench.subscribe(40)
        try bench.write(
            "[[fault]]\nrecipient = \"user0@*\"\nreply = \"554 5.0.0 \(Self.words)\"\n"
                + "[[fault]]\nrecipient = \"user1@*\"\nreply = \"554 5.0.0 \(Self.words)\"\n", to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--yes", "--relay", relay))
        return (bench, relay)
    }

    private func objects(_ bench: Workbench, _ arguments: String...) throws -> [[String: Any]] {
        let result = try bench.run(bench.process(arguments + ["--json"]))
        bench.expectSuccess(result)
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    @Test func aRuleIsMadeOfAGroupAndJudgesTheNextMailing() throws {
        let (bench, relay) = try sent()
        let group = try #require(try objects(bench, "bounce", "undecided", "ls").first)
        #expect(group["bounces"] as? Int == 2 && (group["examples"] as? [Any])?.count == 1)
        let key = try #require(group["group"] as? String)
        let file = bench.path("fanmail.bounce-rules")
        for (arguments, status, words) in [
            (["--class", "full", "--dry-run"], 0, "would be in"),
            (["--class", "full", "--words", "of"], 65, "too short"),
            (["--class", "policy", "--hard"], 64, "leave it out"), (["--class", "complaint"], 64, "use one of"),
            (["--class", "full", "--for", "google"], 65, "none of it is of google"),
            (["--class", "full", "--words", "a dwarf was here"], 65, "does not decide"),
        ] as [([String], Int32, String)] {
            let result = try bench.run(bench.process(["bounce", "undecided", "teach", key] + arguments))
            #expect(result.status == status && result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: file))
        }
        bench.expectSuccess(try bench.fanmail("bounce", "undecided", "teach", key, "--class", "full"))
        let judged = try objects(bench, "bounce", "ls")
        #expect(judged.map { $0["class"] as? String } == ["full", "full"])
        #expect(judged.allSatisfy { $0["rule"] as? String == "taught-\(key)" && $0["effect"] as? String == "none" })
        // From the next bounce on they count, too.
        let letter = try String(contentsOfFile: bench.path("letter.eml"), encoding: .utf8)
        try bench.write(letter.replacing("Subject: ", with: "Subject: Again, "), to: "next.eml")
        bench.expectSuccess(try bench.fanmail("send", "next.eml", "--yes", "--again", "--relay", relay))
        let next = try objects(bench, "bounce", "ls", "--mailing", "last")
        #expect(next.map { $0["score"] as? Double } == [1, 1], "\(next)")
    }

    @Test func aMistakeInTheFileStopsNothing() throws {
        let (bench, _) = try sent()
        let text = "# mine\nrule gnomes\nwords gnomes\nklass full\n"
        try bench.write(text, to: "fanmail.bounce-rules")
        try bench.write("From: ada@example.org\nSubject: Hello\n\nHow are you?\n", to: "letter.txt")
        for command in [["bounce", "process", "letter.txt"], ["bounce", "classify", "letter.txt"]] {
            let result = try bench.run(bench.process(command))
            #expect(result.status == 0 && result.errors.contains("fanmail.bounce-rules, line 4:"), "\(result.errors)")
        }
        let key = try #require(try objects(bench, "bounce", "undecided", "ls").first?["group"] as? String)
        let result = try bench.fanmail("bounce", "undecided", "teach", key, "--class", "full")
        #expect(result.status == 78 && result.errors.contains("line 4:"), "\(result.errors)")
        #expect(try String(contentsOfFile: bench.path("fanmail.bounce-rules"), encoding: .utf8) == text)
    }

    @Test func theReportIsAPageToo() throws {
        let (bench, _) = try sent()
        let result = try bench.fanmail("bounce", "report", "--by", "provider", "--html", "report.html")
        bench.expectSuccess(result)
        for part in ["2 bounces of 2 people", "example.org", "undecided, 100 %", Self.words] {
            #expect(result.output.contains(part), "\(result.output)")
        }
        let byMailing = try bench.fanmail("bounce", "report", "--by", "mailing").output
        let letter = try String(contentsOfFile: bench.path("letter.eml"), encoding: .utf8)
        let subject = try #require(letter.firstMatch(of: /Subject: (.+)/)).1
        #expect(byMailing.contains(/MAILING +SUBJECT +BOUNCES/) && byMailing.contains(subject), "\(byMailing)")
        let page = try String(contentsOfFile: bench.path("report.html"), encoding: .utf8)
        #expect(
            page.hasPrefix("<!doctype html>") && page.contains(Self.words) && page.contains("1 \(subject)")
                && !page.contains("<script"))
    }
}
