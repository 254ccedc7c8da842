import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "The database file: back it up, check it, see what it holds.",
        subcommands: [Backup.self, Check.self, Stats.self])

    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Copies the database to a new file, also while a mailing runs.",
            discussion: """
                Example: fanmail db backup fanmail-2026-01-31.db
                Without --with-keys the copy has no keys that sign tokens: whoever finds it can forge none, and a database \
                restored from it heeds none that were sent. DKIM keys are files of yours, and never part of it.
                """)
        @Argument(help: "The new file.", completion: .file()) var file: String
        @Flag(help: "Copies the token keys too, to FILE.keys beside it.") var withKeys = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let keys = try store.backUp(to: file, withKeys: withKeys)
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("database", .string(store.path)), ("copy", .string(file)), ("keys", JSONValue(keys)),
                    ]).text)
                return
            }
            let what =
                if let keys { "copied to \(file), its keys to \(keys)" } else if withKeys {
                    "copied to \(file); it has no keys yet"
                } else { "copied to \(file), without the token keys" }
            Terminal.say("\(store.path) \(what)".escapedForTerminal)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Whether the file is sound, and for its owner only. Exit status 65 when it is not.")
        @Flag(help: "Leaves out whether every index agrees with its table.") var quick = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let problems = try global.store().check(isQuick: quick)
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("sound", .bool(problems.isEmpty)), ("problems", .array(problems.map { .string($0) })),
                    ]).text)
            } else {
                for problem in problems { Terminal.print(problem.escapedForTerminal) }
                if problems.isEmpty { Terminal.print("sound") }
            }
            guard problems.isEmpty else { throw ExitCode(65) }
        }
    }

    struct Stats: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "stats",
            abstract: "How many rows each table has, and how large the file is.")
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let statistics = try global.store().statistics()
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("rows", .object(statistics.rows.map { ($0.table, JSONValue($0.count)) })),
                        ("size", .int(statistics.size)), ("logSize", .int(statistics.logSize)),
                        ("free", .int(statistics.free)), ("sqlite", .string(statistics.sqliteVersion)),
                    ]).text)
                return
            }
            var table = TextTable("TABLE", "ROWS")
            for row in statistics.rows { table.add(row.table, row.count) }
            table.print(csv: csv)
            guard !csv else { return }
            Terminal.print("")
            Terminal.print(
                "\(Self.size(statistics.size)), of which \(Self.size(statistics.free)) free; log "
                    + "\(Self.size(statistics.logSize)); SQLite \(statistics.sqliteVersion)")
        }

        private static func size(_ octets: Int64) -> String {
            octets < 1 << 20 ? "\(octets >> 10) KiB" : "\(octets >> 20) MiB"
        }
    }
}
