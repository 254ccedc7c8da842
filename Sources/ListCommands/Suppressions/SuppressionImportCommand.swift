import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import SMTPCore
import SubscriberFiles

struct SuppressionImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Adds entries from a file: one a line, or CSV with the columns entry, reason, created, expires.",
        discussion: "Example: fanmail suppression import blocked.csv --reason complaint")

    /// Lines that are shown one by one.
    private static let shown = 20

    @Argument(help: "The file; - for standard input.") var file: String
    @Option(help: "The reason of entries that come without one.") var reason = "imported"
    @Option(help: "What stands between columns: , ; tab or |, where the file does not tell.") var delimiter: String?
    @Flag(help: "Keeps the hash of each address instead of the address.") var hashed = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let store = try global.store()
        var work = SuppressionFileImport(path: file)
        work.reason = reason
        work.delimiter = try delimiter.map(ImportSource.delimiter)
        work.keepsHashes = hashed
        let name = file == "-" ? "standard input" : file
        var (rejected, notes) = (0, 0)
        let result = try work.run(into: store) { event in
            switch event {
            case .guessed(let encoding):
                Terminal.say(
                    "warning: \(file.escapedForTerminal) is not UTF-8, and is read as Latin-1 (\(encoding.rawValue))")
            case .rejected(let line, let reason):
                rejected += 1
                if rejected <= Self.shown { Terminal.say("\(name):\(line): \(reason)".escapedForTerminal) }
            case .noted(let line, let note):
                notes += 1
                if notes <= Self.shown { Terminal.say("\(name):\(line): \(note)".escapedForTerminal) }
            default: break
            }
        }
        if rejected > Self.shown { Terminal.say("and \(rejected - Self.shown) more") }
        if notes > Self.shown { Terminal.say("and \(notes - Self.shown) more without an end") }
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("entries", JSONValue(result.entries)), ("added", JSONValue(result.added)),
                    ("changed", JSONValue(result.changed)), ("rejected", JSONValue(result.rejected)),
                ]).text)
            return
        }
        var parts = ["\(result.added) added to the suppression list"]
        if result.changed > 0 { parts.append("\(result.changed) were on it already") }
        if rejected > 0 { parts.append("\(counted(rejected, "line")) could not be used") }
        Terminal.say(parts.joined(separator: ", "))
    }
}

struct SuppressionExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the entries as CSV that `suppression import` reads back.",
        discussion: "Example: fanmail suppression export > blocked.csv")

    @Flag(help: "Writes the hash of each address instead of the address.") var hashed = false
    @Flag(help: "One JSON object a line.") var jsonl = false
    @Flag(help: "Puts an apostrophe before what a spreadsheet would take for a formula; an import takes it away again.")
    var forSpreadsheets = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        var export = SuppressionExport(from: try global.store())
        export.keepsHashes = hashed
        export.form = jsonl || global.json ? .json(perLine: jsonl) : .csv(isDefused: forSpreadsheets)
        try export.run { Terminal.print($0, end: "") }
    }
}
