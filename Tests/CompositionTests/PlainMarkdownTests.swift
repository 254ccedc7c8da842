import FanmailBasics
import SMTPCore
import Testing

@testable import Composition

@Suite("Markdown as plain text")
struct PlainMarkdownTests {
    private static func plain(_ body: String, _ reader: RecipientFields? = nil) throws -> String {
        let folder = try LetterFolder(["letter.md": LetterFolder.front() + body])
        let reader = reader ?? RecipientFields(address: "a@b.example", name: "Ada")
        return try #require(folder.letter().content(for: reader, list: nil).plain)
    }

    @Test(
        "Tables are laid out",
        arguments: [
            (
                "| Item | n | Price |\n| --- | :-: | ---: |\n| Coffee | a | 1.50 |\n| **Tea** | bbb | 12.00 |\n",
                "Item     n   Price\n------  ---  -----\nCoffee   a    1.50\nTea     bbb  12.00\n"
            ),
            ("| 日付 | 本 |\n| - | - |\n| 9月 | こころ |\n| 10月 | x |\n", "日付  本\n----  ------\n9月   こころ\n10月  x\n"),
            ("| A | B |\n| - | - |\n| 1 | {{subscriber.name}} |\n", "A  B\n-  --------\n1  Ada\n"),
            ("| A | B |\n| - | - |\n| {{subscriber.name}} | 1 |\n| x | |\n", "A: Ada\nB: 1\n\nA: x\n"),
        ])
    func tables(body: String, wanted: String) throws {
        let text = try Self.plain(body)
        // How long a mark is, is nobody's business.
        #expect(text.replacing(#/-{8,}/#, with: "--------") == wanted)
    }

    @Test("A table wider than a line is one line a cell")
    func wideTable() throws {
        let long = String(repeating: "x", count: 60)
        #expect(try Self.plain("| A | B |\n| - | - |\n| \(long) | \(long) |\n") == "A: \(long)\nB: \(long)\n")
    }

    @Test(
        "Links are footnotes, each address once; one that stands alone has it beside itself",
        arguments: [
            (
                "[a](https://x.example/1) b [c](https://x.example/2) [d](https://x.example/1)\n",
                "a [1] b c [2] d [1]\n\n[1] https://x.example/1\n[2] https://x.example/2\n"
            ),
            ("**[Go](https://x.example/)**\n", "Go: <https://x.example/>\n"),
            ("[Go](https://x.example/)\n", "Go: <https://x.example/>\n"),
            ("See <https://x.example/> or a@b.example\n", "See https://x.example/ or a@b.example\n"),
            ("{{#subscriber.name}}[a](https://x.example/) b{{/subscriber.name}} c\n", "a <https://x.example/> b c\n"),
        ])
    func links(body: String, wanted: String) throws { #expect(try Self.plain(body) == wanted) }

    @Test(
        "Blocks",
        arguments: [
            ("# Größe 東京\n\ntext\n", "Größe 東京\n==========\n\ntext\n"), ("## Hello\n", "Hello\n-----\n"),
            ("### Hello\n", "Hello\n"), ("# Hello {{subscriber.name}}\n", "Hello Ada\n"),
            ("a\nb\\\nc\n", "a b\nc\n"), ("- a\n- b\n  - c\n", "- a\n- b\n  - c\n"),
            ("3. a\n4. b\n\n   c\n", "3. a\n\n4. b\n\n   c\n"), ("> a\n>\n> > b\n", "> a\n>\n> > b\n"),
            ("![two people](https://x.example/a.png)\n", "[two people]\n"), ("a\n\n---\n\nb\n", "a\n\n---\n\nb\n"),
            ("    code\n      more\n", "code\n  more\n"),
        ])
    func blocks(body: String, wanted: String) throws { #expect(try Self.plain(body) == wanted) }

    @Test("A long quotation has its mark on each line") func quotation() throws {
        let text = try Self.plain("> \(String(repeating: "word ", count: 40))\n")
        let lines = text.split(separator: "\n")
        #expect(lines.count == 3 && lines.allSatisfy { $0.hasPrefix("> word") && $0.count <= PlainMarkdown.width })
    }
}
