import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import MailingLists
import SubscriberFiles

struct SubscriberExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the subscribers of a list as CSV, or as JSON Lines; an import reads both back as they were.",
        discussion: """
            Example: fanmail subscriber export --list announce > announce.csv
            Everybody has one row, by how they stand now. With --history those who came, left and came back have several, and \
            all that was said about their consent comes along.
            """)

    @Option(help: "The list\'s name.", completion: .lists) var list: String
    @Option(help: "Those who are unsubscribed, bounced or pending now, or all; active without it.") var state: String?
    @Flag(help: "Every subscription that people ever had, a row each, in whatever state.") var history = false
    @Option(help: "Only those who meet a filter.") var filter: String?
    @Option(help: "Only those of this segment.") var segment: String?
    @Flag(help: "One JSON object a line.") var jsonl = false
    @Flag(help: "Puts an apostrophe before what a spreadsheet would take for a formula; an import takes it away again.")
    var forSpreadsheets = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if history, let state, state != "all" {
            throw ValidationError("--history: is of all; leave --state \(state.escapedForTerminal) out")
        }
        guard let state, state != "all" else { return }
        guard SubscriptionState(rawValue: state) != nil else {
            throw ValidationError("--state: use active, pending, unsubscribed, bounced or all")
        }
    }

    func run() throws {
        let store = try global.store()
        let list = try store.list(named: list)
        var parts = try [filter.map(SegmentCommand.filter)].compactMap { $0 }
        if let segment { parts.append(try store.segment(named: segment, of: list).filter) }
        var export = SubscriberExport(of: list, in: store)
        export.state = history ? nil : SubscriptionState(rawValue: state ?? SubscriptionState.active.rawValue)
        export.hasHistory = history
        export.filter = parts.isEmpty ? nil : .all(parts)
        export.form = jsonl || global.json ? .json(perLine: jsonl) : .csv(isDefused: forSpreadsheets)
        try export.run { Terminal.print($0) }
    }
}
