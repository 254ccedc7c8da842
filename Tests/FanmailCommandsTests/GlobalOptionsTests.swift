import ArgumentParser
import Testing

@testable import FanmailCommands
@testable import FanmailTerminal

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

    @Test("What is logged can be asked of every command that does something") func logged() {
        func leaves(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
            let below = command.configuration.subcommands
            return below.isEmpty ? [command] : below.flatMap { leaves($0) }
        }
        let all = leaves(FanmailCommand.self)
        #expect(all.count > 40)
        for command in all {
            let help = FanmailCommand.helpMessage(for: command, columns: 200)
            #expect(help.contains("--log-level") && help.contains("--log-format"), "\(command)")
        }
    }
}
