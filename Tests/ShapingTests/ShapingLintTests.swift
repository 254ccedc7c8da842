import Bounces
import Testing

@testable import Shaping

/// Each kind of fault is found, and named.
@Suite(.timeLimit(.minutes(10)))
struct ShapingLintTests {
    private static func rule(
        _ name: String, _ conditions: String, _ sample: String, action: String = "\"pause\"\nfor = \"1h\""
    ) -> String {
        "[[reaction]]\nname = \"\(name)\"\n\(conditions)\nsample = \(sample)\naction = \(action)\n"
    }

    private static let good = rule("a", "code = 421\nwords = \"go slower\"", "\"421 4.7.0 Go slower, please\"")

    @Test func nothingIsSaidOfAGoodOne() throws {
        #expect(ShapingLint.findings(try ShapingFile.table(Self.good, file: "s.toml")) == [])
        #expect(ShapingLint.findings(ShapingTable()) == [])
    }

    @Test(arguments: [
        // Its own samples.
        (
            "[[reaction]]\nname = \"a\"\nwords = \"go slower\"\naction = \"none\"\n",
            "s.toml:1: a: it has no `sample`, a reply that it takes; write one"
        ),
        (
            rule("a", "words = \"go slower\"", "\"421 4.7.0 Go faster\""),
            "s.toml:1: a: it does not decide '421 4.7.0 Go faster'"
        ),
        (
            rule("a", "code = 450\nwords = \"go slower\"", "\"421 4.7.0 Go slower\""),
            "s.toml:1: a: it does not decide '421 4.7.0 Go slower'"
        ),
        (
            good.replacing("\naction", with: "\nother = \"421 You go slower than me\"\naction"),
            "s.toml:1: a: it takes '421 You go slower than me', which it is not to"
        ),
        // Conditions that nothing can meet, or anything does.
        (rule("a", "", "\"421 4.7.0 Go slower\""), "s.toml:1: a: it has no condition"),
        (
            rule("a", "code = 421\nstatus = \"5.7.1\"", "\"421 4.7.1 Go slower\""),
            "s.toml:1: a: no reply has such a code and such a status: the first digits differ"
        ),
        (
            rule("a", "words = [\"go slower\", \"slow down now\"]\nunless = \"slow down\"", "\"421 4.7.0 Go slower\""),
            "s.toml:1: a: it can never take the words 'slow down now'"
        ),
        (rule("a", "words = \"no\"", "\"421 4.7.0 no\""), "s.toml:1: a: 'no' is too short to mean something"),
        (
            rule("a", "words = \"slower than 192.0.2.1\"", "\"421 slower than 192.0.2.1\""),
            "s.toml:1: a: 'slower than 192.0.2.1' has digits that vary"
        ),
        (
            rule("a", "words = [\"go slower\", \"Go slower\"]", "\"421 Go slower\""),
            "s.toml:1: a: the words 'Go slower' stand there twice"
        ),
        // One behind another.
        (
            rule("a", "words = \"slower\"", "\"421 slower\"") + rule("b", "words = \"go slower\"", "\"421 Go slower\""),
            "s.toml:7: b: rule a takes '421 Go slower'"
        ),
        (
            rule("a", "code = \"4xx\"", "\"421 slower\"") + rule("b", "code = 450", "\"450 Go slower\""),
            "s.toml:7: b: rule a takes '450 Go slower'"
        ),
        (
            rule("a", "status = \"4.7.*\"", "\"421 4.7.0 slower\"")
                + rule("b", "status = [\"4.3.2\", \"4.7.28\"]", "\"421 4.3.2 Go slower\""),
            "s.toml:7: b: rule a takes 4.7.28"
        ),
        // Words of our own.
        (
            rule("a", "words = \"the last reply\"", "\"421 4.7.0 This is the last reply\""),
            "s.toml:1: a: it takes what fanmail itself writes: 'expired after 4 days; the last reply: 450 4.2.0 not now'"
        ),
        (
            rule("a", "status = \"4.4.7\"", "\"450 4.4.7 Queue expired\""),
            "s.toml:1: a: it takes what fanmail itself writes: 'expired after 4 days; the last reply: 450 4.2.0 not now'"
        ),
        (
            rule("a", "words = \"connection was lost\"", "\"451 4.4.2 The connection was lost\""),
            "s.toml:1: a: it takes what fanmail itself writes: 'mx.example.org: the connection was lost while the data was sent'"
        ),
        // What changes nothing.
        (
            "[[limits]]\nmessage-rate = \"10/minute\"\n"
                + rule(
                    "a", "words = \"go slower\"", "\"421 Go slower\"",
                    action: "\"slow-down\"\nrate = \"1/second\"\nfor = \"1m\""),
            "s.toml:3: a: it leads to 1/second, and everybody has 10/minute anyway"
        ),
        (
            "[[limits]]\nconnections = 1\n"
                + rule("a", "words = \"go slower\"", "\"421 Go slower\"", action: "\"one-connection\"\nfor = \"1m\""),
            "s.toml:3: a: it leads to one connection, and everybody has one anyway"
        ),
        // Limits.
        (
            "[[limits]]\nidle = \"6m\"",
            "s.toml:1: everybody: `idle` is longer than servers wait for a command, 5m (RFC 5321, 4.5.3.2.7)"
        ),
        (
            "[[limits]]\nmessage-rate = [\"100/minute\", \"50/hour\"]",
            "s.toml:1: everybody: 100/minute never counts, for 50/hour is less"
        ),
        (
            "[[limits]]\nprovider = \"google\"\nconnections = 3\n[[limits]]\nprovider = \"google\"\nconnections = 4",
            "s.toml:4: provider google: `connections` stands at s.toml:1 already, and this one counts; take one out"
        ),
    ])
    func findsAndNames(text: String, finding: String) throws {
        let found = ShapingLint.findings(try ShapingFile.table(text, file: "s.toml")).map(\.description)
        #expect(found.contains(finding), "\(found)")
    }

    /// Of a file that comes before the program's table, what it does to that.
    @Test func whatTakesAnothersRepliesIsTold() throws {
        let file = try ShapingFile.table(
            Self.rule("mine", "provider = \"yahoo\"\ncode = 421", "\"421 4.7.0 Not now\""), file: "s.toml")
        let found = ShapingLint.findings(ShapingTable.standard.adding(file))
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.origin == .file("s.toml", line: 1) && $0.subject == "mine" })
        #expect(
            found.contains {
                $0.what.hasPrefix("it takes '421 4.7.0 [TSS04]")
                    && $0.what.hasSuffix("of fanmail's rule yahoo-tss04; give it that name to take its place")
            }, "\(found)")
    }

    /// Every rule of the program's table is held by its samples: with other words it does not pass.
    @Test func eachRuleIsHeldByItsSamples() {
        let table = ShapingTable.standard
        for (place, rule) in table.rules.enumerated() {
            var rules = table.rules
            var conditions = rule.conditions
            conditions.words = [["words that nobody says"]]
            rules[place] = ShapingRule(rule.keys, conditions, leadingTo: rule.reaction)
            let found = ShapingLint.findings(ShapingTable(entries: table.entries, rules: rules))
            #expect(found.contains { $0.subject == rule.name }, "\(rule.name)")
        }
    }
}
