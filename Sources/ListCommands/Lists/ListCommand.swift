import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Foundation
import ListStore
import MailingLists
import SMTPCore

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists: small TOML files, applied to the database.",
        subcommands: [
            Apply.self, ListArchiveCommand.self, Create.self, ListEditCommand.self, Ls.self, ListRenameCommand.self,
            Show.self,
            Rm.self,
        ])

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apply",
            abstract: "Makes a list, or gives it the policies of its file. Safe to repeat.",
            discussion: """
                Example: fanmail list apply lists/
                Of a folder all files that end in .toml count. When one of them cannot be used, none is applied.
                """)

        @Argument(help: "The list's file, or a folder of such; more than one are taken too.", completion: .file())
        var files: [String]
        @Flag(help: "Only shows what would change.") var dryRun = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let definitions = try ListFiles.definitions(files)
            let store = try global.store(create: !dryRun)
            // None is changed where one of them clashes with a list that is there.
            if !dryRun, definitions.count > 1 { for one in definitions { try store.apply(one, dryRun: true) } }
            let changes = try definitions.map { definition in
                let change = try store.apply(definition, dryRun: dryRun)
                if !global.json { ListCommand.show(change, to: definition, dryRun: dryRun) }
                try ListCommand.sayMissingLogos(of: definition, global)
                return ListCommand.json(change, to: definition)
            }
            guard global.json else { return }
            // One file is answered as ever, by one object.
            let isOne = files.count == 1 && definitions.count == 1 && !ListFiles.isFolder(files[0])
            Terminal.print((isOne ? changes[0] : .array(changes)).text)
        }
    }

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Makes a list without a file.",
            discussion:
                "Example: fanmail list create announce --address announce@lists.example --owner ada@lists.example")

        @Argument(help: "Its name.") var name: String
        @Option(help: "Its address.") var address: String
        @Option(help: "Its owner's address.") var owner: String
        @Option(help: "What it is about.") var description: String?
        @OptionGroup var global: GlobalOptions

        func run() throws {
            var toml = "name = \(Self.quoted(name))\naddress = \(Self.quoted(address))\nowner = \(Self.quoted(owner))\n"
            if let description { toml += "description = \(Self.quoted(description))\n" }
            let definition = try ListDefinition.parse(toml, file: "list create")
            if let store = try? global.store(), (try? store.list(named: definition.name)) != nil {
                throw FanmailFailure(
                    .unusableInput, "the list \(definition.name) is there already; change it with `fanmail list apply`")
            }
            try ListCommand.apply(definition, global)
        }

        private static func quoted(_ text: String) -> String { JSONValue.string(text).text }
    }

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The lists.", aliases: ["list"])
        @Flag(help: "Archived ones too.") var all = false
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let lists = try store.lists().filter { all || $0.archivedAt == nil }
            if global.json {
                Terminal.print(JSONValue.array(try lists.map { try ListCommand.json($0, store) }).text)
                return
            }
            var table = TextTable("NAME", "ADDRESS", "ACTIVE", "DESCRIPTION")
            for list in lists {
                let counts = try store.counts(of: list)
                table.add(
                    list.name, list.address.address, counts[.active] ?? 0, list.definition.description)
            }
            table.print(csv: csv, orSay: "no lists yet; make one with `fanmail list apply FILE`")
        }
    }

    struct Show: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One list: its policies and its counts.")
        @Argument(help: "Its name.", completion: .lists) var name: String
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let list = try store.list(named: name)
            if global.json {
                Terminal.print(try ListCommand.json(list, store).text)
                return
            }
            Terminal.print(list.definition.toml, end: "")
            let counts = try store.counts(of: list)
            for state in SubscriptionState.allCases {
                Terminal.print("# \(state.rawValue): \(counts[state] ?? 0)")
            }
            let strangers = try store.strangers(of: list)
            if strangers > 0 {
                Terminal.print(
                    "# wrote to leave from an address that is not subscribed, in \(Store.strangersKept) days: \(strangers)"
                )
            }
        }
    }

    struct Rm: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm",
            abstract: "Removes a list and its subscriptions. Asks on a terminal; otherwise it wants --yes.",
            aliases: ["delete", "remove"])
        @Argument(help: "Its name.", completion: .lists) var name: String
        @Flag(help: "Does not ask; needed where there is no terminal.") var yes = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let list = try store.list(named: name)
            let active = try store.counts(of: list)[.active] ?? 0
            if !yes {
                guard Terminal.isInputTerminal else {
                    throw FanmailFailure(
                        .usage, "list rm \(name): removes \(counted(active, "subscription")); say --yes")
                }
                guard Terminal.confirm("Remove the list \(name) and its \(counted(active, "subscription"))?") else {
                    throw ExitCode(1)
                }
            }
            try store.removeList(named: name)
            Terminal.say("removed \(name)")
        }
    }

    static func apply(_ definition: ListDefinition, _ global: GlobalOptions) throws {
        let change = try global.store(create: true).apply(definition, dryRun: false)
        if global.json {
            Terminal.print(json(change, to: definition).text)
        } else {
            show(change, to: definition, dryRun: false)
        }
        try sayMissingLogos(of: definition, global)
    }

    static func sayMissingLogos(of definition: ListDefinition, _ global: GlobalOptions) throws {
        for logo in try missingLogos(of: definition, global) {
            Terminal.say(
                "the logo \(logo.escapedForTerminal) is not in templates/; put it there, or beside each letter: "
                    + "none goes out without it")
        }
    }

    private static func json(_ change: ListChange, to definition: ListDefinition) -> JSONValue {
        let differences = change.differences.map { difference in
            JSONValue.object([
                ("key", .string(difference.key)), ("old", JSONValue(difference.old)),
                ("new", JSONValue(difference.new)),
            ])
        }
        return .object([
            ("list", .string(definition.name)), ("isNew", .bool(change.isNew)), ("changes", .array(differences)),
        ])
    }

    private static func show(_ change: ListChange, to definition: ListDefinition, dryRun: Bool) {
        for difference in change.differences where !change.isNew {
            if let old = difference.old { Terminal.print("- \(difference.key) = \(old)".escapedForTerminal) }
            if let new = difference.new { Terminal.print("+ \(difference.key) = \(new)".escapedForTerminal) }
        }
        let verb = change.isNew ? "made" : change.differences.isEmpty ? "unchanged" : "changed"
        Terminal.say("\(dryRun ? "would be " : "")\(verb): \(definition.name) <\(definition.address.address)>")
    }

    /// Those that are files, and not where letters look for them, whichever letter it is.
    private static func missingLogos(of definition: ListDefinition, _ global: GlobalOptions) throws -> [String] {
        let settings = try global.configuration()
        let folders = [settings.templates] + settings.attachmentFolders.value
        return [definition.look.logo, definition.look.logoDark].compactMap(\.self).filter { logo in
            !logo.hasPrefix("https://")
                && !folders.contains { FileManager.default.fileExists(atPath: "\($0)/\(logo)") }
        }
    }

    private static func json(_ look: ListLook) -> JSONValue {
        .object([
            ("from", JSONValue(look.from)), ("accent", JSONValue(look.accent?.description)),
            ("logo", JSONValue(look.logo)), ("logoDark", JSONValue(look.logoDark)),
            ("logoWidth", JSONValue(look.logoWidth)), ("font", JSONValue(look.font)), ("width", JSONValue(look.width)),
        ])
    }

    static func json(_ list: ListRecord, _ store: Store) throws -> JSONValue {
        let counts = try store.counts(of: list)
        return .object([
            ("name", .string(list.name)), ("address", .string(list.address.address)),
            ("description", JSONValue(list.definition.description)), ("owner", .string(list.definition.owner.address)),
            ("reversePath", .string(list.definition.reversePath.address)),
            ("language", JSONValue(list.definition.language)), ("post", .string(list.definition.post.rawValue)),
            ("posters", .array(list.definition.posters.map { .string($0.address) })),
            ("unsubscribeURL", JSONValue(list.definition.unsubscribeURL)),
            ("oneClick", .string(list.definition.oneClick.rawValue)),
            ("archiveURL", JSONValue(list.definition.archiveURL)),
            ("cfblAddress", JSONValue(list.definition.complaintAddress?.address)),
            ("footer", JSONValue(list.definition.footer)), ("footerHTML", JSONValue(list.definition.footerHTML)),
            ("doubleOptIn", .bool(list.definition.doubleOptIn)), ("confirmURL", JSONValue(list.definition.confirmURL)),
            ("welcome", .bool(list.definition.welcome)), ("goodbye", .bool(list.definition.goodbye)),
            ("relay", JSONValue(list.definition.relay)), ("verp", .string(list.definition.verp.rawValue)),
            ("dsn", .string(list.definition.dsn.rawValue)),
            (
                "retryPauses",
                list.definition.retryPauses.map { .array($0.map { .string(DurationText.format($0)) }) } ?? .null
            ),
            ("look", json(list.definition.look)),
            ("bounceHard", .string(list.definition.bounce.hard.rawValue)),
            ("createdAt", JSONValue(list.createdAt)), ("active", JSONValue(counts[.active] ?? 0)),
            ("pending", JSONValue(counts[.pending] ?? 0)), ("unsubscribed", JSONValue(counts[.unsubscribed] ?? 0)),
            ("bounced", JSONValue(counts[.bounced] ?? 0)), ("strangers", JSONValue(try store.strangers(of: list))),
            ("archivedAt", JSONValue(list.archivedAt)),
        ])
    }
}
