import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal

/// What a flag that a command has not was meant to be.
struct FlagGuess {
    let node: CommandTree
    /// With its dashes.
    let flag: String

    /// One line: what is wrong, and what to do instead.
    var failure: FanmailFailure {
        let what = "`\(node.line)` has no flag \(flag)"
        let flags = node.flags
        let name = String(flag.drop { $0 == "-" })
        let usage = FanmailCommand.usageString(for: node.command)
        let remedy: String
        if let advice = FlagMeanings.advice(for: name, of: node, flags: flags, usage: usage) {
            remedy = advice
        } else if name.utf8.count > 2, let near = NearestKey.nearest(to: name, among: flags) {
            remedy = "did you mean --\(near)?"
        } else if let near = FlagMeanings.near(name, of: node, flags: flags, usage: usage) {
            remedy = near
        } else if !node.children.isEmpty {
            remedy = "flags stand behind a command: \(node.children.map(\.name).joined(separator: ", "))"
        } else {
            remedy = Self.elsewhere(name) ?? "`\(node.line) --help` tells those that it has"
        }
        return FanmailFailure(.usage, "\(what); \(remedy)".escapedForTerminal)
    }

    /// Other commands that have it.
    private static func elsewhere(_ name: String) -> String? {
        let others = CommandTree.root.all.filter { $0.children.isEmpty && $0.flags.contains(name) }
        guard !others.isEmpty, others.count <= 3 else { return nil }
        return "it belongs to \(others.map { "`\($0.line)`" }.joined(separator: ", "))"
    }
}
