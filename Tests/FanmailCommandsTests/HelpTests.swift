import ArgumentParser
import Foundation
import Testing

@testable import FanmailCommands

@Suite("The help texts")
struct HelpTests {
    /// Set to anything to write the goldens anew.
    private static let rewrites = ProcessInfo.processInfo.environment["FANMAIL_REWRITE_GOLDENS"] != nil
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens/help.txt")

    private func commands(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap { commands($0) }
    }

    @Test("are those of the golden file") func help() throws {
        let text = commands(FanmailCommand.self).map { FanmailCommand.helpMessage(for: $0, columns: 100) }
            .joined(separator: "\n----\n\n")
        if Self.rewrites { try Data(text.utf8).write(to: Self.golden) }
        let expected = try String(contentsOf: Self.golden, encoding: .utf8)
        let (found, wanted) = (text.split(separator: "\n"), expected.split(separator: "\n"))
        #expect(found.count == wanted.count)
        for (line, golden) in zip(found, wanted) where line != golden {
            Issue.record("\"\(line)\" instead of \"\(golden)\"; see FANMAIL_REWRITE_GOLDENS")
            break
        }
    }

    /// A command without one has it derived from its type, by reflection, at every start: a third of the time that a
    /// short command takes.
    @Test("belong to commands that give their name") func named() {
        for command in commands(FanmailCommand.self) { #expect(command.configuration.commandName != nil, "\(command)") }
    }

    @Test("say what each command is for, and group the commands by who uses them") func whole() {
        let all = commands(FanmailCommand.self)
        #expect(all.count > 25)
        for command in all { #expect(!command.configuration.abstract.isEmpty, "\(command)") }
        let root = FanmailCommand.helpMessage(columns: 100)
        for group in ["SEND NEWSLETTERS", "MANAGE SUBSCRIBERS", "EXERCISE A SERVER"] {
            #expect(root.uppercased().contains(group))
        }
    }
}
