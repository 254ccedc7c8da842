import FanmailBasics
import SMTPCore

/// What the columns are, by the first row.
extension SubscriberReader {
    struct Columns {
        var headings: [String]?
        var mapping: ColumnMapping
        var extra = ExtraColumns()
        var warnings: [Explanation] = []
        var system: ExportSystem?
    }

    /// What the columns are, by the first row.
    static func columns(
        _ reader: borrowing CSVReader, _ file: FileKnowledge
    ) throws(InputFailure) -> Columns {
        guard reader.problem == nil else { return Columns(mapping: ColumnMapping(address: 0)) }
        if file.options.isEmpty, let address = addressColumn(reader) {
            // Of two columns the other one is the name; of more nobody knows.
            let count = reader.fieldCount
            var columns = Columns(mapping: ColumnMapping(address: address, name: count == 2 ? 1 - address : nil))
            columns.system = file.system
            if count > 2, !isAddressLine(reader) {
                columns.warnings.append(
                    Explanation(
                        "there are no headings, so that of \(count) columns only the address is kept; "
                            + "write a line of headings above the others"))
            }
            return columns
        }
        let headed = HeadedColumns(reader, headings(reader))
        var byColumn: [Int: HeadingTarget] = [:]
        for (heading, target) in file.options { byColumn[try headed.column(heading, as: target)] = target }
        var left: Set<Int> = []
        for heading in file.ignored { left.insert(try headed.column(heading)) }
        var warnings: [Explanation] = []
        let mapping = try headed.mapping(byColumn, &warnings)
        var file = file
        file.system = file.system ?? ExportSystem.recognised(by: headed.headings)
        let extra = ExtraColumns(headings: headed.headings, without: mapping, options: byColumn, ignored: left, file)
        return Columns(
            headings: headed.headings, mapping: mapping, extra: extra, warnings: warnings, system: file.system)
    }

    /// The column of the current row with an address in it, or at least with an @.
    private static func addressColumn(_ reader: borrowing CSVReader) -> Int? {
        var scanner = AddressScanner()
        var withAt: Int?
        for index in 0..<reader.fieldCount {
            // A copy: the row itself is still to be read, and splitting works in place.
            var copy = Array(reader.field(index))
            let isAddress = copy.withUnsafeMutableBufferPointer { cell in
                scanner.scan(UnsafeBufferPointer(AddressCell.split(cell).address)) == nil
            }
            if isAddress { return index }
            if withAt == nil, copy.contains(UInt8(ascii: "@")) { withAt = index }
        }
        return withAt
    }
}
