import FanmailBasics
import Testing

@testable import FanmailSettings

@Suite("Arrays of tables in TOML, with lines")
struct TOMLReaderTests {
    private enum Colour: String, CaseIterable { case red, green }

    private static let text = """
        # a comment
        seed = 7

        [[phase]]  # the first
        rate = 5
        for = "10s"

        [[sender]]
        tags = [
          "a",
          "b",
        ]
        weight = 1.5
        [[phase]]
        "rate" = "1-2"
        colour = "gren"
        """

    private func reader(_ text: String = text) throws -> TOMLReader {
        try TOMLReader(parsing: text, file: "f.toml", kind: .configuration)
    }

    private func line(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "nothing"
        } catch {
            return (error as? InputFailure)?.explanation.description ?? "\(error)"
        }
    }

    @Test("Values are read from the table that they stand in") func values() throws {
        let root = try reader()
        let phases = try root.tables("phase")
        #expect(try root.integer("seed", in: 0...9) == 7 && phases.count == 2)
        #expect(try phases.map { try $0.text("rate") } == ["5", "1-2"])
        #expect(try phases[0].duration("for") == .seconds(10))
        let sender = try #require(try root.tables("sender").first)
        #expect(try sender.strings("tags", atMost: 2) == ["a", "b"] && sender.number("weight", in: 0...2) == 1.5)
        #expect(try root.tables("target").isEmpty && !sender.has("rate"))
    }

    @Test("What is wrong is told with its own line, whichever of the tables it stands in") func lines() throws {
        let root = try reader()
        let phases = try root.tables("phase")
        let sender = try root.tables("sender")[0]
        #expect(
            line { try root.check(["sed", "phase", "sender"]) } == "f.toml:2: unknown key `seed`; did you mean `sed`?")
        #expect(
            line { try phases[0].check(["rate", "form"]) }
                == "f.toml:6: unknown key `for` in [[phase]]; did you mean `form`?")
        #expect(
            line { _ = try phases[1].integer("rate", in: 1...9) }
                == "f.toml:15: `rate` in [[phase]] must be an integer from 1 to 9")
        #expect(
            line { _ = try phases[1].choice("colour", Colour.self) }
                == "f.toml:16: `colour` in [[phase]] is \"gren\", which is none of its values; did you mean \"green\"?")
        #expect(
            line { _ = try sender.number("weight", in: 2...3) }
                == "f.toml:13: `weight` in [[sender]] must be a number from 2 to 3")
        #expect(line { _ = try sender.strings("tags", atMost: 1) }.hasPrefix("f.toml:9: `tags`"))
        #expect(line { throw phases[1].failure(nil, "does nothing") } == "f.toml:14: [[phase]] does nothing")
        #expect(line { _ = try root.tables("seed") } == "f.toml:2: `seed` must be written [[seed]]")
    }

    @Test("What the parser does not take has its place") func syntax() {
        #expect(line { _ = try reader("a = 1\nb = = 2\n") }.hasPrefix("f.toml:2:5: not valid TOML: "))
    }

    @Test("Tables within brackets have the line of their array") func inline() throws {
        let phases = try reader("a = 1\nphase = [{ rate = 1 }, { rate = \"x\" }]\n").tables("phase")
        #expect(line { _ = try phases[1].integer("rate", in: 1...2) }.hasPrefix("f.toml:2: `rate` in [[phase]]"))
    }
}
