import FanmailBasics
import Testing

@testable import SMTPSink

@Suite("Patterns and queries of a sink")
struct TextPatternTests {
    @Test(
        "A pattern is the whole text, a part of it, or an expression",
        arguments: [
            ("ada@x.example", false, "Ada@X.example", true), ("ada", false, "ada@x.example", false),
            ("*@x.example", false, "ada@x.example", true), ("ada", true, "Dear Ada,", true),
            ("ada*", true, "Dear Ada,", false),
            ("/^ad[ae]@/", false, "ADE@x.example", true), ("/^d/", false, "ada", false), ("/", false, "/", true),
            ("é*", false, "École", true), ("e*", false, "école", false), ("É*", false, "école", true),
        ])
    func patterns(_ pattern: String, _ isPart: Bool, _ text: String, _ fits: Bool) throws {
        #expect(try TextPattern(pattern, isPart: isPart).matches(text) == fits)
    }

    @Test("An expression that would take for ever does not fit, and the next text is looked at") func endless() throws {
        let pattern = try TextPattern("/(a+)+$/")
        for _ in 0..<50 { #expect(!pattern.matches(String(repeating: "a", count: 60) + "b")) }
        #expect(pattern.matches("baa") && !pattern.matches("aab"))
    }

    @Test("A style that nobody closes hides the rest") func unclosed() {
        #expect(!LinkScanner.words(ofHTML: "seen<style>hidden", first: 1_000).contains("hidden"))
        #expect(LinkScanner.words(ofHTML: "a<style>b</style>c", first: 1_000).contains("c"))
    }

    @Test("What is no expression is told") func broken() {
        #expect(throws: TextPattern.Failure.self) { try TextPattern("/(/") }
    }

    @Test("Every condition counts, and its opposite") func conditions() {
        let at = Timestamp(milliseconds: 7_000)
        let octets = Array(
            "From: App <app@x.example>\r\nTo: list@x.example\r\nSubject: The news\r\n\r\nHello, https://x.example/a\r\n"
                .utf8)
        let message = SinkMessage(
            id: 7, at: at, reversePath: "bounces@x.example", recipients: [.init(path: "ada@x.example")], octets: octets)
        func matches(_ field: SinkQuery.Condition.Field, _ text: String, isNegated: Bool = false) -> Bool {
            var query = SinkQuery()
            query.conditions = [.init(field, .part(text), isNegated: isNegated)]
            return query.matches(message)
        }
        #expect(
            matches(.recipient, "ada@") && !matches(.recipient, "list@")
                && matches(.recipient, "list@", isNegated: true))
        #expect(
            matches(.sender, "bounces@") && matches(.sender, "app@") && matches(.sender, "App")
                && !matches(.sender, "ada"))
        #expect(matches(.subject, "NEWS") && matches(.text, "hello") && !matches(.text, "news"))
        #expect(matches(.header("to"), "list@") && !matches(.header("cc"), "list@"))
        #expect(matches(.anything, "news") && matches(.anything, "ada@x") && matches(.anything, "hello, h"))
        #expect(!matches(.attachment, ""))
        var query = SinkQuery()
        query.before = at
        #expect(!query.matches(message))
        query = SinkQuery()
        query.since = .time(at)
        #expect(query.matches(message))
    }
}
