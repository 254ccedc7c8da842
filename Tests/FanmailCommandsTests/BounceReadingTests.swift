import Bounces
import FanmailBasics
import Testing

@testable import FanmailTerminal
@testable import ListCommands
@testable import ListStore

@Suite("Bounces in words")
struct BounceReadingTests {
    @Test("Every class has a meaning and an advice that fit a terminal", arguments: FailureClass.allCases)
    func advice(failureClass: FailureClass) {
        #expect(!failureClass.meaning.isEmpty && !failureClass.meaning.hasSuffix("."))
        #expect(failureClass.advice.hasSuffix(".") && failureClass.whatToDo.hasPrefix(failureClass.advice))
        let lines = WrappedText.lines(failureClass.whatToDo, label: "", indent: 4, width: 80)
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

    @Test("Nobody's address is kept in a rule")
    func addresses() {
        #expect(
            BounceTeachCommand.withoutAddresses("550 <ada@x.example>: gone, ada@y.example")
                == "550 <user@example.org> gone, <user@example.org>")
        #expect(BounceTeachCommand.withoutAddresses("550 gone") == "550 gone")
    }

    @Test(
        "A share is told to a tenth, and what is neither all nor nothing is not told so",
        arguments: [
            (0, 0, "0 %"), (0, 5, "0 %"), (5, 5, "100 %"), (82, 150, "54.7 %"), (1, 100_000, "0.1 %"),
            (99_999, 100_000, "99.9 %"), (12, 100, "12.0 %"),
        ])
    func share(bounces: Int, all: Int, expected: String) {
        let sum = BounceSum(bounces: all, hard: 0, soft: 0, people: 0, ended: 0, held: 0)
        let count = BounceCount(key: nil, subject: nil, bounces: bounces, hard: 0, ended: 0, held: 0)
        #expect(count.share(of: sum) == expected)
    }

    @Test(
        "A provider is named by its word, by a domain of its own, or by a domain that is nobody's who is known",
        arguments: [
            ("google", "google"), ("Google", "google"), ("gmail.com", "google"), ("@gmail.com", "google"),
            ("lists.example", "lists.example"), ("gogle", nil), ("", nil),
        ] as [(String, String?)])
    func provider(typed: String, expected: String?) {
        #expect(MailboxProvider(argument: typed)?.name == expected)
    }

    @Test("Who slipped is told what was meant") func nearProvider() {
        #expect(MailboxProvider.words("gogle") == "did you mean google?")
        #expect(MailboxProvider.words("zzzzzzzz").hasPrefix("use a domain, or one of "))
    }
}
