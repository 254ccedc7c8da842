import Testing

@testable import FanmailTerminal

@Suite("Words that are wrapped")
struct WrappedLinesTests {
    @Test(
        "Lines break between words, and no line is wider than the screen unless a word is",
        arguments: [
            ("a bb ccc", 4, ["a bb", "ccc"]), ("a bb ccc", 8, ["a bb ccc"]),
            ("a longerword b", 5, ["a", "longerword", "b"]),
            ("", 5, []), ("日本 語", 5, ["日本", "語"]),
        ])
    func lines(text: String, width: Int, lines: [String]) { #expect(text.wrapped(to: width) == lines) }
}
