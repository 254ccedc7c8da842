import ArgumentParser
import Fanmail
import ListStore
import MailCore
import Roster

struct SubscriberExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the subscribers of a list as CSV, or as JSON Lines; an import reads both back as they were.",
        discussion: "Example: fanmail subscriber export --list announce > announce.csv")

    @Option(help: "The list\'s name.", completion: .lists) var list: String
    @Option(help: "Also those unsubscribed, bounced or pending; active without it.") var state = "active"
    @Option(help: "Only those who meet a filter.") var filter: String?
    @Option(help: "Only those of this segment.") var segment: String?
    @Flag(help: "One JSON object a line.") var jsonl = false
    @Flag(help: "Puts an apostrophe before what a spreadsheet would take for a formula; not for importing again.")
    var forSpreadsheets = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard ["active", "pending", "unsubscribed", "bounced"].contains(state) else {
            throw ValidationError("--state: use active, pending, unsubscribed or bounced")
        }
    }

    func run() throws {
        let store = try global.store()
        let list = try store.list(named: list)
        var parts = try [filter.map(SegmentCommand.filter)].compactMap { $0 }
        if let segment { parts.append(try store.segment(named: segment, of: list).filter) }
        let isJSON = jsonl || global.json
        var listing = JSONListing(perLine: jsonl)
        if !isJSON { Terminal.print("email,name,language,tags,state,subscribed,source,attributes", end: "\r\n") }
        try store.export(list, state: state, filter: parts.isEmpty ? nil : .all(parts)) { row in
            if isJSON {
                listing.add(
                    .object([
                        ("email", .string(row.address)), ("name", JSONValue(row.name)),
                        ("language", JSONValue(row.language)), ("tags", .raw(row.tags ?? "[]")),
                        ("state", .string(row.state)), ("subscribed", JSONValue(row.joinedAt)),
                        ("source", .string(row.source)), ("attributes", .raw(row.attributes ?? "{}")),
                    ]))
            } else {
                var cells = [
                    row.address, row.name ?? "", row.language ?? "", row.tags ?? "", row.state, row.joinedAt.rfc3339,
                    row.source, row.attributes ?? "",
                ]
                if forSpreadsheets { cells = cells.map(Self.defused) }
                Terminal.print(CSVField.row(cells), end: "")
            }
        }
        if isJSON { listing.finish() }
    }

    /// A cell that no spreadsheet calculates.
    static func defused(_ cell: String) -> String {
        guard let first = cell.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
            return cell
        }
        return "'" + cell
    }
}
