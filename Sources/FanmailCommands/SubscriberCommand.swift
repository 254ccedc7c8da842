import ArgumentParser
import Fanmail
import ListStore
import MailCore
import Roster

struct SubscriberCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscriber", abstract: "Subscribers: add, import, look up, unsubscribe.",
        subcommands: [
            SubscriberImportCommand.self, Add.self, Edit.self, Ls.self, Show.self, Unsubscribe.self,
        ])

    static func mailbox(_ text: String) throws -> Mailbox {
        do {
            return try Mailbox(parsing: text)
        } catch {
            throw FanmailFailure(
                .unusableInput, "\(text.escapedForTerminal): \(error.reason); write an address such as ada@example.org")
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Subscribes an address, also one that had left.",
            discussion: "Example: fanmail subscriber add ada@example.org --list announce --name Ada")
        @Argument(help: "The address.") var address: String
        @Option(help: "The list's name.") var list: String
        @Option(help: "The subscriber's name.") var name: String?
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let mailbox = try SubscriberCommand.mailbox(address)
            let store = try global.store()
            let list = try store.list(named: list)
            if let entry = try store.suppressions(of: mailbox).first(where: { $0.isInForce() }) {
                throw FanmailFailure(
                    .unusableInput,
                    "\(mailbox.address) is suppressed (\(entry.reason.escapedForTerminal)) since \(entry.createdAt.rfc3339); "
                        + "to lift that: fanmail suppression rm \(entry.form.text)")
            }
            let result = try store.subscribe(mailbox, name: name, list: list, source: "command line")
            let text = result == .added ? "subscribed" : "was subscribed already"
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("address", .string(mailbox.address)), ("list", .string(list.name)),
                        ("added", .bool(result == .added)),
                    ]).text)
            } else {
                Terminal.say("\(mailbox.address) \(text): \(list.name)")
            }
        }
    }

    struct Edit: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Changes a subscriber's name.",
            discussion: "Example: fanmail subscriber edit ada@example.org --name \"Ada Lovelace\"")
        @Argument(help: "The address.") var address: String
        @Option(help: "The subscriber's name; empty takes it away.") var name: String
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let mailbox = try SubscriberCommand.mailbox(address)
            let name = name.isEmpty ? nil : name
            guard try global.store().rename(mailbox, to: name) else {
                throw FanmailFailure(
                    .noInput, "\(mailbox.address) is no subscriber; see `fanmail subscriber ls`")
            }
            if global.json {
                Terminal.print(
                    JSONValue.object([("address", .string(mailbox.address)), ("name", JSONValue(name))]).text)
            } else {
                Terminal.say("\(mailbox.address) is \(name.map { $0.escapedForTerminal } ?? "without a name") now")
            }
        }
    }

    struct Unsubscribe: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a subscription; a mailing that runs leaves the address out from then on.")
        @Argument(help: "The address.") var address: String
        @Option(help: "The list's name.") var list: String
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let mailbox = try SubscriberCommand.mailbox(address)
            let store = try global.store()
            let list = try store.list(named: list)
            let ended = try store.unsubscribe(mailbox, list: list, source: "command line")
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("address", .string(mailbox.address)), ("list", .string(list.name)), ("ended", .bool(ended)),
                    ]).text)
                return
            }
            guard ended else {
                throw FanmailFailure(.noInput, "\(mailbox.address) is not subscribed to \(list.name)")
            }
            Terminal.say("\(mailbox.address) unsubscribed: \(list.name)")
        }
    }

    struct Ls: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Subscriptions, of one list or all.")
        @Option(help: "The list's name.") var list: String?
        @Option(help: "Only those active, unsubscribed or bounced.") var state: String?
        @Option(help: "No more than so many.") var limit: Int?
        @Flag(help: "One JSON object a line.") var jsonl = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            if let state, !["active", "pending", "unsubscribed", "bounced"].contains(state) {
                throw FanmailFailure(.usage, "--state \(state): use active, pending, unsubscribed or bounced")
            }
            let store = try global.store()
            let list = try list.map { try store.list(named: $0) }
            var listing = JSONListing(perLine: jsonl)
            try store.subscriptions(list: list, state: state, limit: limit) { record in
                if global.json || jsonl {
                    listing.add(SubscriberCommand.json(record))
                } else {
                    let name = record.name.map { "  \($0)" } ?? ""
                    Terminal.print("\(record.address)  \(record.list)  \(record.state)\(name)".escapedForTerminal)
                }
            }
            if global.json || jsonl { listing.finish() }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All subscriptions of an address, with their history.")
        @Argument(help: "The address.") var address: String
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let mailbox = try SubscriberCommand.mailbox(address)
            let records = try global.store().subscriptions(of: mailbox)
            guard !records.isEmpty else {
                throw FanmailFailure(.noInput, "\(mailbox.address) is not known here")
            }
            if global.json {
                Terminal.print(JSONValue.array(records.map(SubscriberCommand.json)).text)
                return
            }
            var table = TextTable("LIST", "STATE", "JOINED", "FROM", "LEFT", "BY")
            for record in records {
                table.add(
                    record.list, record.state, record.joinedAt.rfc3339, record.joinedFrom, record.endedAt?.rfc3339,
                    record.endedFrom)
            }
            table.print()
        }
    }

    static func json(_ record: SubscriptionRecord) -> JSONValue {
        .object([
            ("address", .string(record.address)), ("name", JSONValue(record.name)), ("list", .string(record.list)),
            ("state", .string(record.state)), ("joinedAt", JSONValue(record.joinedAt)),
            ("joinedFrom", .string(record.joinedFrom)), ("endedAt", JSONValue(record.endedAt)),
            ("endedFrom", JSONValue(record.endedFrom)),
        ])
    }
}
