import MailCore

/// Rows in columns, with what came from outside made harmless.
struct TextTable {
    private let headings: [String]
    private var rows: [[String]] = []

    init(_ headings: String...) { self.headings = headings }

    mutating func add(_ cells: String?...) {
        rows.append(cells.map { ($0 ?? "").escapedForTerminal })
    }

    func print() {
        for line in lines { Terminal.print(line) }
    }

    /// The headings, then the rows, each column as wide as its widest cell.
    var lines: [String] {
        var widths = headings.map(\.count)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.columns) }
        }
        return ([headings] + rows).map { row in
            let line = zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.columns)) }
                .joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension String {
    /// How many columns of a terminal it takes, nearly: East Asian wide characters take two.
    var columns: Int {
        reduce(0) { sum, character in
            guard let scalar = character.unicodeScalars.first else { return sum }
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                return sum + 2
            default: return sum + 1
            }
        }
    }

    /// Cut to so many columns.
    func cut(to width: Int) -> String {
        guard columns > width else { return self }
        var result = ""
        for character in self {
            if (result + String(character)).columns > width - 1 { break }
            result.append(character)
        }
        return result + "…"
    }
}
