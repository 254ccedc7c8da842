import ArgumentParser
import Fanmail
import FanmailBasics
import ListStore
import SMTPCore
import SubscriberFiles

struct SuppressionImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Adds entries from a file: one a line, or CSV with the columns entry, reason, created, expires.",
        discussion: "Example: fanmail suppression import blocked.csv --reason complaint")

    private static let batch = 5000
    private static let shown = 20

    @Argument(help: "The file; - for standard input.") var file: String
    @Option(help: "The reason of entries that come without one.") var reason = "imported"
    @Option(help: "What stands between columns: , ; tab or |, where the file does not tell.") var delimiter: String?
    @Flag(help: "Keeps the hash of each address instead of the address.") var hashed = false
    @OptionGroup var global: GlobalOptions

    /// Reads the file in whatever encoding it is, packed or not.
    private func reader() throws -> SuppressionReader {
        let delimiter = try delimiter.map(ImportSource.delimiter)
        let (source, isJSON) = try ByteSource(path: file).decoded { encoding in
            Terminal.say(
                "warning: \(file.escapedForTerminal) is not UTF-8, and is read as Latin-1 (\(encoding.rawValue))")
        }
        guard !isJSON else {
            throw FanmailFailure(
                .unusableInput,
                "\(file.escapedForTerminal): this is JSON; a suppression list is read from CSV, or one entry a line")
        }
        return SuppressionReader(source, delimiter: delimiter)
    }

    func run() throws {
        let store = try global.store()
        var reader = try reader()
        var (added, entries, rejected, notes) = (0, 0, 0, 0)
        var records: [SuppressionRecord] = []
        while let row = try reader.next() {
            switch row {
            case .problem(let reason):
                rejected += 1
                if rejected <= Self.shown {
                    Terminal.say("\(reader.name):\(reader.line): \(reason)".escapedForTerminal)
                }
            case .entry(let entry):
                entries += 1
                if let note = entry.note {
                    notes += 1
                    if notes <= Self.shown {
                        Terminal.say("\(reader.name):\(reader.line): \(note)".escapedForTerminal)
                    }
                }
                var form = entry.form
                if hashed, case .address(let key) = form, let mailbox = try? Mailbox(parsing: key) {
                    form = AddressHash.form(of: mailbox)
                }
                records.append(
                    SuppressionRecord(
                        form: form, reason: entry.reason ?? reason, source: reader.name,
                        createdAt: entry.createdAt ?? .now, expiresAt: entry.expiresAt))
            }
            if records.count == Self.batch {
                added += try store.suppress(records)
                try store.suppressOtherAddresses(of: records.map(\.form))
                records.removeAll(keepingCapacity: true)
            }
        }
        added += try store.suppress(records)
        try store.suppressOtherAddresses(of: records.map(\.form))
        if rejected > Self.shown { Terminal.say("and \(rejected - Self.shown) more") }
        if notes > Self.shown { Terminal.say("and \(notes - Self.shown) more without an end") }
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("entries", JSONValue(entries)), ("added", JSONValue(added)),
                    ("changed", JSONValue(entries - added)), ("rejected", JSONValue(rejected)),
                ]).text)
            return
        }
        var parts = ["\(added) added to the suppression list"]
        if entries > added { parts.append("\(entries - added) were on it already") }
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
        var listing = JSONListing(perLine: jsonl)
        let isJSON = global.json || jsonl
        if !isJSON { Terminal.print("entry,reason,created,expires", end: "\r\n") }
        try global.store().suppressions { stored in
            var record = stored
            if hashed, case .address(let key) = stored.form, let mailbox = try? Mailbox(parsing: key) {
                record = SuppressionRecord(
                    form: AddressHash.form(of: mailbox), reason: stored.reason, source: stored.source,
                    createdAt: stored.createdAt, expiresAt: stored.expiresAt)
            }
            if isJSON {
                listing.add(SuppressionCommand.json(record))
            } else {
                Terminal.print(
                    CSVField.row(
                        [
                            record.form.text, record.reason, record.createdAt.rfc3339,
                            record.expiresAt?.rfc3339 ?? "",
                        ], isDefused: forSpreadsheets), end: "")
            }
        }
        if isJSON { listing.finish() }
    }
}
