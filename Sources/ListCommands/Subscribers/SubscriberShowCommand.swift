import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import MailingLists
import SMTPCore

struct SubscriberShowCommand: PagedCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A subscriber: what is known, subscriptions, and how they came and went.",
        discussion: """
            Example: fanmail subscriber show ada@example.org --full --json
            What concerns a person who moved is shown for every address that they had. With --full also every mailing with \
            its outcome, every bounce, and what waits to be said to them: the data a person may ask for.
            """)

    @Argument(help: "The address.") var address: String
    @Flag(help: "Also mailings with their outcomes, bounces, and messages that wait.") var full = false
    @Flag(help: "The history of subscriptions as CSV, with times in UTC.") var csv = false
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let mailbox = try SubscriberCommand.mailbox(address)
        let store = try global.store(connections: .one)
        let known = try PersonDisclosure(of: mailbox, in: store, withMail: full)
        if global.json {
            var members: [(String, JSONValue)] = []
            if case .object(let person) = Self.json(known.person) { members = person }
            members += [
                ("otherAddresses", .array(known.others.map(Self.json))),
                ("suppressed", .array(known.suppressions.map(\.json))),
                ("subscriptions", .array(known.subscriptions.map(SubscriberCommand.json))),
                ("history", .array(known.history.map(Self.json))),
            ]
            if let mail = known.mail { members += mail.json }
            Terminal.print(JSONValue.object(members).text)
            return
        }
        if csv { return Self.history(known.history).print(csv: true) }
        for line in Self.lines(known.person) { Terminal.print(line) }
        for other in known.others {
            Terminal.print("")
            for (index, line) in Self.lines(other).enumerated() {
                Terminal.print(index == 0 ? "another address: \(line)" : line)
            }
        }
        for entry in known.suppressions { Terminal.print("suppressed: \(SuppressionCommand.line(entry))") }
        Terminal.print("")
        Self.history(known.history).print()
        known.mail?.printTables()
    }

    private static func history(_ consent: [ConsentRecord]) -> TextTable {
        var table = TextTable("ADDRESS", "LIST", "WHEN", "WHAT", "HOW", "FROM", "BY")
        for record in consent {
            table.add(
                record.address, record.list, record.at, record.event.rawValue, record.how, record.source, record.by)
        }
        return table
    }

    static func lines(_ person: PersonRecord) -> [String] {
        var lines = [person.name.map { "\(person.address) (\($0))" } ?? person.address]
        if let language = person.language { lines.append("language: \(language)") }
        if !person.tags.isEmpty { lines.append("tags: \(Self.text(person.tags))") }
        for name in person.attributes.keys.sorted() { lines.append("\(name): \(person.attributes[name]?.plain ?? "")") }
        return lines.map(\.escapedForTerminal)
    }

    /// One that holds a comma stands in quotes.
    private static func text(_ tags: [String]) -> String {
        tags.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ", ")
    }

    static func json(_ person: PersonRecord) -> JSONValue {
        .object([
            ("address", .string(person.address)), ("name", JSONValue(person.name)),
            ("language", JSONValue(person.language)), ("tags", .array(person.tags.map { .string($0) })),
            ("attributes", .raw(Attribute.object(person.attributes).json)), ("createdAt", JSONValue(person.createdAt)),
        ])
    }

    private static func json(_ record: ConsentRecord) -> JSONValue {
        .object([
            ("address", .string(record.address)), ("list", .string(record.list)), ("at", JSONValue(record.at)),
            ("event", .string(record.event.rawValue)),
            ("how", JSONValue(record.how)), ("source", .string(record.source)), ("by", JSONValue(record.by)),
            ("batch", JSONValue(record.batch)),
        ])
    }
}
