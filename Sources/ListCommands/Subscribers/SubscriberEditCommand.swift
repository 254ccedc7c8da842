import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import MailingLists
import SMTPCore
import SubscriberFiles

struct SubscriberEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Changes what is known of a subscriber: name, language, tags, attributes.",
        discussion: """
            Example: fanmail subscriber edit ada@example.org --name "Ada Lovelace" --tag vip --set city=Paris --set age:=36
            Example: fanmail subscriber edit --filter 'attributes.city = "Paris"' --set country=France --dry-run
            --set name=text sets a text, name:=JSON any JSON value. An address is changed by `subscriber move`. With --filter \
            or --segment everybody is meant whom `subscriber ls` shows with it.
            """)

    @Argument(help: "The address; none with --filter or --segment.") var address: String?
    @Option(help: "Everybody who meets a filter, in place of an address.") var filter: String?
    @Option(help: "Everybody of this segment of the list, in place of an address.") var segment: String?
    @Option(help: "With --filter or --segment: the list\'s name.", completion: .lists) var list: String?
    @Option(help: "The subscriber's name; empty takes it away.") var name: String?
    @Option(help: "The language, such as en or pt-BR; empty takes it away.") var language: String?
    @Option(help: "Adds a tag.") var tag: [String] = []
    @Option(help: "Takes a tag away.") var untag: [String] = []
    @Option(help: "Sets an attribute: name=text or name:=JSON.") var set: [String] = []
    @Option(help: "Takes an attribute away.") var unset: [String] = []
    @Flag(help: "With --filter or --segment: only counts who would be changed.") var dryRun = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard name != nil || language != nil || !(tag + untag + set + unset).isEmpty else {
            throw ValidationError("say what to change: --name, --language, --tag, --untag, --set or --unset")
        }
        guard (address == nil) != (filter == nil && segment == nil) else {
            throw ValidationError("say who is meant: an address, or --filter or --segment")
        }
        guard address == nil || (list == nil && !dryRun) else {
            throw ValidationError("--list and --dry-run go with --filter or --segment")
        }
        guard address != nil || name == nil else {
            throw ValidationError("--name: a name is one person's; name their address")
        }
    }

    func run() throws {
        let change = try Self.change(
            name: name, language: language, tags: tag, untags: untag, set: set, unset: unset)
        guard let address else { return try editAll(change) }
        let mailbox = try SubscriberCommand.mailbox(address)
        guard let person = try global.store().edit(mailbox, change) else {
            throw FanmailFailure(.noInput, "\(mailbox.address) is no subscriber; see `fanmail subscriber ls`")
        }
        if global.json {
            Terminal.print(SubscriberShowCommand.json(person).text)
        } else {
            for line in SubscriberShowCommand.lines(person) { Terminal.print(line) }
        }
    }

    private func editAll(_ change: PersonChange) throws {
        let store = try global.store()
        let list = try list.map { try store.list(named: $0) }
        var parts = try [filter.map(SegmentCommand.filter)].compactMap { $0 }
        if let segment {
            guard let list else { throw FanmailFailure(.usage, "--segment belongs to a list; name it with --list") }
            parts.append(try store.segment(named: segment, of: list).filter)
        }
        let result = try store.edit(.all(parts), of: list, change, isDryRun: dryRun)
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("matched", JSONValue(result.matched)), ("changed", JSONValue(result.changed)),
                    ("refused", JSONValue(result.refused)), ("dryRun", .bool(dryRun)),
                ]).text)
            return
        }
        var texts = ["\(counted(result.changed, "subscriber")) \(dryRun ? "would be " : "")changed"]
        let same = result.matched - result.changed - result.refused
        if same > 0 { texts.append("\(same) \(same == 1 ? "is" : "are") so already") }
        if result.refused > 0 {
            texts.append("\(result.refused) would have more tags or attributes than may be kept, and stay as they were")
        }
        Terminal.say(texts.joined(separator: ", "))
    }

    static func change(
        name: String?, language: String?, tags: [String], untags: [String] = [], set: [String], unset: [String] = []
    ) throws -> PersonChange {
        var change = PersonChange()
        do {
            change.name = try name.map { text throws(SettingSyntaxError) in try SubscriberText.name(text) }
            change.language = try language.map { text throws(SettingSyntaxError) in
                try text.isEmpty ? text : LanguageTag.parse(text)
            }
            change.addedTags = try tags.map { text throws(SettingSyntaxError) in try SubscriberText.tag(text) }
            change.removedTags = untags
            change.set = try set.map { text throws(SettingSyntaxError) in try SubscriberText.assignment(text) }
            change.unset = unset
        } catch {
            throw FanmailFailure(.usage, error.reason.escapedForTerminal)
        }
        return change
    }
}

struct SubscriberMoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Gives a subscriber another address: the new one joins what the old one leaves.",
        discussion: """
            Example: fanmail subscriber move ada@example.org ada@example.net
            Both stay one person's addresses: `subscriber show` tells of both, `subscriber erase` and `suppression add` mean \
            both, and a letter to the old one is a way out of the lists of the new one.
            """)

    @Argument(help: "The address until now.") var old: String
    @Argument(help: "The address from now on.") var new: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let old = try SubscriberCommand.mailbox(old)
        let new = try SubscriberCommand.mailbox(new)
        let lists: [String]
        do {
            let move = try SubscriberCommand.unlessSuppressed {
                try AddressMove(from: old, to: new, in: global.store())
            }
            SubscriberCommand.warnOfTypo(new)
            lists = try move.run(by: OperatorName.current)
        } catch let refusal as AddressMove.Refusal {
            switch refusal {
            case .sameAddress:
                throw FanmailFailure(.usage, "\(old.address) and \(new.address) are the same address")
            case .unknown:
                throw FanmailFailure(.noInput, "\(old.address) is no subscriber; see `fanmail subscriber ls`")
            }
        }
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("from", .string(old.address)), ("to", .string(new.address)),
                    ("lists", .array(lists.map { .string($0) })),
                ]).text)
        } else {
            Terminal.say("\(old.address) is \(new.address) now, on \(counted(lists.count, "list"))")
        }
    }
}

struct SubscriberEraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Forgets a person everywhere; keeps the counts, and a hash of the address on the suppression list.",
        discussion: """
            Example: fanmail subscriber erase ada@example.org --yes
            Subscriptions, name, attributes, history, and the texts of bounces go, of every address that the person had \
            (`subscriber move`), and so do their bytes in the file and in its write-ahead log. Asks on a terminal; otherwise it wants --yes. Cannot be undone.
            Exit status 75: bytes are left in free space, because a mailing is running; erase once more after it.
            """)

    @Argument(help: "The address.") var address: String
    @Flag(help: "Does not ask; needed where there is no terminal.") var yes = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let mailbox = try SubscriberCommand.mailbox(address)
        let store = try global.store()
        let work = try PersonErasure(of: mailbox, in: store)
        if !yes {
            guard Terminal.isInputTerminal else {
                throw FanmailFailure(.usage, "erase \(mailbox.address): this cannot be undone; say --yes")
            }
            let all = work.addresses.joined(separator: " and ").escapedForTerminal
            guard Terminal.confirm("Forget \(all) for good?") else { throw ExitCode(1) }
        }
        let report = try work.run(by: OperatorName.current) { rewriting in
            Terminal.say(
                "old copies of this stand in the free space of \(store.path): all of it, "
                    + "\(max(1, rewriting.octets >> 20)) MiB, is written anew. That takes about "
                    + "\(counted(rewriting.seconds, "second")), and whoever wants to write waits so long")
        }
        if global.json {
            Terminal.print(Self.json(report).text)
        }
        guard let erasure = report.erasure else {
            if !global.json { Terminal.say("nobody has this address; its hash is on the suppression list now") }
            return
        }
        if !global.json {
            Terminal.say("erased, with \(counted(erasure.subscriptions, "subscription"))")
            for other in erasure.addresses.dropFirst() { Terminal.say("also \(other.address), of the same person") }
        }
        for copy in erasure.copies { Terminal.say("the copy \(copy) was made before; remove it when it is not needed") }
        if erasure.remains {
            Terminal.say("bytes may be left in free space of the file until no mailing runs; erase once more then")
            throw ExitCode(75)
        }
    }

    private static func json(_ report: PersonErasure.Report) -> JSONValue {
        let erasure = report.erasure
        return .object([
            ("erased", .bool(erasure != nil)),
            ("addresses", .array(report.addresses.map { .string($0.address) })),
            ("subscriptions", JSONValue(erasure?.subscriptions ?? 0)), ("hash", .string(report.hash.text)),
            ("rewritten", .bool(erasure?.wasRewritten ?? false)), ("remains", .bool(erasure?.remains ?? false)),
            ("copies", .array((erasure?.copies ?? []).map { .string($0) })),
        ])
    }
}
