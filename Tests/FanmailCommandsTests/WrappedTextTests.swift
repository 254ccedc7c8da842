import Testing

@testable import FanmailTerminal
@testable import ListCommands

@Suite("Text in lines")
struct WrappedTextTests {
    @Test("is broken between words alone, and stands below itself")
    func words() {
        #expect(
            WrappedText.lines("one two three four", label: "who", indent: 6, width: 14)
                == ["who   one two", "      three", "      four"])
        // A word that is too long is whole all the same.
        #expect(
            WrappedText.lines("a averylongaddress@example.org b", indent: 0, width: 10)
                == ["a", "averylongaddress@example.org", "b"])
        #expect(WrappedText.lines("", label: "who", indent: 6, width: 80) == ["who   "])
        // Wide characters take two columns.
        #expect(WrappedText.lines("山田 太郎", indent: 0, width: 8) == ["山田", "太郎"])
    }

    @Test(
        "of a length of time is what people say",
        arguments: [
            (0, "a second"), (1.4, "a second"), (1.6, "2 seconds"), (99, "99 seconds"), (120, "2 minutes"),
            (5400, "90 minutes"), (7200, "2 hours"), (172_800, "2 days"),
        ] as [(Double, String)])
    func lengths(seconds: Double, text: String) {
        #expect(PlanPage.length(seconds) == text)
    }
}
