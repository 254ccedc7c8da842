import FanmailBasics

/// A table in letters of one width.
struct PlainTable {
    /// Where a column's cells stand, as cmark says it: `l`, `c`, `r`, or nothing.
    enum Side {
        case left, middle, right

        init(_ sign: UInt8) {
            self = sign == UInt8(ascii: "r") ? .right : sign == UInt8(ascii: "c") ? .middle : .left
        }
    }

    private static let gap = "  "

    /// The first one has the headings.
    let rows: [[String]]
    let sides: [Side]
    /// How long a cell is in which it occurs is not known yet.
    let mark: MarkdownMark

    /// In columns, where that fits; else each cell on a line of its own, behind its heading.
    func lines(width: Int) -> [String] {
        guard let headings = rows.first, !headings.isEmpty else { return [] }
        let widths = headings.indices.map { column in
            rows.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0
        }
        let all = widths.reduce(Self.gap.count * (widths.count - 1), +)
        // The last column may end anywhere.
        let isKnown = rows.allSatisfy { row in
            row.enumerated().allSatisfy { !mark.occurs(in: $1) || $0 == widths.count - 1 && sides.last == .left }
        }
        guard all <= width, isKnown else { return records(headings) }
        let line = widths.map { String(repeating: "-", count: $0) }
        return ([headings, line] + rows.dropFirst()).map { row in
            let cells = widths.indices.map { padded($0 < row.count ? row[$0] : "", to: widths[$0], sides[$0]) }
            let text = cells.joined(separator: Self.gap)
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    private func padded(_ cell: String, to width: Int, _ side: Side) -> String {
        let room = max(0, width - cell.columns)
        let before =
            switch side {
            case .left: 0
            case .middle: room / 2
            case .right: room
            }
        return String(repeating: " ", count: before) + cell + String(repeating: " ", count: room - before)
    }

    private func records(_ headings: [String]) -> [String] {
        var lines: [String] = []
        for row in rows.dropFirst() {
            if !lines.isEmpty { lines.append("") }
            for (heading, cell) in zip(headings, row) where !cell.isEmpty {
                lines.append(heading.isEmpty ? cell : "\(heading): \(cell)")
            }
        }
        return lines
    }
}
