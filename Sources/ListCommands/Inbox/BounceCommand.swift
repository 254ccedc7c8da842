import ArgumentParser
import Bounces
import FanmailBasics
import FanmailTerminal
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
            commandName: "ls", abstract: "What came back, the oldest first.",
            discussion: """
                Example: fanmail bounce ls --list announce --since 7d --hard
                All that is known of one tells `bounce show ID`. --csv, --json and --jsonl have the mailing, the list and \
                the provider as well.
                """, aliases: ["list"])
        @OptionGroup var which: BounceSelectionOptions
        @Option(help: "No more than so many.") var limit: Int?
        @Flag(help: "One JSON object a line.") var jsonl = false
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            var listing = JSONListing(perLine: jsonl)
            var rows =
                csv
                ? RowListing(
                    "ID", "AT", "MAILING", "LIST", "CLASS", "KIND", "PROVIDER", "RECIPIENT", "REPLY", "EFFECT",
                    csv: true)
                : RowListing("ID", "AT", "CLASS", "KIND", "RECIPIENT", "REPLY", "EFFECT")
            let store = try global.store()
            let selection = try which.selection(in: store)
            try store.bounces(selection, limit: limit) { bounce in
                if global.json || jsonl {
                    listing.add(BounceCommand.json(bounce))
                } else {
                    let reply = ReplyLine.text(code: bounce.code, status: bounce.status, text: bounce.text)
                    if csv {
                        rows.add(
                            bounce.id, bounce.at, bounce.mailing, bounce.list, bounce.failureClass,
                            bounce.kind.rawValue, bounce.provider, bounce.recipient, reply, bounce.effect.rawValue)
                    } else {
                        rows.add(
                            bounce.id, bounce.at, bounce.failureClass, bounce.kind.rawValue, bounce.recipient, reply,
                            bounce.effect.rawValue)
                    }
                }
            }
            guard !global.json, !jsonl else { return listing.finish() }
            rows.finish(orSay: "no bounces")
            // What waits for somebody's decision.
            guard !csv, Terminal.isOutputTerminal else { return }
            for event in try store.heldEvents(of: selection.mailing) {
                let what =
                    "\(counted(event.bounces, "bounce")) of mailing \(event.mailing) at \(event.provider), all at once"
                let commands = "fanmail bounce release --mailing \(event.mailing), or forgive"
                Terminal.say("held: \(what): decide with \(commands)".escapedForTerminal)
            }
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

extension FailureClass: TableCell {
    func forms(_ clock: LocalClock?) -> [String] { [rawValue] }
    static var isFirm: Bool { true }
}
