import FanmailBasics
import FanmailTerminal

/// Prints a long list as one JSON array, or as one object a line, while it is being read.
struct JSONListing {
    private var rows: JSONRows

    init(perLine: Bool) { rows = JSONRows(perLine: perLine) }

    mutating func add(_ value: JSONValue) { Terminal.print(rows.text(of: value), end: "") }

    func finish() {
        if !rows.perLine { Terminal.print(rows.end, end: "") }
    }
}
