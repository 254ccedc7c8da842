import ArgumentParser

/// The commands by their words, as the parser has them.
struct CommandTree {
    let command: any ParsableCommand.Type
    /// The words that lead here, without the program's.
    let path: [String]

    static let root = CommandTree(command: FanmailCommand.self, path: [])

    var name: String { command.configuration.commandName ?? "" }
    /// Its name, then what else it answers to.
    var names: [String] { [name] + command.configuration.aliases }
    /// As it is typed.
    var line: String { (["fanmail"] + path).joined(separator: " ") }

    var children: [CommandTree] {
        command.configuration.subcommands.map {
            CommandTree(command: $0, path: path + [$0.configuration.commandName ?? ""])
        }
    }

    /// What is run where no command of its own is named; itself where that is nothing.
    var usual: CommandTree {
        guard let usual = command.configuration.defaultSubcommand else { return self }
        return CommandTree(command: usual, path: path)
    }

    func child(_ word: String) -> CommandTree? { children.first { $0.names.contains(word) } }

    /// What words lead to; nil where one of them is no command.
    func descendant(_ words: some Sequence<String>) -> CommandTree? {
        words.reduce(self as CommandTree?) { $0?.child($1) }
    }

    /// As far as words lead, and those that are left.
    func descend(_ words: ArraySlice<String>) -> (node: CommandTree, rest: ArraySlice<String>) {
        guard let word = words.first, let next = child(word) else { return (self, words) }
        return next.descend(words.dropFirst())
    }

    /// The command and all below it.
    var all: [CommandTree] { [self] + children.flatMap(\.all) }

    /// Its flags, without the dashes, as its help names them.
    var flags: [String] {
        let help = FanmailCommand.helpMessage(for: command, includeHidden: true, columns: 200)
        var flags: [String] = []
        for line in help.split(separator: "\n") where line.hasPrefix("  -") {
            for word in line.split(whereSeparator: { " ,/".contains($0) }) {
                // Behind the names comes what they are for.
                guard word.hasPrefix("-") || word.hasPrefix("<") else { break }
                if word.hasPrefix("--") { flags.append(String(word.dropFirst(2))) }
            }
        }
        return flags
    }
}
