import TestSupport
import Testing

@testable import Composition

/// What cmark takes long for is refused before it reads it, and no more than that.
struct MarkdownBoundsTests {
    private static func made(_ body: String) throws -> Letter {
        try LetterFolder(["letter.md": LetterFolder.front() + body]).letter()
    }

    @Test(
        "Hostile Markdown ends at once, with the line and the reason",
        arguments: [
            (String(repeating: "a <!A ", count: 40_000), 6, "<! and <?"),
            (String(repeating: "a <? ", count: 40_000), 6, "<! and <?"),
            (String(repeating: "a <![CDATA[", count: 40_000), 6, "<! and <?"),
            (String(repeating: ">", count: 50_000) + "a\n" + String(repeating: "b\n", count: 25_000), 6, "quotes"),
            ("Hi\n\n" + String(repeating: "- ", count: 50_000) + "a", 8, "within each other"),
            (String(repeating: "1. ", count: 50_000) + "a", 6, "within each other"),
            (
                "|" + String(repeating: "a|", count: 25_000) + "\n|" + String(repeating: "-|", count: 25_000), 7,
                "columns"
            ),
            (
                "> |" + String(repeating: "a|", count: 400) + "\n> |" + String(repeating: "-|", count: 400) + "\n"
                    + String(repeating: "> |c\n", count: 20_000), 131, "cells"
            ),
            (String(repeating: "a\n", count: 50_000) + "|a|\n|-|\n", 50_007, "blank line"),
            (
                String(
                    repeating: String(repeating: "x|", count: 20) + "\n" + String(repeating: "-|", count: 21) + "\n",
                    count: 1200), nil, "blank line"
            ),
            (String(repeating: "*a **a ", count: 7000) + String(repeating: "b** b* ", count: 7000), nil, "emphasis"),
        ] as [(String, Int?, String)])
    func hostile(body: String, line: Int?, says: String) throws {
        let failure = try #require(throws: CompositionFailure.self) { try Self.made(body) }
        #expect(failure.reason.contains("letter.md: ") && failure.reason.contains(says), "\(failure.reason)")
        #expect(line == nil || failure.line == line)
    }

    @Test(
        "What letters have is taken",
        arguments: [
            String(repeating: "> ", count: 20) + "deep", String(repeating: "- ", count: 20) + "deep",
            "|" + String(repeating: "a|", count: 40) + "\n|" + String(repeating: "-|", count: 40) + "\n"
                + String(repeating: "|" + String(repeating: "b|", count: 40) + "\n", count: 200),
            String(repeating: "A line of a long paragraph.\n", count: 5000) + "\n| a | b |\n|---|:-:|\n| c | d |\n",
            String(repeating: "<!--[if !mso]><!-->x<!--<![endif]-->\n\n", count: 100),
            String(repeating: "- one\n  - two\n    1. three\n", count: 2000),
            "*a **b *c* d** e* ~~f **g**~~ `<!` -- ---\n\n---\n",
        ])
    func usual(body: String) throws { _ = try Self.made(body) }

    @Test(
        "Ten times the elements take some ten times as long", .timeLimit(.minutes(10)),
        arguments: [
            "`a` ", "`{{` ", "`{{subscriber.name}}` ", "[a](http://b) ", "<http://a.b> ", "www.a.b ", "a@b.example ",
            "# a\n", "---\n", "```\na\n```\n", "![a](http://b/c.png) ", "&amp;", "*a ", "[", "<b>", "<!-- ", "|a|b\n",
        ])
    func linear(piece: String) throws {
        func work(_ count: Int) throws -> Double {
            let text = String(repeating: piece, count: count)
            return try ThreadTime.least { _ = LetterLint.findings(in: try Self.made(text), list: nil) }
        }
        let (few, many) = (try work(200), try work(2000))
        #expect(many < max(few, 0.002) * 40, "\(few), \(many)")
    }

    @Test("Code is looked over about as fast as HTML", .timeLimit(.minutes(10))) func code() throws {
        func work(_ piece: String) throws -> Double {
            let sources = try Self.made(String(repeating: piece, count: 2000)).sources
            return ThreadTime.least { for source in sources { _ = AuthoredBody(source) } }
        }
        let (code, html) = (try work("`a` "), try work("<b>a</b> "))
        #expect(code < max(html, 0.01) * 5, "\(code), \(html)")
    }
}
