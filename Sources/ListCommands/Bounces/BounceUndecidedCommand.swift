import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import SMTPCore

struct BounceUndecidedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undecided",
        abstract: "What was said that no rule knows, and rules made of it.",
        discussion: """
            Bounces of the class undecided end nobody's subscription. They are put together here where their words are \
            alike: @ stands for an address, # for what has a digit in it. `teach` makes a rule of one group.
            """,
        subcommands: [Ls.self, Show.self, BounceTeachCommand.self])

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "Groups of such bounces, the largest first.", aliases: ["list"])
        @Option(help: "No more than so many.") var limit = 100
        @Flag(help: "One JSON object a line.") var jsonl = false
        @Flag(help: "The table as CSV.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let words = try UndecidedWords(global.store(connections: .one))
            var listing = JSONListing(perLine: jsonl)
            var rows = RowListing("GROUP", "BOUNCES", "WORDS", csv: csv)
            for group in words.groups.prefix(max(0, limit)) {
                if global.json || jsonl {
                    listing.add(group.json)
                } else {
                    rows.add(group.key, group.count, group.words)
                }
            }
            if global.json || jsonl {
                listing.finish()
            } else {
                rows.finish(orSay: "every bounce is known to some rule")
                let hidden = words.others + words.groups.dropFirst(max(0, limit)).reduce(0) { $0 + $1.count }
                if hidden > 0, !csv { Terminal.say("\(counted(hidden, "bounce")) more; see --limit") }
            }
        }
    }

    struct Show: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One group: what servers said, as they said it.",
            discussion: "Example: fanmail bounce undecided show 3f09ac")
        @Argument(help: "The group, as `bounce undecided ls` tells it.") var group: String
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let group = try BounceUndecidedCommand.group(group, in: global.store(connections: .one))
            if global.json { return Terminal.print(group.json.text) }
            Terminal.print("group \(group.key), \(counted(group.count, "bounce")): \(group.words)".escapedForTerminal)
            for remark in group.examples {
                let server = remark.server.map { "\($0): " } ?? ""
                Terminal.print("  \(server)\(remark.line)".escapedForTerminal)
            }
        }
    }

    /// - Throws: where there is none of this key.
    static func group(_ key: String, in store: Store) throws -> UndecidedWords.Group {
        guard let group = try UndecidedWords(store, of: key).group(key) else {
            throw FanmailFailure(
                .noInput, "there is no group '\(key.escapedForTerminal)'; see `fanmail bounce undecided ls`")
        }
        return group
    }
}

extension UndecidedWords.Group {
    fileprivate var json: JSONValue {
        .object([
            ("group", .string(key)), ("bounces", JSONValue(count)), ("words", .string(words)),
            (
                "examples",
                .array(
                    examples.map {
                        .object([
                            ("code", JSONValue($0.code.map { Int($0) })), ("status", JSONValue($0.status?.description)),
                            ("text", .string($0.text)), ("server", JSONValue($0.server)),
                            ("domain", JSONValue($0.domain)),
                        ])
                    })
            ),
        ])
    }
}
