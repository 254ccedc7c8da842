import FanmailBasics
import FanmailTerminal

/// A listing of any length, row by row: columns with headings, fitted to the terminal, for somebody who reads it there;
/// plain lines, whole, for a program.
struct RowListing {
    /// The first rows decide how wide the columns are: more of them than a screen shows.
    private static let sample = 200

    private let width: Int?
    private let csv: Bool
    private var table: TextTable
    private var layout: TextTable.Layout?

    /// - Parameter csv: for a spreadsheet or a program, on a terminal too.
    init(_ headings: String..., csv: Bool = false, width: Int? = Terminal.listingWidth) {
        table = TextTable(headings)
        self.csv = csv
        self.width = csv ? nil : width
        if csv { Terminal.print(TextTable.csv(headings: headings), end: "") }
    }

    mutating func add(_ cells: (any TableCell)?...) {
        if csv {
            Terminal.print(TextTable.csv(cells), end: "")
        } else if width == nil {
            Terminal.print(cells.compactMap { $0?.forms(nil).first }.joined(separator: "  ").escapedForTerminal)
        } else if let layout {
            Terminal.print(table.line(cells, layout))
        } else {
            table.add(cells)
            if table.count == Self.sample { begin() }
        }
    }

    private mutating func begin() {
        let layout = table.layout(for: width)
        table.print(layout)
        self.layout = layout
    }

    /// - Parameter empty: what somebody at a terminal reads where there are no rows.
    mutating func finish(orSay empty: String) {
        guard width != nil, layout == nil else { return }
        if table.count > 0 { begin() } else { Terminal.say(empty) }
    }
}
