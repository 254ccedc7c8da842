import ArgumentParser
import Fanmail
import FanmailBasics
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
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let mailbox = try SubscriberCommand.mailbox(address)
        let store = try global.store(connections: .one)
        guard let person = try store.person(mailbox) else {
            let suppression = try store.suppressions(of: mailbox).first { $0.isInForce() }
            let why = suppression.map { "; it is suppressed: \($0.reason)" } ?? ""
            throw FanmailFailure(.noInput, "\(mailbox.address) is not known here\(why)".escapedForTerminal)
        }
        let others = try store.otherAddresses(of: mailbox)
        let addresses = try [mailbox] + others.map { try SubscriberCommand.mailbox($0.address) }
        var suppressions: [SuppressionRecord] = []
        for entry in try addresses.flatMap(store.suppressions(of:))
        where entry.isInForce() && !suppressions.contains(entry) {
            suppressions.append(entry)
        }
        let consent = try addresses.flatMap(store.consent(of:)).sortedStably { $0.at < $1.at }
        let mail = try full ? PersonMail(addresses, store) : nil
        if global.json {
            var members: [(String, JSONValue)] = []
            if case .object(let known) = Self.json(person) { members = known }
            members += [
                ("otherAddresses", .array(others.map(Self.json))),
                ("suppressed", .array(suppressions.map(SuppressionCommand.json))),
                ("subscriptions", .array(try addresses.flatMap(store.subscriptions(of:)).map(SubscriberCommand.json))),
                ("history", .array(consent.map(Self.json))),
            ]
            if let mail { members += mail.json }
            Terminal.print(JSONValue.object(members).text)
            return
        }
        for line in Self.lines(person) { Terminal.print(line) }
        for other in others {
            Terminal.print("")
            for (index, line) in Self.lines(other).enumerated() {
                Terminal.print(index == 0 ? "another address: \(line)" : line)
            }
        }
        for entry in suppressions { Terminal.print("suppressed: \(SuppressionCommand.line(entry))") }
        Terminal.print("")
        Self.table(consent)
        mail?.printTables()
    }

    private static func table(_ consent: [ConsentRecord]) {
        var table = TextTable("ADDRESS", "LIST", "WHEN", "WHAT", "HOW", "FROM", "BY")
        for record in consent {
            table.add(
                record.address, record.list, record.at, record.event.rawValue, record.how, record.source, record.by)
        }
        table.print()
    }

    static func lines(_ person: PersonRecord) -> [String] {
        var lines = [person.name.map { "\(person.address) (\($0))" } ?? person.address]
        if let language = person.language { lines.append("language: \(language)") }
        if !person.tags.isEmpty { lines.append("tags: \(person.tags.joined(separator: ", "))") }
        for name in person.attributes.keys.sorted() { lines.append("\(name): \(person.attributes[name]?.plain ?? "")") }
        return lines.map(\.escapedForTerminal)
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
