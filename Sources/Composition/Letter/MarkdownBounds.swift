/// What cmark takes time for that grows with the square of the text is bounded before it reads one: no letter needs it.
///
/// Measured with cmark-gfm 0.29.0.gfm.6, which has no such bounds (CVE-2023-22483 to 22486, 24824, 37463).
struct MarkdownBounds {
    /// Quotes and lists that a line begins within each other.
    static let depth = 100
    static let columns = 500
    /// Of all tables; rows are filled with empty ones.
    static let cells = 50_000
    /// In octets, of a paragraph that goes on into a line such as `|---|`, and of all of them.
    static let headed = (one: 16 << 10, all: 1 << 20)
    /// Beginnings of declarations and processing instructions, `<!x` and `<?`, each of which is followed to its end.
    static let openings = 500

    /// - Parameter firstLine: of the text in its file, from 1.
    static func expect(_ text: String, file: String, firstLine: Int = 1) throws(CompositionFailure) {
        var bounds = Self()
        let octets = Array(text.utf8)
        var line = firstLine
        var start = 0
        while start < octets.count {
            let end = octets[start...].firstIndex(of: 0x0A) ?? octets.count
            if let problem = bounds.take(octets[start..<end]) {
                throw CompositionFailure(line: line, "\(file): \(problem)")
            }
            line += 1
            start = end + 1
        }
    }

    /// Of the paragraph or the table that the line goes on with.
    private var octets = 0
    private var tableColumns = 0
    private var allCells = 0
    private var allHeaded = 0
    private var allOpenings = 0

    /// - Returns: what there is too much of.
    private mutating func take(_ line: ArraySlice<UInt8>) -> String? {
        let (markers, rest) = Self.containers(line)
        guard markers <= Self.depth else {
            return "there are more than \(Self.depth) quotes and lists within each other; leave some out"
        }
        for index in rest.indices where rest[index] == UInt8(ascii: "<") && index + 1 < rest.endIndex {
            let next = rest[index + 1]
            if next == UInt8(ascii: "?") { allOpenings += 1 }
            if next == UInt8(ascii: "!"), !rest[index...].starts(with: "<!--".utf8) { allOpenings += 1 }
        }
        guard allOpenings <= Self.openings else {
            return "there are more than \(Self.openings) of <! and <?; write &lt; for a < that is one"
        }
        guard !rest.isEmpty else {
            (octets, tableColumns) = (0, 0)
            return nil
        }
        octets += line.count + 1
        if Self.isBelowHeadings(rest) {
            tableColumns = max(tableColumns, rest.count { $0 == UInt8(ascii: "|") } + 1)
            guard tableColumns <= Self.columns else {
                return "the table has more than \(Self.columns) columns; make it narrower"
            }
            allHeaded += octets
            guard octets <= Self.headed.one, allHeaded <= Self.headed.all else {
                return "the paragraph is too long to be the headings of a table; leave a blank line above the headings"
            }
        }
        allCells += tableColumns
        guard allCells <= Self.cells else {
            return "the tables have more than \(Self.cells) cells; shorten them, or link to a page that has them"
        }
        return nil
    }

    /// How many quotes and lists begin or go on in a line, and what stands in them.
    private static func containers(_ line: ArraySlice<UInt8>) -> (count: Int, rest: ArraySlice<UInt8>) {
        var (count, rest) = (0, line)
        func isBlank(_ byte: UInt8?) -> Bool { byte == nil || byte == 0x20 || byte == 0x09 || byte == 0x0D }
        while true {
            rest = rest.drop { isBlank($0) }
            guard let first = rest.first else { return (count, rest) }
            let digits = rest.prefix { (0x30...0x39).contains($0) }.count
            let end = rest.dropFirst(digits)
            if first == UInt8(ascii: ">") {
                rest = rest.dropFirst()
            } else if "-+*".utf8.contains(first), isBlank(rest.dropFirst().first) {
                rest = rest.dropFirst()
            } else if (1...9).contains(digits), end.first == 0x2E || end.first == 0x29, isBlank(end.dropFirst().first) {
                rest = end.dropFirst()
            } else {
                return (count, rest)
            }
            count += 1
        }
    }

    /// A line such as `|---|:-:|`, above which the headings stand.
    private static func isBelowHeadings(_ line: ArraySlice<UInt8>) -> Bool {
        var (hasDash, hasMark) = (false, false)
        for byte in line {
            switch byte {
            case UInt8(ascii: "-"): hasDash = true
            case UInt8(ascii: "|"), UInt8(ascii: ":"): hasMark = true
            case 0x20, 0x09, 0x0D: continue
            default: return false
            }
        }
        return hasDash && hasMark
    }
}
