import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Batches: each import and sync, and how to take it back.",
        subcommands: [Ls.self, Show.self, Undo.self])

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The batches, the newest first.", aliases: ["list"])
        @Option(help: "No more than so many.") var limit: Int?
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let batches = try global.store(connections: .one).batches(limit: limit)
            if global.json {
                Terminal.print(JSONValue.array(batches.map(BatchCommand.json)).text)
                return
            }
            BatchCommand.table(batches).print(csv: csv, orSay: "no batches yet; an import makes one")
        }
    }

    struct Show: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One batch; the latest without an id.")
        @Argument(help: "Its id; last is the latest.") var id = RecordID.last
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store(connections: .one)
            let batch = try store.batch(store.batchNumber(id))
            if global.json {
                Terminal.print(BatchCommand.json(batch).text)
            } else {
                BatchCommand.table([batch]).print(csv: csv)
            }
        }
    }

    struct Undo: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "undo",
            abstract: "Takes a batch back: whoever it brought goes, whoever it ended goes on.",
            discussion: """
                Example: fanmail batch undo 3
                What no mailing has met is as if it had never been; the rest is ended or begun anew, since mailings keep \
                their history. Then it says what it would do, and asks; without a terminal it wants --yes.
                """)
        @Argument(help: "Its id; last is the latest.") var id: RecordID
        @Flag(help: "Only counts what would happen.") var dryRun = false
        @Flag(help: "Does not ask after a mailing; needed there where there is no terminal.") var yes = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let id = try store.batchNumber(id)
            let undoing = try store.undoing(id)
            if dryRun { return show(undoing.undo, of: id, dryRun: true) }
            try ask(undoing, of: id)
            let undo = try store.undo(id, by: OperatorName.current) {
                Terminal.say("waiting for an import that is under way")
            }
            show(undo, of: id, dryRun: false)
        }

        private func ask(_ undoing: BatchUndoing, of id: Int64) throws {
            guard undoing.isMet, !yes else { return }
            let text = "batch \(id) was there at a mailing: \(Self.text(undoing))"
            guard Terminal.isInputTerminal, Terminal.isErrorTerminal else {
                throw FanmailFailure(.usage, "\(text); if that is meant, say --yes")
            }
            Terminal.say(text)
            guard Terminal.confirm("Undo it?") else { throw ExitCode(1) }
        }

        /// What would be done, as a clause.
        private static func text(_ undoing: BatchUndoing) -> String {
            let undo = undoing.undo
            var parts: [String] = []
            func add(_ count: Int, _ text: String) { if count > 0 { parts.append("\(count) \(text)") } }
            add(undo.ended, "would leave the list, and keep their history")
            add(undo.removed, "would be as if they had never been on it")
            add(undo.restored - undoing.begunAnew, "would stay on it as if they had never left")
            add(undoing.begunAnew, "would come back, with a subscription that begins anew")
            return parts.joined(separator: ", ")
        }

        private func show(_ undo: BatchUndo, of id: Int64, dryRun: Bool) {
            if global.json {
                return Terminal.print(
                    JSONValue.object([
                        ("batch", .int(id)), ("removed", JSONValue(undo.removed)), ("ended", JSONValue(undo.ended)),
                        ("restored", JSONValue(undo.restored)), ("forgotten", JSONValue(undo.forgotten)),
                        ("dryRun", .bool(dryRun)),
                    ]).text)
            }
            Terminal.say(
                "batch \(id) \(dryRun ? "would be " : "")undone: \(undo.removed) removed, \(undo.ended) ended, "
                    + "\(undo.restored) restored")
        }
    }

    private static func table(_ batches: [BatchRecord]) -> TextTable {
        var table = TextTable("BATCH", "LIST", "KIND", "FROM", "BY", "AT", "ADDED", "ENDED", "UNDONE")
        for batch in batches {
            table.add(
                batch.id, batch.list, batch.kind.rawValue, batch.source, batch.by, batch.at, batch.added, batch.ended,
                batch.undoneAt)
        }
        return table
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
