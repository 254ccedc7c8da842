import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListCommands

/// What the parser has to say of a command line takes it several lines: here it is one, with what is wrong, where, and what
/// to do.
struct ParserWords {
    /// The command that the line means.
    let node: CommandTree
    /// The parser's own sentence.
    let message: String
    /// What its help says of the flag or argument; nil where it names none.
    let about: String?

    init(_ error: any Error, _ node: CommandTree) {
        self.node = node
        message = FanmailCommand.message(for: error)
        let lines = FanmailCommand.fullMessage(for: error).split(separator: "\n")
        let help: Substring? = lines.first { $0.hasPrefix("Help:  ") }?.dropFirst("Help:  ".count)
        about = help.flatMap { Self.behind("  ", in: $0) }
    }

    var failure: FanmailFailure {
        let text = missing ?? withoutValue ?? unusable ?? tooMany ?? valued ?? other
        return FanmailFailure(.usage, text.escapedForTerminal)
    }

    private var missing: String? {
        message.wholeMatch(of: /Missing expected argument '(.+)'/).map { match in
            "`\(node.line)` lacks \(match.1)\(meaning); write \(usage)"
        }
    }

    private var withoutValue: String? {
        message.wholeMatch(of: /Missing value for '((\S+).*)'/).map { match in
            "\(match.2) lacks its value\(meaning); write \(match.1)"
        }
    }

    private var unusable: String? {
        let match = message.wholeMatch(of: /(?s)The value '(.*)' is invalid for '(--\S+)?.*?<([^>]+)>'(?:\. (.*))?/)
        guard let match else { return nil }
        let what = match.2.map { "\($0) \(match.1)" } ?? "`\(match.1)` is no <\(match.3)>"
        guard let flag = match.2 else { return "`\(node.line)`: \(what)\(meaning)" }
        let choices = match.4.map(Self.choices) ?? []
        guard choices.isEmpty else { return "\(what): use one of \(choices.joined(separator: ", "))" }
        return switch flag {
        case "--mailing": "\(what): use its number, or last"
        case "--since": "\(what): this is no time\(meaning)"
        case "--provider": "\(what): \(MailboxProvider.words(String(match.1)))"
        // Whatever else the parser reads by itself is a number, or the id of a mailing or a batch.
        default: "\(what): this is no number\(meaning)"
        }
    }

    /// They stand in quotes, or on lines of their own.
    private static func choices(_ text: Substring) -> [String] {
        let quoted = text.matches(of: /'([^']+)'/).map { String($0.1) }
        return quoted.isEmpty ? text.matches(of: /\n\s*- (\S+)/).map { String($0.1) } : quoted
    }

    private var tooMany: String? {
        let match = message.wholeMatch(of: /(?s)(?:Unexpected argument|\d+ unexpected arguments:) '(.*)'/)
        guard let words = match?.1 else { return nil }
        let word = Self.before("', '", in: words)
        let taken = usage.matches(of: #/ <[^>]+>/#).count
        let named = usage.matches(of: #/ --\S+ <[^>]+>/#).count
        if node.flags.contains("list"), !usage.contains("--list"), taken == named {
            return "`\(node.line)` takes no argument such as `\(word)`; did you mean --list \(word)?"
        }
        if taken - named == 1 {
            return "`\(node.line)` takes one argument, and `\(word)` is one more; call it once for each"
        }
        let remedy = word.hasSuffix(".db") ? "--db \(word) names another database" : "write \(usage)"
        return "`\(node.line)` takes no argument such as `\(word)`; \(remedy)"
    }

    private var valued: String? {
        message.wholeMatch(of: /(?s)The option '(.+)' does not take any value, but '.*' was specified\./).map {
            "\($0.1) takes no value; write \($0.1) alone"
        }
    }

    /// What a command objects to itself is worded as it should be.
    private var other: String {
        message.split(separator: "\n").joined(separator: " ")
    }

    /// The first sentence of the help.
    private var meaning: String {
        guard let about else { return "" }
        let sentence = Self.before(". ", in: about[...])
        let text: String = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        guard let first = text.first else { return "" }
        // A name in capitals stays one.
        let isName = text.dropFirst().first?.isUppercase ?? true
        return " (\(isName ? text : first.lowercased() + text.dropFirst()))"
    }

    /// How the command is written, with what it wants and nothing else.
    private var usage: String {
        FanmailCommand.usageString(for: node.command).replacing("Usage: ", with: "")
            .replacing(#/ \[-[^\]]*\]/#, with: "").replacing(#/ \[?<options>\]?/#, with: "")
    }

    private static func before(_ mark: String, in text: Substring) -> String {
        String(text.firstRange(of: mark).map { text[..<$0.lowerBound] } ?? text)
    }

    private static func behind(_ mark: String, in text: Substring) -> String? {
        text.firstRange(of: mark).map { String(text[$0.upperBound...]) }
    }
}
