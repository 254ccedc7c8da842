import Testing

@testable import FanmailCommands

@Suite("The options of every command")
struct GlobalOptionsTests {
    @Test(
        "are understood before the noun, between noun and verb, and behind",
        arguments: [
            ("list ls", "list ls"),
            ("--db a.db list ls", "list ls --db a.db"),
            ("--db=a.db list ls", "list ls --db=a.db"),
            ("--json --db a.db list ls", "list ls --json --db a.db"),
            ("list --db a.db ls", "list ls --db a.db"),
            ("list --json ls", "list ls --json"),
            ("list ls --db a.db", "list ls --db a.db"),
            ("--log-level debug --log-format=json list ls", "list ls --log-level debug --log-format=json"),
            ("list --log-format json ls", "list ls --log-format json"),
            ("--db a.db send - --rate 5/s", "send - --rate 5/s --db a.db"),
            // Behind -- everything is an argument.
            ("--db a.db subscriber show -- --json", "subscriber show --db a.db -- --json"),
            // Not ours: the parser says what is wrong with it.
            ("--version", "--version"), ("--nonsense list ls", "--nonsense list ls"), ("--db", "--db"),
            ("--log-level", "--log-level"),
        ])
    func moved(given: String, expected: String) {
        let words = { (line: String) in line.split(separator: " ").map(String.init) }
        #expect(GlobalOptions.moved(words(given)) == words(expected))
    }
}
