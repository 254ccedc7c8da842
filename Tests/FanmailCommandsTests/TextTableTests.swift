import Testing

@testable import FanmailCommands

@Suite("A table")
struct TextTableTests {
    @Test("is aligned by columns of the screen, not by characters") func wideCharacters() {
        var table = TextTable("NAME", "ADDRESS")
        table.add("山田太郎", "taro@example.jp")
        table.add("Ada", "ada@example.org")
        table.add(nil, "x@example.org")
        #expect(
            table.lines == [
                "NAME      ADDRESS", "山田太郎  taro@example.jp", "Ada       ada@example.org", "          x@example.org",
            ])
    }

    @Test("shows control characters and does not obey them") func controlCharacters() {
        var table = TextTable("NAME")
        table.add("a\u{1B}[2Jb\r\n\u{7}c\u{202E}d")
        let shown = table.lines[1]
        #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x202E })
        #expect(shown.hasPrefix("a") && shown.hasSuffix("d"))
    }

    @Test(
        "is cut to the columns there are, wide characters counted as two",
        arguments: [
            ("short", 10, "short"), ("exactly te", 10, "exactly te"), ("more than ten", 10, "more than…"),
            ("山田太郎です", 8, "山田太…"), ("", 1, ""),
        ])
    func cutting(text: String, width: Int, expected: String) {
        #expect(text.cut(to: width) == expected)
        #expect(text.cut(to: width).columns <= max(width, 1))
    }
}
