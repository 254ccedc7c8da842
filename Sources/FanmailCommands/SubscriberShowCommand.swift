import ArgumentParser
import Fanmail
import ListStore
import MailCore
import Roster

struct SubscriberShowCommand: PagedCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A subscriber: what is known, subscriptions, and how they came and went.",
        discussion: """
            Example: fanmail subscriber show ada@example.org --full --json
            With --full also every mailing with its outcome, and every bounce: the data a person may ask for.
            """)

    @Argument(help: "The address.") var address: String
    @Flag(help: "Also mailings with their outcomes, and bounces.") var full = false
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let mailbox = try SubscriberCommand.mailbox(address)
        let store = try global.store(connections: .one)
        let suppressions = try store.suppressions(of: mailbox).filter { $0.isInForce() }
        guard let person = try store.person(mailbox) else {
            let why = suppressions.first.map { "; it is suppressed: \($0.reason)" } ?? ""
            throw FanmailFailure(.noInput, "\(mailbox.address) is not known here\(why)".escapedForTerminal)
        }
        let subscriptions = try store.subscriptions(of: mailbox)
        let consent = try store.consent(of: mailbox)
        let mailings = try full ? store.mailings(of: mailbox) : []
        let bounces = try full ? store.bounces(of: mailbox) : []
        if global.json {
            var members: [(String, JSONValue)] = []
            if case .object(let known) = Self.json(person) { members = known }
            members += [
                ("suppressed", .array(suppressions.map(SuppressionCommand.json))),
                ("subscriptions", .array(subscriptions.map(SubscriberCommand.json))),
                ("history", .array(consent.map(Self.json))),
            ]
            if full {
                members += [
                    ("mailings", .array(mailings.map(Self.json))), ("bounces", .array(bounces.map(BounceCommand.json))),
                ]
            }
            Terminal.print(JSONValue.object(members).text)
            return
        }
        for line in Self.lines(person) { Terminal.print(line) }
        for entry in suppressions { Terminal.print("suppressed: \(SuppressionCommand.line(entry))") }
        Terminal.print("")
        Self.table(consent)
        if full { Self.tables(mailings, bounces) }
    }

    private static func table(_ consent: [ConsentRecord]) {
        var table = TextTable("LIST", "WHEN", "WHAT", "HOW", "FROM", "BY")
        for record in consent {
            table.add(record.list, record.at, record.event, record.how, record.source, record.by)
        }
        table.print()
    }

    private static func tables(_ mailings: [PersonMailing], _ bounces: [BounceRecord]) {
        Terminal.print("")
        var table = TextTable("MAILING", "SUBJECT", "OUTCOME", "REPLY")
        for mailing in mailings {
            let reply = [mailing.outcome.code.map(String.init), mailing.outcome.text].compactMap { $0 }
            table.add(
                mailing.mailing, mailing.subject, mailing.outcome.outcome?.rawValue ?? "pending",
                reply.joined(separator: " "))
        }
        table.print()
        Terminal.print("")
        var log = TextTable("BOUNCE", "MAILING", "KIND", "REPLY", "EFFECT")
        for bounce in bounces {
            let reply = [bounce.code.map(String.init), bounce.status, bounce.text].compactMap { $0 }
            log.add(
                bounce.at, bounce.mailing, bounce.kind, reply.joined(separator: " "), bounce.effect)
        }
        log.print()
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
            ("list", .string(record.list)), ("at", JSONValue(record.at)), ("event", .string(record.event)),
            ("how", JSONValue(record.how)), ("source", .string(record.source)), ("by", JSONValue(record.by)),
            ("batch", JSONValue(record.batch)),
        ])
    }

    private static func json(_ mailing: PersonMailing) -> JSONValue {
        let outcome = mailing.outcome
        return .object([
            ("mailing", .int(mailing.mailing)), ("subject", .string(mailing.subject)),
            ("outcome", .string(outcome.outcome?.rawValue ?? "pending")), ("code", JSONValue(outcome.code)),
            ("status", JSONValue(outcome.status)), ("text", JSONValue(outcome.text)),
        ])
    }
}
