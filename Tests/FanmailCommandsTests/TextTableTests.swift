import FanmailBasics
import Foundation
import Testing

@testable import FanmailTerminal

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

    /// A row of every kind: a number, a long text, a short one, a time.
    private static let table: TextTable = {
        var table = TextTable("ID", "SUBJECT", "STATE", "AT")
        let time = Timestamp(milliseconds: 1_795_530_769_230)
        table.add(12_345_678_901, "News of the autumn and the winter", "finished", time)
        table.add(2, "News", "sending", nil)
        return table
    }()

    @Test(
        "is fitted to the terminal: times to the minute, then the longest texts cut, then times to the day",
        arguments: [
            (nil, "12345678901  News of the autumn and the winter  finished  2026-11-24T14:32:49.230Z"),
            (82, "12345678901  News of the autumn and the winter  finished  2026-11-24T14:32:49.230Z"),
            (81, "12345678901  News of the autumn and the winter  finished  2026-11-24T14:32Z"),
            (74, "12345678901  News of the autumn and the wint…  finished  2026-11-24T14:32Z"),
            (50, "12345678901  News of…  finished  2026-11-24T14:32Z"),
            (49, "12345678901  News of the a…  finished  2026-11-24"),
            (20, "12345678901  News of…  finished  2026-11-24"),
        ] as [(Int?, String)])
    func fitting(width: Int?, row: String) {
        let lines = Self.table.lines(width: width)
        #expect(lines[1] == row)
        #expect(lines.allSatisfy { $0.columns <= max(width ?? .max, 43) })
        // Columns begin where their headings do.
        let state = lines[0].distance(from: lines[0].startIndex, to: lines[0].range(of: "STATE")!.lowerBound)
        #expect(lines[1].dropFirst(state).hasPrefix("finished") && lines[2].dropFirst(state).hasPrefix("sending"))
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
