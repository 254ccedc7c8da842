import Fanmail
import FanmailBasics
import FanmailTerminal

/// Which command a word that is none was meant to be.
struct CommandGuess {
    /// More than these are no help.
    private static let most = 3

    let node: CommandTree
    /// The word that is no command of ``node``.
    let word: String
    /// What stands behind it.
    let rest: ArraySlice<String>

    /// The likeliest first; empty where nothing is near.
    var commands: [CommandTree] {
        for guess in [turned, meant, verbs, near, elsewhere] where !guess.isEmpty {
            var seen: Set<[String]> = []
            return Array(guess.filter { seen.insert($0.path).inserted }.prefix(Self.most))
        }
        return []
    }

    /// `delete list` for `list rm`.
    private var turned: [CommandTree] {
        guard node.path.isEmpty, let noun = rest.first.flatMap(noun) else { return [] }
        if let verb = noun.child(word) { return [verb] }
        return CommandMeanings.paths(word, below: noun.path).compactMap(CommandTree.root.descendant)
    }

    private func noun(_ word: String) -> CommandTree? {
        node.children.first { !$0.children.isEmpty && [$0.name, $0.name + "s"].contains(word) }
    }

    /// By what it means.
    private var meant: [CommandTree] {
        CommandMeanings.paths(word, below: node.path).compactMap(CommandTree.root.descendant)
    }

    /// By a slip of the pen, or by its beginning; with the next word, where that goes on from there.
    private var near: [CommandTree] {
        guard word.utf8.count > 2 else { return [] }
        let names = node.children.flatMap { child in child.names.map { (name: $0, child: child) } }
        let begun = names.filter { $0.name.hasPrefix(word.lowercased()) }
        let name = begun.count == 1 ? begun[0].name : NearestKey.nearest(to: word, among: names.map(\.name))
        guard let found = names.first(where: { $0.name == name })?.child else { return [] }
        return [rest.first.flatMap(found.child) ?? found]
    }

    /// Commands of this name below any noun: `rotate` for `key rotate`.
    private var verbs: [CommandTree] {
        node.path.isEmpty ? node.children.compactMap { $0.child(word) } : []
    }

    /// What it means to other nouns: `subscriber suppress` for `suppression add`.
    private var elsewhere: [CommandTree] {
        guard !node.path.isEmpty else { return [] }
        return CommandMeanings.paths(word, below: []).compactMap(CommandTree.root.descendant)
            + [CommandTree.root.child(word)].compactMap(\.self)
    }

    /// One line: what is wrong, and what to do instead.
    var failure: FanmailFailure {
        let what = "`\(node.line)` has no command `\(word)`"
        if word == "help" {
            return FanmailFailure(.usage, "\(what); `\(node.line) --help` tells those that it has")
        }
        let guesses = commands.map { "`\($0.line)`" }
        guard let last = guesses.last else {
            let all = node.path.isEmpty ? "`fanmail --help` tells all of them" : "it has \(Self.names(node))"
            return FanmailFailure(.usage, "\(what); \(all)".escapedForTerminal)
        }
        let others = guesses.dropLast().joined(separator: ", ")
        return FanmailFailure(
            .usage,
            "\(what); did you mean \(others.isEmpty ? last : "\(others) or \(last)")?".escapedForTerminal)
    }

    private static func names(_ node: CommandTree) -> String {
        node.children.map(\.name).joined(separator: ", ")
    }
}
