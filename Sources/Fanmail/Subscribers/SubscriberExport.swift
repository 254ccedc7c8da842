import FanmailBasics
package import ListStore
package import MailingLists
import SubscriberFiles

/// Writes the subscribers of a list as a text that an import reads back as they were.
package struct SubscriberExport {
    package enum Form: Sendable, Equatable {
        /// - Parameter isDefused: an apostrophe stands before what a spreadsheet would take for a formula.
        case csv(isDefused: Bool)
        /// One array, or one object a line.
        case json(perLine: Bool)
    }

    private static let heading =
        "email,name,language,tags,state,subscribed,source,subscribed_how,confirmed,confirmed_from,left,left_from,"
        + "left_how,suppressed,attributes\r\n"

    private let list: ListRecord
    private let store: Store
    /// Only who stands so now; nil for all.
    package var state: SubscriptionState? = .active
    /// Every subscription that people ever had, of those who came back too; in whatever state, where that is nil.
    package var hasHistory = false
    /// Nil for everybody.
    package var filter: Filter?
    package var form = Form.csv(isDefused: false)

    package init(of list: ListRecord, in store: Store) { (self.list, self.store) = (list, store) }

    /// - Parameter write: called with the text in pieces, in order; the database waits for nobody meanwhile.
    package func run(write: ([UInt8]) throws -> Void) throws {
        switch form {
        case .csv(let isDefused):
            try write(Array(Self.heading.utf8))
            var rows = CSVRows(isDefused: isDefused)
            try store.export(
                list, state: state, filter: filter, history: hasHistory, encode: { rows.append($0, to: &$1) },
                write: write)
        case .json(let perLine):
            var rows = JSONRows(perLine: perLine)
            try store.export(
                list, state: state, filter: filter, history: hasHistory, encode: { $1 += rows.text(of: $0.json).utf8 },
                write: write)
            try write(Array(rows.end.utf8))
        }
    }
}

private struct CSVRows {
    let isDefused: Bool
    private var (joined, lastJoined) = ([UInt8](), Timestamp?.none)

    init(isDefused: Bool) { self.isDefused = isDefused }

    mutating func append(_ row: ExportRow, to text: inout [UInt8]) {
        add(row.address, to: &text)
        add(row.name, to: &text)
        add(row.language, to: &text)
        add(row.tags, to: &text)
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
        add(row.source, to: &text)
        add(row.joinedHow, to: &text)
        add(row.confirmedAt, to: &text)
        add(row.confirmedFrom, to: &text)
        add(row.leftAt, to: &text)
        add(row.leftFrom, to: &text)
        add(row.leftHow, to: &text)
        add(row.suppressed, to: &text)
        CSVField.append(row.attributes, isDefused: isDefused, to: &text)
        text.append(0x0D)
        text.append(0x0A)
    }

    private func add(_ field: ExportRow.Octets, to text: inout [UInt8]) {
        if !field.isEmpty { CSVField.append(field, isDefused: isDefused, to: &text) }
        text.append(UInt8(ascii: ","))
    }

    private func add(_ moment: Timestamp?, to text: inout [UInt8]) {
        if let moment { text += moment.rfc3339.utf8 }
        text.append(UInt8(ascii: ","))
    }
}

extension ExportRow {
    fileprivate var json: JSONValue {
        func text(_ octets: Octets) -> String { String(decoding: octets, as: UTF8.self) }
        func optional(_ octets: Octets) -> JSONValue { octets.isEmpty ? .null : .string(text(octets)) }
        func raw(_ octets: Octets, _ empty: String) -> JSONValue { .raw(octets.isEmpty ? empty : text(octets)) }
        return .object([
            ("email", .string(text(address))), ("name", optional(name)), ("language", optional(language)),
            ("tags", raw(tags, "[]")), ("state", .string(isShownAsSuppressed ? "suppressed" : text(state))),
            ("subscribed", JSONValue(joinedAt)), ("source", .string(text(source))),
            ("subscribedHow", optional(joinedHow)), ("confirmed", JSONValue(confirmedAt)),
            ("confirmedFrom", optional(confirmedFrom)), ("left", JSONValue(leftAt)),
            ("leftFrom", optional(leftFrom)), ("leftHow", optional(leftHow)), ("suppressed", optional(suppressed)),
            ("attributes", raw(attributes, "{}")),
        ])
    }

    /// Who would be taken for somebody to be mailed, and is not to be.
    fileprivate var isShownAsSuppressed: Bool {
        !suppressed.isEmpty && Self.live.contains { $0.utf8.elementsEqual(state) }
    }

    private static let live = SubscriptionState.allCases.filter(\.isLive).map(\.rawValue)
}
