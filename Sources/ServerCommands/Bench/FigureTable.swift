import FanmailBasics
import FanmailTerminal

/// Names with figures: a table where it fits, and a paragraph for each name where it does not. No figure is cut, and no
/// line breaks within one.
struct FigureTable {
    private let headings: [String]
    /// Each in its forms, the widest first.
    private var rows: [[[String]]] = []

    /// - Parameter headings: that of the names first.
    init(_ headings: [String]) { self.headings = headings }

    /// - Parameter figures: each as it is best read, and where there is little room.
    mutating func add(_ name: String, _ figures: [(whole: String, short: String)]) {
        rows.append([[name] + figures.map(\.whole), [name] + figures.map(\.short)])
    }

    /// - Parameter width: nil is as wide as it gets.
    func lines(width: Int?) -> [String] {
        let whole = table(0)
        guard let width, !fits(whole, width) else { return whole }
        let short = table(1)
        return fits(short, width) ? short : rows.flatMap { paragraph($0[0], width) }
    }

    private func fits(_ lines: [String], _ width: Int) -> Bool { lines.allSatisfy { $0.columns <= width } }

    private func table(_ form: Int) -> [String] {
        var table = TextTable(headings, clock: nil)
        for row in rows { table.add(row[form].map { $0 as String }) }
        return table.lines
    }

    private func paragraph(_ row: [String], _ width: Int) -> [String] {
        let name = "\(headings[0]) \(row[0])".escapedForTerminal.wrapped(to: width)
        let figures = zip(headings, row).dropFirst().filter { !$1.isEmpty }
            .map { "\($0) \($1)".replacing(" ", with: "\u{A0}") }
        return name
            + WrappedText.lines(figures.joined(separator: ", "), indent: 2, width: width)
            .map { $0.replacing("\u{A0}", with: " ") }
    }
}
