import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import MailingLists
import SMTPCore
import SubscriberFiles

struct SubscriberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscriber", abstract: "Subscribers: add, import, look up, change, unsubscribe, erase.",
        subcommands: [
            SubscriberImportCommand.self, SubscriberSyncCommand.self, SubscriberExportCommand.self, Add.self,
            SubscriberEditCommand.self, SubscriberEraseCommand.self, Ls.self,
            SubscriberMoveCommand.self, SubscriberShowCommand.self, Unsubscribe.self,
        ])

    static func mailbox(_ text: String) throws -> Mailbox {
        do {
            return try Mailbox(parsing: text)
        } catch {
            throw FanmailFailure(
                .unusableInput, "\(text.escapedForTerminal): \(error.reason); write an address such as ada@example.org")
        }
    }

    /// Says so when a domain looks like a slip of the pen.
    static func warnOfTypo(_ mailbox: Mailbox) {
        guard let meant = DomainTypo.suggestion(for: mailbox.domain) else { return }
        Terminal.say("warning: \(mailbox.address): is \(meant) meant?")
    }

    /// Runs what a suppressed address forbids, and says in that case what lifts it.
    static func unlessSuppressed<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let refusal as SuppressionRefusal { throw FanmailFailure(refusal) }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Subscribes an address, also one that had left.",
            discussion: """
                Example: fanmail subscriber add ada@example.org --list announce --name Ada
                With --confirm, and on lists with double-opt-in, the subscription waits until its owner confirms. They are \
                asked by mail (templates/confirm.md), at once where a relay is named, else by `fanmail inbox send`.
                """)
        @Argument(help: "The address.") var address: String
        @Option(help: "The list\'s name.", completion: .lists) var list: String
        @Option(help: "The subscriber's name.") var name: String?
        @Option(help: "The language, such as en or pt-BR.") var language: String?
        @Option(help: "Adds a tag.") var tag: [String] = []
        @Option(help: "Sets an attribute: name=text or name:=JSON.") var set: [String] = []
        @Option(help: "Where the consent comes from; kept in the history.") var from = "command line"
        @Flag(
            inversion: .prefixedNo,
            help: "Waits for a confirmation, asked for by mail; at most three an address and day. (The list's policy.)")
        var confirm: Bool?
        @OptionGroup var options: DeliveryOptions
        private var global: GlobalOptions { options.global }

        func run() async throws {
            let mailbox = try SubscriberCommand.mailbox(address)
            // Refused before anything is done.
            let change = try SubscriberEditCommand.change(name: name, language: language, tags: tag, set: set)
            let store = try global.store()
            let list = try store.list(named: list)
            var wish = try SubscriberCommand.unlessSuppressed {
                try ManualSubscription(of: mailbox, to: list, in: store)
            }
            SubscriberCommand.warnOfTypo(mailbox)
            wish.name = change.name
            if language != nil || !(tag + set).isEmpty { wish.details = change }
            (wish.source, wish.how, wish.by) = (from, "command line", OperatorName.current)
            let asks = confirm ?? list.definition.doubleOptIn
            let outcome = try wish.run(confirming: asks)
            if asks { try await report(outcome, mailbox, list, store) } else { report(outcome, mailbox, list) }
        }

        private func report(_ outcome: ManualSubscription.Outcome, _ mailbox: Mailbox, _ list: ListRecord) {
            let isNew = outcome == .subscribed
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("address", .string(mailbox.address)), ("list", .string(list.name)), ("added", .bool(isNew)),
                    ]).text)
            } else {
                Terminal.say("\(mailbox.address) \(isNew ? "subscribed" : "was subscribed already"): \(list.name)")
            }
        }

        /// Asks for the confirmation that is waited for.
        private func report(
            _ outcome: ManualSubscription.Outcome, _ mailbox: Mailbox, _ list: ListRecord, _ store: Store
        ) async throws {
            var (token, asked): (String?, Int?)
            if case .waits(let secret, let count) = outcome { (token, asked) = (secret, count) }
            let post = try NoticePost(options, store)
            var answer: NoticePost.Posted?
            if let token { answer = try await post.post(.confirm, to: mailbox, list, token: token) }
            answer?.givenUp.tell()
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("address", .string(mailbox.address)), ("list", .string(list.name)), ("added", .bool(false)),
                        ("token", JSONValue(token)), ("asked", JSONValue(asked)),
                        ("request", JSONValue(answer?.word)), ("message", JSONValue(answer?.text)),
                    ]).text)
            } else if let token {
                Terminal.say("\(mailbox.address) waits for confirmation: \(list.name)")
                if let answer, answer.sent != nil {
                    Terminal.say("asked by mail: \(answer.text)")
                } else {
                    Terminal.say("no relay is named: the request \(NoticePost.Posted.waits); its token:")
                    Terminal.print(token)
                }
            } else {
                Terminal.say("\(mailbox.address) was subscribed already: \(list.name)")
            }
        }
    }

    struct Unsubscribe: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unsubscribe",
            abstract: "Ends a subscription; a mailing that runs leaves the address out from then on.")
        @Argument(help: "The address.") var address: String
        @Option(help: "The list\'s name.", completion: .lists) var list: String
        @Option(help: "Where the wish comes from; kept in the history.") var from = "command line"
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let mailbox = try SubscriberCommand.mailbox(address)
            let store = try global.store()
            let list = try store.list(named: list)
            let ended = try store.unsubscribe(
                mailbox, list: list, source: from, how: "command line", by: OperatorName.current)
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

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls",
            abstract: "Subscribers of one list or all, each by how they stand now.",
            discussion: """
                Example: fanmail subscriber ls --filter 'domain = "example.org" and subscribed < 2026-01-01'
                A filter compares address, domain, name, language, tag, source, subscribed or attributes.NAME by =, !=, \
                <, <=, >, >=, ~ (contains), in (…) or exists, joined by and, or, not and parentheses.
                """, aliases: ["list"])
        @Option(help: "The list\'s name.", completion: .lists) var list: String?
        @Option(help: "Only those who are active, pending, unsubscribed or bounced now.") var state: String?
        @Flag(help: "Every subscription that people ever had, a line each.") var history = false
        @Option(help: "Only those who meet a filter, such as 'domain = \"example.org\"'.") var filter: String?
        @Option(help: "Only those of this segment of the list.") var segment: String?
        @Option(help: "No more than so many.") var limit: Int?
        @Flag(help: "One JSON object a line.") var jsonl = false
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let wanted = try state.map { text in
                guard let state = SubscriptionState(rawValue: text) else {
                    throw FanmailFailure(.usage, "--state \(text): use active, pending, unsubscribed or bounced")
                }
                return state
            }
            let store = try global.store()
            let list = try list.map { try store.list(named: $0) }
            var filter = try filter.map(SegmentCommand.filter)
            if let segment {
                guard let list else { throw FanmailFailure(.usage, "--segment belongs to a list; name it with --list") }
                let named = try store.segment(named: segment, of: list).filter
                filter = filter.map { .all([$0, named]) } ?? named
            }
            var listing = JSONListing(perLine: jsonl)
            var rows = RowListing("ADDRESS", "LIST", "STATE", "NAME", csv: csv)
            try store.subscriptions(list: list, state: wanted, filter: filter, history: history, limit: limit) {
                record in
                if global.json || jsonl {
                    listing.add(SubscriberCommand.json(record))
                } else {
                    rows.add(record.address, record.list, record.state.rawValue, record.name)
                }
            }
            if global.json || jsonl { listing.finish() } else { rows.finish(orSay: "no subscriptions") }
        }
    }

    static func json(_ record: SubscriptionRecord) -> JSONValue {
        .object([
            ("address", .string(record.address)), ("name", JSONValue(record.name)), ("list", .string(record.list)),
            ("state", .string(record.state.rawValue)), ("joinedAt", JSONValue(record.joinedAt)),
            ("joinedFrom", .string(record.joinedFrom)), ("endedAt", JSONValue(record.endedAt)),
            ("endedFrom", JSONValue(record.endedFrom)),
        ])
    }
}
