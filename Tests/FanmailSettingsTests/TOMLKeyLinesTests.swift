import Testing

@testable import FanmailSettings

struct TOMLKeyLinesTests {
    @Test func keysAreFoundWhereverTheyStand() {
        let lines = TOMLKeyLines(
            "\u{FEFF}# x = 1\r\n" + """
                a = "x = 1 # no" # b = 2
                b.c = [ # d = 1
                  "]", '''
                e = 1
                ''', { f = 1, "g h" = [2] },
                ]
                i = \"\"\"
                j = 1 \\\"\"\"
                \"\"\"\"
                "k.l" = 1979-05-27 07:32:00
                [m . n]
                o = 'c:\\'
                [[p]]
                q = 1
                """)
        let expected: [([String], Int?)] = [
            (["x"], nil), (["a"], 2), (["b", "c"], 3), (["d"], nil), (["e"], nil), (["b", "c", "f"], 6),
            (["b", "c", "g h"], 6), (["i"], 8), (["j"], nil), (["k.l"], 11), (["m", "n"], 12), (["m", "n", "o"], 13),
            (["p"], 14), (["p", "q"], 15),
        ]
        for (path, line) in expected { #expect(lines[path] == line, "\(path)") }
    }

    @Test(arguments: ["", "=", "[", "a", "a = [", "a = {", "a = \"", "a = '''", "a.\"", "a = {b", "a = [[[[\"\\"])
    func brokenTextDoesNoHarm(text: String) {
        #expect(TOMLKeyLines(text)[["zzz"]] == nil)
    }
}
