import Bounces
import FanmailBasics
import Testing

@testable import Shaping

/// A file of tables, and what is said of one that cannot be used.
@Suite(.timeLimit(.minutes(10)))
struct ShapingFileTests {
    private static let rule = "[[reaction]]\nname = \"a\"\nwords = \"slow\"\naction = \"pause\"\nfor = \"1h\"\n"

    @Test(arguments: [
        ("x = 1", "s.toml:1: unknown key `x`; valid keys are limits, reaction"),
        ("limit = 1", "s.toml:1: unknown key `limit`; did you mean `limits`?"),
        ("limits = 3", "s.toml:1: `limits` must be written [[limits]]"),
        ("[[limits]]", "s.toml:1: [[limits]] limits nothing; write a value such as connections = 5"),
        (
            "\n[[limits]]\nconnection = 5",
            "s.toml:3: unknown key `connection` in [[limits]]; did you mean `connections`?"
        ),
        ("[[limits]]\nconnections = 0", "s.toml:2: `connections` in [[limits]] must be an integer from 1 to 1000"),
        ("[[limits]]\nidle = \"2h\"", "s.toml:2: `idle` in [[limits]] is 2h; it must be from 1s to 1h"),
        (
            "[[limits]]\nidle = \"60\"",
            "s.toml:2: `idle` in [[limits]] is no time: `60` has no unit; write 60s, or another unit of ms, m, h, d"
        ),
        (
            "[[limits]]\nmessage-rate = \"100\"",
            "s.toml:2: `message-rate` in [[limits]] cannot be used: `100` is no rate; write so many /second, /minute, /hour or /day: 100/minute"
        ),
        (
            "[[limits]]\nmessage-rate = []",
            "s.toml:2: `message-rate` in [[limits]] is empty; write \"none\" for no limit"
        ),
        (
            "[[limits]]\ntls = \"require\"",
            "s.toml:2: `tls` in [[limits]] is \"require\", which is none of its values; did you mean \"required\"?"
        ),
        (
            "[[limits]]\nprovider = \"gogle\"\nmessages = 1",
            "s.toml:2: `provider` in [[limits]] has \"gogle\", which is nobody who is known; did you mean \"google\"?"
        ),
        (
            "[[limits]]\nprovider = \"somebody at all\"\nmessages = 1",
            "s.toml:2: `provider` in [[limits]] has \"somebody at all\", which is nobody who is known; name its hosts instead: mx = \"example.net\""
        ),
        (
            "[[limits]]\nprovider = []\nmessages = 1",
            "s.toml:2: `provider` in [[limits]] names nobody; leave it out for everybody"
        ),
        (
            "[[limits]]\ndomain = \"münchen.example\"\nmessages = 1",
            "s.toml:2: `domain` in [[limits]] has \"münchen.example\", which is no domain; write one such as \"example.org\", in ASCII"
        ),
        (
            "[[limits]]\nmx = \"localhost\"\nmessages = 1",
            "s.toml:2: `mx` in [[limits]] has \"localhost\", which is no domain; write one such as \"example.org\", in ASCII"
        ),
        (
            "[[reaction]]\naction = \"pause\"",
            "s.toml:1: [[reaction]] has no `name`; write one such as name = \"example-busy\""
        ),
        (
            "[[reaction]]\nname = \"A b\"",
            "s.toml:2: `name` in [[reaction]] is \"A b\"; it must be of lower case, digits and -, at most 60"
        ),
        (
            "[[reaction]]\nname = \"a\"",
            "s.toml:1: [[reaction]] does not say what it leads to; write `action`, one of \"pause\", \"slow-down\", \"one-connection\", \"skip-host\", \"none\""
        ),
        (
            "[[reaction]]\nname = \"a\"\naction = \"paus\"",
            "s.toml:3: `action` in [[reaction]] is \"paus\", which is none of its values; did you mean \"pause\"?"
        ),
        (
            "[[reaction]]\nname = \"a\"\naction = \"pause\"",
            "s.toml:1: [[reaction]] does not say for how long; write for = \"15m\""
        ),
        (
            "[[reaction]]\nname = \"a\"\naction = \"pause\"\nfor = \"5d\"",
            "s.toml:4: `for` in [[reaction]] is 5d; it must be from 1s to 4d"
        ),
        (
            "[[reaction]]\nname = \"a\"\naction = \"pause\"\nfor = \"1h\"\nrate = \"1/s\"",
            "s.toml:5: `rate` in [[reaction]] is for \"slow-down\", and this one is \"pause\""
        ),
        (
            "[[reaction]]\nname = \"a\"\naction = \"none\"\nfor = \"1h\"",
            "s.toml:4: `for` in [[reaction]] goes with an action, and this one has none"
        ),
        (
            "[[reaction]]\nname = \"a\"\ncode = 250\naction = \"none\"",
            "s.toml:3: `code` in [[reaction]] is \"250\"; write 400 to 599, \"4xx\" or \"5xx\""
        ),
        (
            "[[reaction]]\nname = \"a\"\nstatus = \"4.7\"\naction = \"none\"",
            "s.toml:3: `status` in [[reaction]] is \"4.7\"; write \"4.7.28\", \"x.7.28\", \"5.7.606-649\", \"x.7.*\" or \"none\""
        ),
        (
            "[[reaction]]\nname = \"a\"\nwords = \"a &\"\naction = \"none\"",
            "s.toml:3: `words` in [[reaction]] has \"a &\"; write phrases, with & between them"
        ),
        (
            "[[reaction]]\nname = \"a\"\nunless = [\"\"]\naction = \"none\"",
            "s.toml:3: `unless` in [[reaction]] has a phrase without words; take it out"
        ),
        (
            "[[reaction]]\nname = \"a\"\naction = \"none\"\nsample = \"Try later\"",
            "s.toml:4: `sample` in [[reaction]] has \"Try later\"; write a reply as the server does: \"421 4.7.0 Try again later\""
        ),
        (rule + rule, "s.toml:7: `name` in [[reaction]] is \"a\" for the second time; write another"),
        ("[[limits", "s.toml:1:9: not valid TOML"),
    ])
    func failsWithOneLine(text: String, line: String) {
        let failure = #expect(throws: InputFailure.self) { try ShapingFile.table(text, file: "s.toml") }
        let told = failure.map { "\($0.explanation)" } ?? ""
        #expect(told.hasPrefix(line), "\(told)")
        #expect(!told.contains("\n"))
    }

    @Test func aFileThatIsNotThereIsTold() {
        let failure = #expect(throws: InputFailure.self) { try ShapingFile.read("/nowhere/shaping.toml") }
        #expect(failure?.kind == .configuration)
        #expect(failure.map { "\($0.explanation)" }?.contains("/nowhere/shaping.toml") == true)
    }

    @Test func codesAreNumbersOrTexts() throws {
        for code in ["421", "\"421\"", "[421]", "[\"4xx\", 554]"] {
            let table = try ShapingFile.table(Self.rule + "code = \(code)\nsample = \"421 slow\"", file: "s.toml")
            #expect(!table.rules[0].conditions.codes.isEmpty)
        }
    }

    @Test func oneTableMayBeForSeveral() throws {
        let table = try ShapingFile.table(
            """
            [[limits]]
            provider = ["google", "yahoo"]
            mx = [".Example.net", "*.example.com"]
            domain = "Example.ORG"
            connections = 3
            """, file: "s.toml")
        #expect(
            table.entries.map { "\($0.key)" } == [
                "provider google", "provider yahoo", "MX example.net", "MX example.com", "domain example.org",
            ])
    }
}
