import ArgumentParser
import Fanmail
import FanmailBasics
import ListStore

struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Batches: each import and sync, and how to take it back.",
        subcommands: [Ls.self, Show.self, Undo.self])

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The batches, the newest first.")
        @Option(help: "No more than so many.") var limit: Int?
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let batches = try global.store(connections: .one).batches(limit: limit)
            if global.json {
                Terminal.print(JSONValue.array(batches.map(BatchCommand.json)).text)
                return
            }
            guard !batches.isEmpty else { return Terminal.say("no batches yet; an import makes one") }
            BatchCommand.table(batches)
        }
    }

    struct Show: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One batch.")
        @Argument(help: "Its id.") var id: Int64
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let batch = try global.store(connections: .one).batch(id)
            if global.json { Terminal.print(BatchCommand.json(batch).text) } else { BatchCommand.table([batch]) }
        }
    }

    struct Undo: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "undo",
            abstract: "Takes a batch back: whoever it brought goes, whoever it ended goes on.",
            discussion: """
                Example: fanmail batch undo 3
                What no mailing has met is as if it had never been; the rest is ended or begun anew, since mailings keep \
                their history.
                """)
        @Argument(help: "Its id.") var id: Int64
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let undo = try global.store().undo(id, by: OperatorName.current) {
                Terminal.say("waiting for an import that is under way")
            }
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("batch", .int(id)), ("removed", JSONValue(undo.removed)), ("ended", JSONValue(undo.ended)),
                        ("restored", JSONValue(undo.restored)), ("forgotten", JSONValue(undo.forgotten)),
                    ]).text)
            } else {
                Terminal.say(
                    "batch \(id) undone: \(undo.removed) removed, \(undo.ended) ended, \(undo.restored) restored")
            }
        }
    }

    private static func table(_ batches: [BatchRecord]) {
        var table = TextTable("BATCH", "LIST", "KIND", "FROM", "BY", "AT", "ADDED", "ENDED", "UNDONE")
        for batch in batches {
            table.add(
                batch.id, batch.list, batch.kind.rawValue, batch.source, batch.by, batch.at, batch.added, batch.ended,
                batch.undoneAt)
        }
        table.print()
    }

    static func json(_ batch: BatchRecord) -> JSONValue {
        .object([
            ("batch", .int(batch.id)), ("list", .string(batch.list)), ("kind", .string(batch.kind.rawValue)),
            ("source", .string(batch.source)), ("by", JSONValue(batch.by)), ("at", JSONValue(batch.at)),
            ("added", JSONValue(batch.added)), ("resubscribed", JSONValue(batch.resubscribed)),
            ("ended", JSONValue(batch.ended)), ("undoneAt", JSONValue(batch.undoneAt)),
        ])
    }
}
