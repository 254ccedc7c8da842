import Bounces
import FanmailBasics
import ListStore
import Testing

@testable import FanmailCommands

@Suite("Bounces in words")
struct BounceReadingTests {
    @Test("Every class has a meaning and an advice that fit a terminal", arguments: FailureClass.allCases)
    func advice(failureClass: FailureClass) {
        #expect(!failureClass.meaning.isEmpty && !failureClass.meaning.hasSuffix("."))
        #expect(failureClass.advice.hasSuffix("."))
        let lines = WrappedText.lines(failureClass.advice, label: "", indent: 4, width: 80)
        #expect(lines.allSatisfy { $0.columns <= 80 } && lines.count <= 2)
    }

    @Test(
        "The words of a rule are what does not vary",
        arguments: [
            ("the gnomes of @ refuse # letters", "the gnomes of & letters & refuse"),
            ("@ is gone & lost", "is gone lost"),
        ])
    func phrases(words: String, expected: String) {
        #expect(
            Set(BounceTeachCommand.phrases(words).split(separator: " & ").map { $0.split(separator: " ") })
                == Set(expected.split(separator: " & ").map { $0.split(separator: " ") }))
    }
}
