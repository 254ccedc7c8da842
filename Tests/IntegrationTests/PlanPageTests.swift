import Foundation
import Testing

/// A plan on a terminal is a page that is understood in ten seconds.
@Suite(.timeLimit(.minutes(10)), .enabled(if: Requirement.has("script", "stty")))
struct PlanPageTests {
    private func page(_ bench: Workbench, _ arguments: String..., columns: Int = 100) throws -> [String] {
        try bench.onTerminal(
            ["plan"] + arguments, columns: columns, environment: ["NO_COLOR": "1", "TZ": "Asia/Kolkata"]
        ).output.replacing("\r\n", with: "\n").components(separatedBy: "\n")
    }

    /// Without its line ends.
    private func flat(_ lines: [String]) -> String {
        lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    }

    @Test("How long each provider takes is told by the mailing before, and what the limit is")
    func forecast() throws {
        let bench = try Workbench()
        try bench.subscribe(60)
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "ada@gmail.com", "--list", "announce"))
        let relay = try bench.startSink()
        func forecast(_ arguments: String...) throws -> [String: Any] {
            let planned = try bench.run(bench.process(["plan", "letter.eml", "--relay", relay, "--json"] + arguments))
            return try #require(planned.json["forecast"] as? [String: Any], "\(planned.errors)")
        }
        let guessed = try #require(try forecast()["providers"] as? [[String: Any]])
        #expect(guessed.map { $0["provider"] as? String } == ["example.org", "google"])
        #expect(guessed.allSatisfy { $0["milliseconds"] is NSNull })
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay, "--max-rcpt", "2"))
        let known = try forecast()
        #expect(known["mailing"] as? Int == 1 && known["limit"] as? String == "connections")
        let parts = try #require(known["providers"] as? [[String: Any]])
        #expect(parts.contains { $0["milliseconds"] is Double }, "\(parts)")
        #expect(try forecast("--rate", "1/m")["limit"] as? String == "rate")
        let page = flat(try page(bench, "letter.eml", "--relay", relay))
        #expect(page.contains("example.org 60 in a second") && page.contains("the limit is 10 connections"), "\(page)")
    }

    @Test func itSaysWhoHowManyWhenAndWhatIsOdd() throws {
        let bench = try Workbench()
        try bench.subscribe(30)
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "ada@example.com", "--list", "announce"))
        bench.expectSuccess(try bench.fanmail("suppression", "add", "user3@example.org", "--reason", "asked"))
        let shown = try page(bench, "letter.eml")
        let text = shown.joined(separator: "\n")
        #expect(shown.first == "test", "\(text)")
        #expect(text.contains("to    announce <announce@lists.example>"))
        #expect(text.contains("who   30 recipients: example.org 29, example.com 1\n      1 suppressed and left out\n"))
        let moment = /when done in a second, about \d\d:\d\d IST, if it is sent now \(a guess: 50 ms a round trip\)/
        #expect(flat(shown).contains(moment), "\(text)")
        #expect(text.contains("odd   no relay is set: `send` wants --relay smtp://host"))
        #expect(text.contains("`fanmail plan letter.eml --full` shows") && !text.contains("RCPT TO"))
        #expect(shown.count < 24)
        // With a rate it is known; and a page has no longer lines than are read with ease.
        let rated = try page(bench, "letter.eml", "--rate", "1/m", "--relay", "smtp://mail.example")
        #expect(flat(rated).contains("done in 30 minutes, about "))
        #expect(rated.contains("odd   nothing"), "\(rated)")
        for columns in [40, 80, 200] {
            let lines = try page(bench, "letter.eml", columns: columns)
            #expect(lines.allSatisfy { $0.count <= min(columns, 80) }, "\(lines)")
        }
        #expect(try page(bench, "letter.eml", "--full").joined().contains("RCPT TO:<user0@example.org>"))
        try bench.write(
            "---\nsubject: Hi\nfrom: ada@lists.example\nlist: announce\n---\n{{subscriber.name|you}}\n", to: "own.md")
        let own = flat(try page(bench, "own.md"))
        #expect(
            own.contains("how 30 envelopes with one recipient each (the letter asks for {{subscriber.name}}"), "\(own)")
        // For a program it is as it was.
        #expect(
            try bench.fanmail("plan", "letter.eml").output.contains("who    30 recipients at 2 domains, 1 suppressed"))
    }

    /// How fast the relay was is how fast it will be.
    @Test func thePaceIsThatOfTheLatestMailings() throws {
        let bench = try Workbench()
        try bench.subscribe(60)
        let relay = try bench.startSink()
        bench.expectSuccess(
            try bench.fanmail("send", "letter.eml", "--yes", "--relay", relay, "--max-rcpt", "1", "--rate", "30/s"))
        try bench.write(bench.letter(subject: "second"), to: "second.eml")
        let text = flat(try page(bench, "second.eml", "--relay", relay, "--max-rcpt", "1"))
        #expect(text.contains("at the pace of mailing 1"), "\(text)")
        let other = flat(try page(bench, "second.eml", "--relay", "smtp://other.example"))
        #expect(other.contains("a guess"), "\(other)")
        let again = try page(bench, "letter.eml", "--relay", relay).joined(separator: "\n")
        #expect(again.contains("odd   it went to this list before, as mailing 1: `send` wants --again"), "\(again)")
    }

    /// Local with a zone on a terminal, UTC for a program.
    @Test func timesAreThoseOfTheReader() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--yes", "--relay", relay))
        func shown(_ arguments: [String]) throws -> String {
            try bench.onTerminal(arguments, environment: ["TZ": "Asia/Kolkata", "NO_COLOR": "1"]).output
        }
        #expect(try shown(["mailing", "ls"]).contains("STARTED (IST)"))
        #expect(try shown(["mailing", "show"]).contains(/started: +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d IST/))
        #expect(try shown(["mailing", "show", "--json"]).contains(/"startedAt": ?"[^"]+Z"/))
        #expect(
            try shown(["mailing", "ls", "--csv"]).contains(/1,announce,finished,\d{4}-\d\d-\d\dT[0-9:.]+Z,1,0,0,0,test/)
        )
        #expect(try shown(["config", "show"]).contains("\r\n\r\nno fanmail.toml here or in a folder above"))
        let piped = try bench.fanmail("mailing", "ls", environment: ["TZ": "Asia/Kolkata"]).output
        #expect(piped.contains(/T[0-9:.]+Z/) && !piped.contains("(IST)"), "\(piped)")
        for command in [
            "list ls", "subscriber ls", "mailing ls", "mailing outcomes", "bounce ls", "batch ls", "batch show",
            "segment ls", "suppression ls", "key ls", "config show", "db stats",
        ] {
            let csv = bench.expectSuccess(
                try bench.run(bench.process(command.split(separator: " ").map(String.init) + ["--csv"])))
            let rows = csv.output.components(separatedBy: "\r\n")
            let columns = rows[0].split(separator: ",", omittingEmptySubsequences: false)
            #expect(
                columns.count > 1 && columns.allSatisfy { $0 == $0.lowercased() && !$0.isEmpty }, "\(command): \(rows)")
            #expect(rows.last == "", "\(command)")
            #expect(
                try bench.run(bench.process(command.split(separator: " ").map(String.init) + ["--csv", "--json"]))
                    .status == 64)
        }
    }
}
