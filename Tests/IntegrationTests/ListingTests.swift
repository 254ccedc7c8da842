import Foundation
import Testing

/// Listings for people are tables that fit their terminal; for programs they are plain lines, with nothing left out.
@Suite(.timeLimit(.minutes(10)), .enabled(if: Requirement.has("script", "stty")))
struct ListingTests {
    private static let name = "Adelheid Maximiliane von und zu Lengenfeld-Österreicher, geborene Hohenlohe"
    private static let file = "people-who-came-by-the-printed-leaflet-of-the-spring.csv"
    private static let reply = "550 5.1.1 there is nobody of this name here, nor has there been one in all these years"

    /// A person of a long name, a batch from a file of a long name, and a mailing that was refused with a long reply.
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.subscribe(300)
        try bench.write("email,name\nadelheid@example.org,\"\(Self.name)\"\n", to: Self.file)
        bench.expectSuccess(try bench.fanmail("subscriber", "import", Self.file, "--list", "announce"))
        try bench.write("[[fault]]\nrecipient = \"user7@*\"\nreply = \"\(Self.reply)\"\n", to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--yes", "--relay", relay))
        return bench
    }

    @Test func theyFitTheTerminalAndAreWholeInAPipe() throws {
        let bench = try bench()
        for (command, columns, shown, whole) in [
            ("subscriber ls", 60, "ADDRESS", Self.name), ("batch ls", 80, "BATCH", Self.file),
            ("bounce ls", 80, "ID", Self.reply), ("mailing outcomes 1 --outcome refused", 50, "OUTCOME", Self.reply),
            ("mailing ls", 90, "ID", "finished"),
        ] {
            let arguments = command.split(separator: " ").map(String.init)
            let onTerminal = try bench.onTerminal(
                arguments, columns: columns, rows: 1000, environment: ["NO_COLOR": "1"]
            ).output.replacing("\r\n", with: "\n")
            let lines = onTerminal.split(separator: "\n")
            #expect(lines.first?.hasPrefix(shown) == true, "\(onTerminal)")
            #expect(lines.allSatisfy { $0.count <= columns }, "\(command): \(onTerminal)")
            let inAPipe = try bench.run(bench.process(arguments))
            #expect(inAPipe.status == 0 && inAPipe.output.contains(whole), "\(inAPipe.output)")
            #expect(inAPipe.output.split(separator: "\n").count >= lines.count - 1)
        }
    }

    /// The first rows decide on the columns; all of them are shown.
    @Test func aLongListingIsWhole() throws {
        let bench = try bench()
        let shown = try bench.onTerminal(["subscriber", "ls"], columns: 60, environment: ["PAGER": "cat"]).output
        #expect(shown.components(separatedBy: "@example.").count - 1 == 301, "\(shown)")
        #expect(shown.contains("\u{1B}[1mADDRESS"))
    }

    @Test(arguments: [
        ("subscriber ls", "no subscriptions"), ("bounce ls", "no bounces"), ("suppression ls", "nobody is suppressed"),
        ("mailing ls", "no mailings yet"), ("batch ls", "no batches yet"), ("segment ls", "no segments yet"),
        ("list ls", "no lists yet"), ("budget ls", "no limit was ever used"),
    ])
    func whereThereIsNothingTheySaySo(command: String, answer: String) throws {
        let bench = try Workbench()
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        bench.expectSuccess(try bench.fanmail("list", "rm", "announce", "--yes"))
        let arguments = command.split(separator: " ").map(String.init)
        #expect(try bench.onTerminal(arguments).output.contains(answer))
        #expect(try bench.run(bench.process(arguments)).output.isEmpty)
    }
}
