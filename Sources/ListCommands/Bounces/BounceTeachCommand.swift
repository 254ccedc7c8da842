import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import ListStore

struct BounceTeachCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "teach",
        abstract: "Makes a rule of a group of undecided bounces, and judges them anew.",
        discussion: """
            Example: fanmail bounce undecided teach 3f09ac --class full --words "quota is used up" --dry-run
            A rule is of words that all remarks of the kind have: & parts those that must all be there, | alternatives. \
            Without --words the whole text of the group is taken, as far as nothing in it varies. It must decide what the \
            group says, and nothing that a rule decides already, or it is not taken. Rules stand in a file beside the \
            database, FILE.bounce-rules, come before fanmail's own, and can be mended there. No subscription ends by it: \
            what was judged anew counts from the next bounce on.
            """)

    @Argument(help: "The group, as `bounce undecided ls` tells it.") var group: String
    @Option(name: .customLong("class"), help: "What it means, such as full or address-unknown.") var failureClass:
        String
    @Option(help: "Phrases that tell it: \"mailbox & quota | over quota\".") var words: String?
    @Option(name: .customLong("for"), help: "Only of what this provider says, such as google.") var provider: String?
    @Flag(help: "The address is dead for good; only of address-unknown, domain-unknown and disabled.") var hard = false
    @Flag(help: "It may be better later.") var soft = false
    @Option(help: "The rule's name, of lower case, digits and -.") var name: String?
    @Option(help: "A remark that is like it, and means something else.") var unlike: String?
    @Flag(help: "Only shows the rule and what would change.") var dryRun = false
    @OptionGroup var global: GlobalOptions

    /// Complaints and automatic answers are told by the message, not by its words.
    private static let classes = FailureClass.allCases.filter { ![.undecided, .complaint, .autoReply].contains($0) }

    func validate() throws {
        if hard, soft { throw ValidationError("--hard and --soft exclude each other; choose one") }
        guard let known = FailureClass(rawValue: failureClass), Self.classes.contains(known) else {
            throw ValidationError("--class: use one of " + Self.classes.map(\.rawValue).joined(separator: ", "))
        }
        guard !hard || known.isOfAddress else {
            throw ValidationError("--hard: \(known.rawValue) does not say that the address is dead; leave it out")
        }
    }

    func run() throws {
        let store = try global.store()
        let group = try BounceUndecidedCommand.group(group, in: store)
        let rule = try taught(from: group)
        let database = try global.configuration().database.value
        var rules = try TaughtRules(ofDatabase: database)
        if dryRun {
            try rules.add(rule)
            try expect(rule, of: rules, toDecide: group)
        } else {
            rules = try TaughtRules.teach(rule, ofDatabase: database) { try expect(rule, of: $0, toDecide: group) }
        }
        let changed = try store.judgeUndecided(by: rules.judge, isDryRun: dryRun).values.reduce(0, +)
        if global.json {
            return Terminal.print(
                JSONValue.object([
                    ("rule", .string(FailureRuleText.text([rule]))), ("file", .string(rules.path)),
                    ("changed", JSONValue(changed)), ("dryRun", .bool(dryRun)),
                ]).text)
        }
        Terminal.print(
            FailureRuleText.text([rule]).split(separator: "\n").map { String($0).escapedForTerminal }
                .joined(separator: "\n"))
        let left = group.count > changed ? "; the group has \(group.count)" : ""
        Terminal.say(
            "\(dryRun ? "would be" : "is") in \(rules.path.escapedForTerminal); \(counted(changed, "bounce")) "
                + "\(dryRun ? "would be" : changed == 1 ? "was" : "were") judged anew\(left)")
    }

    private func expect(
        _ rule: FailureRule, of rules: TaughtRules, toDecide group: UndecidedWords.Group
    ) throws(FanmailFailure) {
        let judge = rules.judge
        guard !group.examples.contains(where: { judge.verdict($0).rule == rule.name }) else { return }
        let unless = provider.map { "; none of it is of \($0)" } ?? ""
        throw FanmailFailure(
            .unusableInput,
            "rule \(rule.name) decides none of \(counted(group.count, "bounce")) of group \(group.key)\(unless)")
    }

    private func taught(from group: UndecidedWords.Group) throws -> FailureRule {
        guard let failureClass = FailureClass(rawValue: failureClass), let example = group.examples.first else {
            throw FanmailFailure(.usage, "--class: there is no such class")
        }
        var lines = ["rule \(name ?? "taught-\(group.key)")"]
        if let provider { lines.append("for \(provider)") }
        let phrases = words ?? Self.phrases(group.words)
        guard !phrases.isEmpty else {
            throw FanmailFailure(.usage, "no words are the same in all of group \(group.key); tell them with --words")
        }
        lines.append("words \(phrases)")
        lines.append("class \(failureClass.rawValue)")
        if hard || soft { lines.append(hard ? "hard" : "soft") }
        lines.append("yes \(Self.withoutAddresses(example.line))")
        lines.append("no \(unlike ?? "550 5.1.1 No such user here")")
        let text = lines.map { $0.replacing("\n", with: " ") }.joined(separator: "\n")
        let rules: [FailureRule]
        do throws(FailureRuleTextError) { rules = try FailureRuleText.rules(text) } catch {
            throw FanmailFailure(.usage, "this makes no rule: \(error.what.escapedForTerminal)")
        }
        guard let rule = rules.first else { throw FanmailFailure(.usage, "this makes no rule") }
        return rule
    }

    /// Nobody's address is kept in a file that `subscriber erase` does not know of; a rule takes any for the same.
    static func withoutAddresses(_ line: String) -> String {
        line.split(separator: " ").map { $0.contains("@") ? "<user@example.org>" : $0 }.joined(separator: " ")
    }

    /// What stands between what varies, the longest three parts.
    static func phrases(_ words: String) -> String {
        let parts = words.split(separator: " ").split { $0 == "@" || $0 == "#" }
            .map { $0.joined(separator: " ").replacing("&", with: " ").replacing("|", with: " ") }
            .filter { $0.utf8.count >= 4 }
        return parts.sorted { $0.utf8.count > $1.utf8.count }.prefix(3).joined(separator: " & ")
    }
}
