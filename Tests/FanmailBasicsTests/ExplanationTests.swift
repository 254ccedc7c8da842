import FanmailBasics
import Testing

/// Where, what, and what helps, as values and as one line.
struct ExplanationTests {
    private struct Failure: ExplainedError {
        let explanation: Explanation
    }

    private static let makeIt = Remedy(Remedy.Code("make-it"), about: "a\u{1B}b", "make\u{7} it")

    @Test(
        "The line holds what there is, and the remedy in the words of whoever shows it",
        arguments: [
            (Explanation("it is gone"), "it is gone", "it is gone"),
            (Explanation("it is gone", at: "a.csv:4"), "a.csv:4: it is gone", "a.csv:4: it is gone"),
            (
                Explanation("it is gone", at: "a.csv", remedy: .seeMailings),
                "a.csv: it is gone; see which mailings there are", "a.csv: it is gone; <see-mailings>"
            ),
            (
                Explanation("it is archived", remedy: .bringBack(list: "dev")), "it is archived; bring it back first",
                "it is archived; <bring-list-back>"
            ),
        ])
    func lines(explanation: Explanation, usual: String, worded: String) {
        #expect("\(explanation)" == usual)
        #expect(explanation.line { "<\($0.code)>" } == worded)
        #expect("\(Failure(explanation: explanation))" == usual)
        #expect(Failure(explanation: explanation).what == explanation.what)
    }

    @Test("What others wrote cannot steer a terminal, wherever it stands")
    func escaped() {
        let explanation = Explanation("a\u{1B}[2J", at: "b\u{7}.csv", remedy: Self.makeIt)
        #expect(!"\(explanation)\(Self.makeIt.subject)".unicodeScalars.contains { $0.value < 0x20 })
    }
}
