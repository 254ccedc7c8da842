import ArgumentParser
import Bounces
import FanmailBasics
import ListStore

struct BounceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounce", abstract: "The bounce log: who was refused, by whom, and why.",
        subcommands: [
            Ls.self, BounceShowCommand.self, BounceReportCommand.self, BounceClassifyCommand.self,
            BounceUndecidedCommand.self, BounceProcessCommand.self, BounceForgiveCommand.self,
            BounceReleaseCommand.self,
        ])

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The refusals, the oldest first.", aliases: ["list"])
        @OptionGroup var which: BounceSelectionOptions
        @Option(help: "No more than so many.") var limit: Int?
        @Flag(help: "One JSON object a line.") var jsonl = false
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            var listing = JSONListing(perLine: jsonl)
            var rows = RowListing(
                "ID", "AT", "MAILING", "CLASS", "KIND", "PROVIDER", "RECIPIENT", "REPLY", "EFFECT", csv: csv)
            let store = try global.store()
            try store.bounces(which.selection(in: store), limit: limit) { bounce in
                if global.json || jsonl {
                    listing.add(BounceCommand.json(bounce))
                } else {
                    let reply = [bounce.code.map(String.init), bounce.status, bounce.text].compactMap { $0 }
                        .joined(separator: " ").replacing("\n", with: " ")
                    rows.add(
                        bounce.id, bounce.at, bounce.mailing, bounce.failureClass.rawValue, bounce.kind.rawValue,
                        bounce.provider, bounce.recipient, reply, bounce.effect.rawValue)
                }
            }
            if global.json || jsonl { listing.finish() } else { rows.finish(orSay: "no bounces") }
        }
    }

    static func json(_ bounce: BounceRecord) -> JSONValue {
        .object([
            ("id", .int(bounce.id)), ("at", JSONValue(bounce.at)), ("mailing", JSONValue(bounce.mailing)),
            ("list", .string(bounce.list)), ("recipient", .string(bounce.recipient)), ("code", JSONValue(bounce.code)),
            ("status", JSONValue(bounce.status)), ("text", JSONValue(bounce.text)), ("relay", JSONValue(bounce.relay)),
            ("kind", .string(bounce.kind.rawValue)), ("class", .string(bounce.failureClass.rawValue)),
            ("source", .string(bounce.source.rawValue)), ("found", .string(bounce.found)),
            ("confidence", JSONValue(bounce.confidence)), ("server", JSONValue(bounce.server)),
            ("provider", JSONValue(bounce.provider)), ("rule", JSONValue(bounce.rule)),
            ("effect", .string(bounce.effect.rawValue)),
            ("score", bounce.score.map { .double(Double($0) / 100) } ?? .null),
            ("hold", bounce.isOfProviderEvent ? .string("provider") : .null),
            ("forgivenAt", JSONValue(bounce.forgivenAt)), ("forgivenBy", JSONValue(bounce.forgivenBy)),
        ])
    }
}
