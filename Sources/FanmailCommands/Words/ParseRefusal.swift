import ArgumentParser
import Fanmail
import FanmailTerminal

/// What is said of a command line that the parser does not take: one line.
enum ParseRefusal {
    /// Nil where nothing is wrong with it: help was asked for, or something else went wrong.
    static func failure(_ error: any Error, _ arguments: [String]) -> FanmailFailure? {
        guard FanmailCommand.exitCode(for: error) == .validationFailure else { return nil }
        let words = GlobalOptions.moved(arguments)[...]
        let (node, rest) = CommandTree.root.descend(words.first == "help" ? words.dropFirst() : words)
        // A word that is no command comes first: flags behind it belong to what was meant.
        if !node.usual.children.isEmpty, let word = rest.first, !word.hasPrefix("-") {
            return CommandGuess(node: node, word: word, rest: rest.dropFirst()).failure
        }
        let command = node.usual
        let start = "Unknown option '"
        let message = FanmailCommand.message(for: error)
        if message.hasPrefix(start) {
            let flag = message.dropFirst(start.count).prefix { $0 != "'" }
            return FlagGuess(node: command, flag: String(flag)).failure
        }
        // Where a flag is none, the parser may speak of what stands behind it.
        if let flag = stranger(rest, command) { return FlagGuess(node: command, flag: flag).failure }
        return ParserWords(error, command).failure
    }

    /// The first flag that the command has not.
    private static func stranger(_ words: ArraySlice<String>, _ command: CommandTree) -> String? {
        let flags = Set(command.flags)
        return words.prefix { $0 != "--" }.lazy.filter { $0.hasPrefix("--") }.map { $0.prefix { $0 != "=" } }
            .first { !flags.contains(String($0.dropFirst(2))) }.map(String.init)
    }
}
