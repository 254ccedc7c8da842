import ArgumentParser
import Fanmail

/// What is said of a command line that the parser does not take, where more can be said than the parser does.
enum ParseRefusal {
    /// Nil where the parser's own words say it best: a value that is missing, or cannot be read.
    static func failure(_ error: any Error, _ arguments: [String]) -> FanmailFailure? {
        guard FanmailCommand.exitCode(for: error) == .validationFailure else { return nil }
        let words = GlobalOptions.moved(arguments)[...]
        let (node, rest) = CommandTree.root.descend(words.first == "help" ? words.dropFirst() : words)
        // A word that is no command comes first: flags behind it belong to what was meant.
        if !node.usual.children.isEmpty, let word = rest.first, !word.hasPrefix("-") {
            return CommandGuess(node: node, word: word, rest: rest.dropFirst()).failure
        }
        let start = "Unknown option '"
        let message = FanmailCommand.message(for: error)
        guard message.hasPrefix(start) else { return nil }
        let flag = message.dropFirst(start.count).prefix { $0 != "'" }
        return FlagGuess(node: node.usual, flag: String(flag)).failure
    }
}
