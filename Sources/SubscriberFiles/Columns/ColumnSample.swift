import MailingLists
import SMTPCore

/// What the first lines of a file tell: which character stands between its fields, and in which columns addresses stand.
///
/// That is the candidate with which most lines have an address in a field of its own; of equals, the one with which most
/// lines have as many fields as the first; of equals, the one that makes more of them.
struct ColumnSample {
    /// How many octets are looked at.
    static let size = 64 << 10
    private static let lineLimit = 200
    private static let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]

    struct Column {
        /// Below the first line.
        var filled = 0
        var addresses = 0
    }

    private(set) var delimiter = UInt8(ascii: ",")
    private(set) var columns: [Column] = []
    /// What comes first in dates such as 03/04/2025, where others of the file show it.
    private(set) var order: WrittenMoment.DayOrder?

    init() {}

    /// - Parameters:
    ///   - isWhole: nothing follows the text; else its last line may be cut.
    ///   - delimiter: the only candidate.
    init(_ text: UnsafeBufferPointer<UInt8>, isWhole: Bool, delimiter: UInt8?) {
        let lines = Self.lines(text, isWhole: isWhole)
        let all = (delimiter.map { [$0] } ?? Self.candidates).map { Reading(lines, $0) }
        let best = all.dropFirst().reduce(all[0]) { $0.rank < $1.rank ? $1 : $0 }
        self.delimiter = best.delimiter
        columns = best.columns
        order = best.order
    }

    private static func lines(_ text: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> [Slice<UnsafeBufferPointer<UInt8>>]
    {
        var lines = text.split(
            maxSplits: lineLimit, whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        if lines.count > lineLimit || (!isWhole && lines.count > 1) { lines.removeLast() }
        return lines.filter { $0.contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } }
    }

    /// What comes of one candidate.
    private struct Reading {
        let delimiter: UInt8
        var columns: [Column] = []
        /// Lines with an address.
        var addressed = 0
        /// Lines with as many fields as the first, where that has more than one.
        var equal = 0
        var width = 0
        private var (dayFirst, monthFirst) = (0, 0)

        /// nil where nothing shows it, or some show the one and some the other.
        var order: WrittenMoment.DayOrder? {
            dayFirst > 0 && monthFirst > 0 ? nil : dayFirst > 0 ? .dayFirst : monthFirst > 0 ? .monthFirst : nil
        }

        /// The greater, the better.
        var rank: (Int, Int, Int) { (addressed, equal, width) }

        init(_ lines: [Slice<UnsafeBufferPointer<UInt8>>], _ delimiter: UInt8) {
            self.delimiter = delimiter
            var scanner = AddressScanner()
            for (number, line) in lines.enumerated() {
                let fields = Self.fields(line, delimiter)
                if number == 0 { width = fields.count }
                if width > 1, fields.count == width { equal += 1 }
                var hasAddress = false
                for (column, field) in fields.prefix(CSVReader.columnLimit).enumerated() {
                    let isAddress = field.contains(UInt8(ascii: "@")) && Self.isAddress(field, &scanner)
                    if isAddress { hasAddress = true }
                    look(field)
                    guard number > 0 else { continue }
                    if column == columns.count { columns.append(Column()) }
                    if field.contains(where: { $0 > 0x20 }) { columns[column].filled += 1 }
                    if isAddress { columns[column].addresses += 1 }
                }
                if hasAddress { addressed += 1 }
            }
        }

        /// Whether it is a date of which only one number can be a month.
        private mutating func look(_ field: Slice<UnsafeBufferPointer<UInt8>>) {
            let parts = field.prefix { $0 != 0x20 }.split(
                omittingEmptySubsequences: false, whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") }
            )
            guard parts.count == 3, parts[2].count == 4, let first = Self.number(parts[0]),
                let second = Self.number(parts[1]), Self.number(parts[2]) != nil
            else { return }
            if (13...31).contains(first), (1...12).contains(second) { dayFirst += 1 }
            if (1...12).contains(first), (13...31).contains(second) { monthFirst += 1 }
        }

        private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
            guard (1...4).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }

        private static func isAddress(
            _ field: Slice<UnsafeBufferPointer<UInt8>>, _ scanner: inout AddressScanner
        ) -> Bool {
            var copy = Array(field)
            return copy.withUnsafeMutableBufferPointer {
                scanner.scan(UnsafeBufferPointer(AddressCell.split($0).address)) == nil
            }
        }

        /// The fields of one line, without quotes that are around all of one.
        private static func fields(
            _ line: Slice<UnsafeBufferPointer<UInt8>>, _ delimiter: UInt8
        ) -> [Slice<UnsafeBufferPointer<UInt8>>] {
            var fields: [Slice<UnsafeBufferPointer<UInt8>>] = []
            var index = line.startIndex
            while true {
                var start = index
                while index < line.endIndex, line[index] == UInt8(ascii: " ") { index += 1 }
                var isQuoted = false
                if index < line.endIndex, line[index] == UInt8(ascii: "\"") {
                    isQuoted = true
                    start = index
                    index += 1
                }
                var closing: Int?
                while index < line.endIndex, isQuoted || line[index] != delimiter {
                    if line[index] == UInt8(ascii: "\"") {
                        if isQuoted { closing = index }
                        isQuoted = isQuoted ? false : closing == index - 1
                    }
                    index += 1
                }
                // Only where the closing quote ends the field.
                if let closing, line[(closing + 1)..<index].allSatisfy({ $0 == UInt8(ascii: " ") }) {
                    fields.append(line[(start + 1)..<closing])
                } else {
                    fields.append(line[start..<index])
                }
                guard index < line.endIndex else { return fields }
                index += 1
            }
        }
    }
}
