import ArgumentParser
import Fanmail
import FanmailBasics
import ListStore
import MailingLists
import SubscriberFiles

struct SubscriberExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the subscribers of a list as CSV, or as JSON Lines; an import reads both back as they were.",
        discussion: "Example: fanmail subscriber export --list announce > announce.csv")

    @Option(help: "The list\'s name.", completion: .lists) var list: String
    @Option(help: "Those unsubscribed, bounced or pending, or all; active without it.") var state = "active"
    @Option(help: "Only those who meet a filter.") var filter: String?
    @Option(help: "Only those of this segment.") var segment: String?
    @Flag(help: "One JSON object a line.") var jsonl = false
    @Flag(help: "Puts an apostrophe before what a spreadsheet would take for a formula; an import takes it away again.")
    var forSpreadsheets = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard state == "all" || SubscriptionState(rawValue: state) != nil else {
            throw ValidationError("--state: use active, pending, unsubscribed, bounced or all")
        }
    }

    func run() throws {
        let store = try global.store()
        let list = try store.list(named: list)
        var parts = try [filter.map(SegmentCommand.filter)].compactMap { $0 }
        if let segment { parts.append(try store.segment(named: segment, of: list).filter) }
        let filter = parts.isEmpty ? nil : Filter.all(parts)
        let state = SubscriptionState(rawValue: state)
        if jsonl || global.json {
            var listing = JSONListing(perLine: jsonl)
            try store.export(list, state: state, filter: filter) { row, text in
                text += listing.text(of: Self.json(row)).utf8
            } write: {
                Terminal.print($0)
            }
            listing.finish()
        } else {
            Terminal.print(
                "email,name,language,tags,state,subscribed,source,subscribed_how,confirmed,confirmed_from,left,left_from,"
                    + "left_how,suppressed,attributes", end: "\r\n")
            var (joined, lastJoined) = ([UInt8](), Timestamp?.none)
            let isDefused = forSpreadsheets
            try store.export(list, state: state, filter: filter) { row, text in
                func add(_ field: ExportRow.Octets) {
                    if !field.isEmpty { CSVField.append(field, isDefused: isDefused, to: &text) }
                    text.append(UInt8(ascii: ","))
                }
                func add(_ moment: Timestamp?) {
                    if let moment { text += moment.rfc3339.utf8 }
                    text.append(UInt8(ascii: ","))
                }
                add(row.address)
                add(row.name)
                add(row.language)
                add(row.tags)
                // What is ours needs no quotes.
                if row.isShownAsSuppressed { text += "suppressed".utf8 } else { text += row.state }
                text.append(UInt8(ascii: ","))
                // Those of an import came at one moment.
                if lastJoined != row.joinedAt {
                    lastJoined = row.joinedAt
                    joined = Array(row.joinedAt.rfc3339.utf8)
                }
                text += joined
                text.append(UInt8(ascii: ","))
                add(row.source)
                add(row.joinedHow)
                add(row.confirmedAt)
                add(row.confirmedFrom)
                add(row.leftAt)
                add(row.leftFrom)
                add(row.leftHow)
                add(row.suppressed)
                CSVField.append(row.attributes, isDefused: isDefused, to: &text)
                text.append(0x0D)
                text.append(0x0A)
            } write: {
                Terminal.print($0)
            }
        }
    }

    private static func json(_ row: ExportRow) -> JSONValue {
        func text(_ octets: ExportRow.Octets) -> String { String(decoding: octets, as: UTF8.self) }
        func optional(_ octets: ExportRow.Octets) -> JSONValue { octets.isEmpty ? .null : .string(text(octets)) }
        func raw(_ octets: ExportRow.Octets, _ empty: String) -> JSONValue {
            .raw(octets.isEmpty ? empty : text(octets))
        }
        return .object([
            ("email", .string(text(row.address))), ("name", optional(row.name)), ("language", optional(row.language)),
            ("tags", raw(row.tags, "[]")), ("state", .string(row.isShownAsSuppressed ? "suppressed" : text(row.state))),
            ("subscribed", JSONValue(row.joinedAt)), ("source", .string(text(row.source))),
            ("subscribedHow", optional(row.joinedHow)), ("confirmed", JSONValue(row.confirmedAt)),
            ("confirmedFrom", optional(row.confirmedFrom)), ("left", JSONValue(row.leftAt)),
            ("leftFrom", optional(row.leftFrom)), ("leftHow", optional(row.leftHow)),
            ("suppressed", optional(row.suppressed)),
            ("attributes", raw(row.attributes, "{}")),
        ])
    }
}

extension ExportRow {
    /// Who would be taken for somebody to be mailed, and is not to be.
    fileprivate var isShownAsSuppressed: Bool {
        !suppressed.isEmpty && Self.live.contains { $0.utf8.elementsEqual(state) }
    }

    fileprivate static let live = SubscriptionState.allCases.filter(\.isLive).map(\.rawValue)
}
