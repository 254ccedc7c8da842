import Foundation
import Testing

/// Filters and segments from the command line.
@Suite(.timeLimit(.minutes(10)))
struct SegmentCommandTests {
    @Test func aLetterGoesToASegment() throws {
        let bench = try Workbench()
        try bench.subscribe(10)
        for number in [2, 5] {
            bench.expectSuccess(
                try bench.fanmail("subscriber", "edit", "user\(number)@example.org", "--set", "city=Paris"))
        }
        let filter = "attributes.city = \"Paris\""
        bench.expectSuccess(
            try bench.fanmail("segment", "add", "parisians", "--list", "announce", "--filter", filter))
        let shown = try bench.fanmail("segment", "show", "parisians", "--list", "announce", "--json")
        #expect(shown.count("active") == 2)
        #expect(shown.json["sample"] as? [String] == ["user2@example.org", "user5@example.org"])
        #expect(try bench.fanmail("plan", "letter.eml", "--segment", "parisians", "--json").count("recipients") == 2)
        let relay = try bench.startSink()
        let sent = try bench.fanmail("send", "letter.eml", "--segment", "parisians", "--relay", relay, "--json")
        #expect(sent.count("accepted") == 2 && sent.count("recipients") == 2)
        #expect(try bench.copies().keys.sorted() == ["user2@example.org", "user5@example.org"])
        let listed = try bench.fanmail("subscriber", "ls", "--list", "announce", "--segment", "parisians", "--jsonl")
        #expect(listed.output.split(separator: "\n").count == 2)
        let others = try bench.fanmail("subscriber", "ls", "--filter", "not \(filter)", "--limit", "3", "--jsonl")
        #expect(others.output.split(separator: "\n").count == 3)
        bench.expectSuccess(try bench.fanmail("segment", "rm", "parisians", "--list", "announce"))
        #expect(try bench.fanmail("segment", "ls", "--json").output == "[]\n")
    }

    @Test(arguments: [
        (["subscriber", "ls", "--filter", "name = x"], Int32(64), "column 8"),
        (["subscriber", "ls", "--segment", "x"], 64, "--list"),
        (["segment", "add", "A B", "--list", "announce", "--filter", "tag exists"], 64, "no name"),
        (["segment", "add", "a", "--list", "announce", "--filter", "tag ="], 64, "column 6"),
        (["send", "letter.eml", "--segment", "none", "--relay", "smtp://127.0.0.1:1"], 66, "segment add"),
    ])
    func badInputIsOneClearLine(arguments: [String], status: Int32, says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let result = try bench.run(bench.process(arguments))
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
    }
}
