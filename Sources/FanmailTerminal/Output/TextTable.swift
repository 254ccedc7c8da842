import FanmailBasics
import SubscriberFiles

/// Rows in columns, with what came from outside made harmless: fitted to the terminal for somebody who reads them there,
/// whole elsewhere.
package struct TextTable {
    /// How wide the columns are, and which form of a cell that has several goes into them.
    package struct Layout {
        package var widths: [Int]
        package let form: Int
    }

    /// To fewer columns of the screen no text is cut.
    private static let least = 8

    private let headings: [String]
    private let clock: LocalClock?
    private var isFirm: [Bool]
    private var isMoment: [Bool]
    private var rows: [[[String]]] = []
    private var cells: [[(any TableCell)?]] = []

    package init(_ headings: String...) { self.init(headings) }

    /// - Parameter clock: the time of somebody at a terminal; nil for a program.
    package init(_ headings: [String], clock: LocalClock? = Terminal.clock) {
        self.headings = headings
        self.clock = clock
        isFirm = headings.map { _ in false }
        isMoment = isFirm
    }

    package var count: Int { rows.count }

    package mutating func add(_ cells: (any TableCell)?...) { add(cells) }

    package mutating func add(_ cells: [(any TableCell)?]) {
        for (column, cell) in cells.enumerated() where cell.map({ type(of: $0).isFirm }) == true {
            isFirm[column] = true
            isMoment[column] = cell is Timestamp
        }
        rows.append(forms(cells))
        self.cells.append(cells)
    }

    private func forms(_ cells: [(any TableCell)?]) -> [[String]] {
        cells.map { $0.map { $0.forms(clock).map(\.escapedForTerminal) } ?? [""] }
    }

    /// Each in its forms; that of a time tells the zone, unless only days are told.
    private var headingForms: [[String]] {
        zip(headings, isMoment).map { heading, isMoment in
            guard isMoment, let clock else { return [heading] }
            let told = "\(heading) (\(clock.zone))"
            return [told, told, heading]
        }
    }

    package func print() {
        print(layout(for: Terminal.listingWidth))
    }

    /// - Parameters:
    ///   - csv: for a spreadsheet or a program, on a terminal too.
    ///   - empty: what somebody reads where there are no rows.
    package func print(csv: Bool, orSay empty: String = "") {
        guard csv else {
            if rows.isEmpty, !empty.isEmpty { Terminal.say(empty) } else { print() }
            return
        }
        Terminal.print(Self.csv(headings: headings), end: "")
        for row in cells { Terminal.print(Self.csv(row), end: "") }
    }

    /// Lower case, as a program wants it.
    package static func csv(headings: [String]) -> String {
        CSVField.row(headings.map { $0.lowercased() })
    }

    /// Whole, with times in UTC. What came from outside must not be calculated by a spreadsheet.
    package static func csv(_ cells: [(any TableCell)?]) -> String {
        cells.map { cell in
            // Numbers and times are ours.
            let isOurs = cell.map { type(of: $0).isFirm } ?? true
            return CSVField.quoted(cell?.forms(nil).first ?? "", isDefused: !isOurs)
        }.joined(separator: ",") + "\r\n"
    }

    package func print(_ layout: Layout) {
        Terminal.print(Terminal.styled(line(headingForms, layout), "1", Terminal.hasColour))
        for row in rows { Terminal.print(line(row, layout)) }
    }

    /// The headings, then the rows, each column as wide as its widest cell.
    package var lines: [String] { lines(width: nil) }

    package func lines(width: Int?) -> [String] {
        let layout = layout(for: width)
        return ([headingForms] + rows).map { line($0, layout) }
    }

    /// The layout in so many columns of the screen. First times are told to the minute, then texts are cut, the longest
    /// first, then times are told to the day; what is too wide even then is for the terminal to break.
    package func layout(for width: Int?) -> Layout {
        let whole = Layout(widths: widths(form: 0), form: 0)
        guard let width, whole.excess(over: width) > 0 else { return whole }
        let minutes = fitted(form: 1, width)
        return minutes.excess(over: width) > 0 ? fitted(form: 2, width) : minutes
    }

    private func widths(form: Int) -> [Int] {
        var widths = headings.map { _ in 0 }
        for row in [headingForms] + rows {
            for (column, forms) in row.enumerated() {
                widths[column] = max(widths[column], forms[min(form, forms.count - 1)].columns)
            }
        }
        return widths
    }

    private func fitted(form: Int, _ width: Int) -> Layout {
        var layout = Layout(widths: widths(form: form), form: form)
        let flexible = headings.indices.filter { !isFirm[$0] }
        for _ in 0..<max(0, layout.excess(over: width)) {
            let wide = flexible.filter { layout.widths[$0] > max(Self.least, headings[$0].columns) }
            guard let widest = wide.max(by: { layout.widths[$0] < layout.widths[$1] }) else { break }
            layout.widths[widest] -= 1
        }
        return layout
    }

    /// One more row in a layout that was made without it.
    package func line(_ cells: [(any TableCell)?], _ layout: Layout) -> String { line(forms(cells), layout) }

    private func line(_ row: [[String]], _ layout: Layout) -> String {
        var line = ""
        for (column, forms) in row.enumerated() {
            var cell = forms[min(layout.form, forms.count - 1)]
            if !isFirm[column] { cell = cell.cut(to: layout.widths[column]) }
            line += cell
            guard column < row.count - 1 else { break }
            line += String(repeating: " ", count: max(0, layout.widths[column] - cell.columns) + 2)
        }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension TextTable.Layout {
    /// By how many columns of the screen it is too wide, two between each.
    func excess(over width: Int) -> Int { widths.reduce(2 * (widths.count - 1), +) - width }
}

extension String {
    /// Cut to so many columns.
    package func cut(to width: Int) -> String {
        guard columns > width else { return self }
        var result = ""
        for character in self {
            if (result + String(character)).columns > width - 1 { break }
            result.append(character)
        }
        return result + "…"
    }
}
