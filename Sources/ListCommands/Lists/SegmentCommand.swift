import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import MailingLists

struct SegmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment", abstract: "Segments: named filters on a list, for `send --segment NAME`.",
        discussion: """
            A filter compares address, domain, name, language, tag, source, subscribed or attributes.NAME by =, !=, <, <=, \
            >, >=, ~ (contains), in (…) or exists, joined by and, or, not and parentheses. A mailing keeps the filter it \
            began with.
            """,
        subcommands: [Add.self, Ls.self, Show.self, Rm.self])

    static func filter(_ text: String) throws -> Filter {
        do {
            return try Filter(parsing: text)
        } catch {
            throw FanmailFailure(.usage, "filter: \(error.description)".escapedForTerminal)
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Names a filter, or gives a name another filter.",
            discussion: "Example: fanmail segment add parisians --list announce --filter 'attributes.city = \"Paris\"'")
        @Argument(help: "Its name.") var name: String
        @Option(help: "The list\'s name.", completion: .lists) var list: String
        @Option(help: "The filter.") var filter: String
        @OptionGroup var global: GlobalOptions

        func run() throws {
            guard ListDefinition.isName(name) else {
                throw FanmailFailure(
                    .usage, "\(name.escapedForTerminal) is no name; use a-z, digits and . _ -, beginning with a letter")
            }
            let parsed = try SegmentCommand.filter(filter)
            let store = try global.store()
            let list = try store.list(named: list)
            try store.addSegment(name, filter: filter, to: list)
            let segment = try store.segment(named: name, of: list)
            if global.json {
                Terminal.print(SegmentCommand.json(segment).text)
            } else {
                Terminal.say("\(name): \(counted(try store.count(parsed, in: list), "subscriber")) of \(list.name) now")
            }
        }
    }

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The segments of one list or all.", aliases: ["list"])
        @Option(help: "The list\'s name.", completion: .lists) var list: String?
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let segments = try store.segments(of: list.map { try store.list(named: $0) })
            if global.json {
                Terminal.print(JSONValue.array(segments.map(SegmentCommand.json)).text)
                return
            }
            var table = TextTable("LIST", "NAME", "FILTER")
            for segment in segments { table.add(segment.list, segment.name, segment.text) }
            table.print(csv: csv, orSay: "no segments yet; make one with `fanmail segment add`")
        }
    }

    struct Show: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "A segment: its filter, how many meet it, and the first of them.")
        @Argument(help: "Its name.") var name: String
        @Option(help: "The list\'s name.", completion: .lists) var list: String
        @Option(help: "How many of them are shown.") var limit = 10
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let list = try store.list(named: list)
            let segment = try store.segment(named: name, of: list)
            let count = try store.count(segment.filter, in: list)
            var sample: [String] = []
            try store.subscriptions(list: list, state: .active, filter: segment.filter, limit: max(0, limit)) {
                sample.append($0.address)
            }
            if global.json {
                guard case .object(let members) = SegmentCommand.json(segment) else { return }
                Terminal.print(
                    JSONValue.object(
                        members + [
                            ("active", JSONValue(count)), ("sample", .array(sample.map { .string($0) })),
                        ]
                    ).text)
                return
            }
            Terminal.print(segment.text.escapedForTerminal)
            Terminal.print("\(counted(count, "subscriber")) of \(list.name)")
            for address in sample { Terminal.print("  \(address)".escapedForTerminal) }
            if count > sample.count { Terminal.print("  and \(count - sample.count) more") }
        }
    }

    struct Rm: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm",
            abstract: "Removes the name; nobody is removed, and a mailing that began with it goes on.",
            aliases: ["delete", "remove"])
        @Argument(help: "Its name.") var name: String
        @Option(help: "The list\'s name.", completion: .lists) var list: String
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let list = try store.list(named: list)
            let segment = try store.segment(named: name, of: list)
            let removed = try store.removeSegment(segment.name, of: list)
            if global.json {
                Terminal.print(
                    JSONValue.object([("list", .string(list.name)), ("removed", .bool(removed))]).text)
            } else {
                Terminal.say("removed \(segment.name)")
            }
        }
    }

    static func json(_ segment: SegmentRecord) -> JSONValue {
        .object([
            ("name", .string(segment.name)), ("list", .string(segment.list)), ("filter", .string(segment.text)),
            ("createdAt", JSONValue(segment.createdAt)),
        ])
    }
}
