import FanmailBasics
import Testing

@testable import FanmailSettings

@Suite("What is no TOML is told in plain words")
struct TOMLWordsTests {
    @Test(arguments: [
        ("name = \"a\nowner = \"b\"\n", "a text has no end in this line"),
        ("name = \"a", "has no end in this file"),
        ("name = [\"a\"", "has no end in this file"),
        ("name = announce\n", "texts stand in quotes"), ("name = \"a\"\nname = \"b\"\n", "keep one of them"),
        ("name\n", "write key = value"), ("= 3\n", "not valid TOML: "),
    ])
    func words(text: String, words: String) throws {
        let failure = #expect(throws: InputFailure.self) {
            try TOMLDocument(parsing: text, file: "a.toml", keys: ["name", "owner"], kind: .input)
        }
        #expect(failure.map { "\($0)" }?.contains(words) == true, "\(failure.map { "\($0)" } ?? "")")
        #expect(failure.map { "\($0)" }?.hasPrefix("a.toml:") == true)
    }
}
