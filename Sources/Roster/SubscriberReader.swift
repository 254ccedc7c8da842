import MailCore

/// Reads the subscribers out of a CSV or TSV file, or out of a file with one address a line.
///
/// The columns are guessed from the headings, or from the first row when that has an address in it already.
/// Addresses are not judged here: that is for `AddressScanner`.
public struct SubscriberReader: ~Copyable {
    /// One row. The slices live until the next one is read.
    public struct Row {
        /// The physical line, from 1.
        public let line: Int
        /// As it stands in the file, without white space, display name and angle brackets around it.
        public let address: UnsafeBufferPointer<UInt8>
        /// UTF-8 without control characters, which became spaces; empty when there is none.
        public let name: UnsafeBufferPointer<UInt8>
        /// Why the row cannot be used, whatever its address.
        public let problem: Problem?
        /// What other columns say; nil when there are none.
        package var details: RowDetails?
    }

    public enum Problem: Hashable, Sendable {
        case tooFewColumns(found: Int, addressColumn: Int)
        /// More than the headings name: what follows a field without its quotes would stand under a wrong heading.
        case tooManyColumns(found: Int, headings: Int)
        case longName
        /// What another column holds cannot be used.
        case other(String)

        /// A clause for a person.
        public var reason: String {
            switch self {
            case .tooFewColumns(let found, let column):
                "the row has \(found == 1 ? "1 column" : "\(found) columns"), and the address is in column \(column + 1)"
            case .tooManyColumns(let found, let headings):
                "the row has \(found) columns, and the headings are \(headings); "
                    + "put quotes around a field with a delimiter in it"
            case .other(let reason): reason
            case .longName: "the name is longer than \(SubscriberReader.nameLimit) octets"
            }
        }
    }

    static let nameLimit = 1000

    /// Which columns are used.
    public let mapping: ColumnMapping
    /// The headings; nil when the file begins with a subscriber.
    public let headings: [String]?
    /// The columns besides address and name.
    package let extra: ExtraColumns
    private let details = RowDetails()
    private var reader: CSVReader
    private var isFirstRowDue: Bool
    /// How many columns a row may fill.
    private let width: Int

    /// A file; `-` is standard input. Reads as far as the first row.
    public init(path: String) throws(RosterFailure) {
        try self.init(ByteSource(path: path))
    }

    public init(_ source: ByteSource) throws(RosterFailure) {
        try self.init(CSVReader(source))
    }

    /// - Parameters:
    ///   - options: what `--map` says of columns, by their headings.
    ///   - ignored: headings of columns that are left out.
    package init(
        _ source: ByteSource, options: [String: HeadingTarget], ignored: Set<String> = []
    ) throws(RosterFailure) {
        try self.init(CSVReader(source), options: options, ignored: ignored)
    }

    init(
        _ csv: consuming CSVReader, options: [String: HeadingTarget] = [:], ignored: Set<String> = []
    ) throws(RosterFailure) {
        var reader = csv
        repeat {
            guard try reader.next() else {
                throw RosterFailure(
                    .input, reader.source.name, "the file is empty; write one address a line, or CSV with headings")
            }
        } while Self.isBlank(reader)
        var cells: [String] = []
        for index in 0..<reader.fieldCount {
            cells.append(String(decoding: AddressCell.trimmed(reader.field(index)), as: UTF8.self))
        }
        let addressColumn = options.isEmpty ? Self.addressColumn(reader) : nil
        if let unknown = (Array(options.keys) + ignored).sorted().first(where: { !cells.contains($0) }),
            addressColumn == nil
        {
            let shown = cells.prefix(10).map { "`\($0.prefix(40))`" }.joined(separator: ", ")
            throw RosterFailure(.usage, reader.source.name, "there is no column `\(unknown)`; the columns are \(shown)")
        }
        var byColumn: [Int: HeadingTarget] = [:]
        for (heading, target) in options { byColumn[cells.firstIndex(of: heading) ?? -1] = target }
        let mapped = byColumn.first { $0.value == .address }?.key
        if let addressColumn {
            headings = nil
            // Of two columns the other one is the name; of more nobody knows.
            mapping = ColumnMapping(address: addressColumn, name: cells.count == 2 ? 1 - addressColumn : nil)
        } else if let guessed = mapped.map({ ColumnMapping(address: $0) }) ?? ColumnMapping(headings: cells) {
            headings = cells
            let others = cells.enumerated().map { $0.offset == guessed.address ? "email" : $0.element }
            let name = byColumn.first { $0.value == .name }?.key ?? ColumnMapping(headings: others)?.name
            // A name is where nothing else was said of its column.
            let isName = name.map { byColumn[$0] == nil || byColumn[$0] == .name } ?? false
            mapping = ColumnMapping(address: guessed.address, name: isName ? name : nil)
        } else {
            let shown = cells.prefix(10).map { "`\($0.prefix(40))`" }.joined(separator: ", ")
            throw reader.failure(
                reader.line, "no column looks like an address; the columns are \(shown); name one of them email")
        }
        let left = ignored.compactMap { cells.firstIndex(of: $0) }
        extra =
            headings == nil
            ? ExtraColumns()
            : ExtraColumns(headings: cells, without: mapping, options: byColumn, ignored: Set(left))
        isFirstRowDue = addressColumn != nil
        width = headings?.count ?? .max
        self.reader = reader
    }

    /// What separates the columns: a comma, a semicolon or a tab.
    public var delimiter: Character { Character(Unicode.Scalar(reader.delimiter)) }

    /// How many octets of the file were consumed, for a progress line; see ``ByteSource/size``.
    public var bytesRead: Int { reader.bytesRead }

    /// What errors call the file.
    public var name: String { reader.source.name }

    /// The next row that is not blank; nil at the end.
    public mutating func next() throws(RosterFailure) -> Row? {
        if isFirstRowDue {
            isFirstRowDue = false
            return row()
        }
        while try reader.next() {
            if let row = row() { return row }
        }
        return nil
    }

    /// The current row; nil when it is blank.
    private func row() -> Row? {
        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        guard mapping.address < reader.fieldCount else {
            if Self.isBlank(reader) { return nil }
            let problem = Problem.tooFewColumns(found: reader.fieldCount, addressColumn: mapping.address)
            return Row(line: reader.line, address: none, name: none, problem: problem)
        }
        var (address, name) = AddressCell.split(reader.field(mapping.address))
        if address.isEmpty, Self.isBlank(reader) { return nil }
        if let column = mapping.name, column < reader.fieldCount {
            let cell = AddressCell.trimmed(reader.field(column))
            if !cell.isEmpty { name = cell }
        }
        if !extra.isEmpty { readDetails() }
        for index in 0..<name.count where name[index] < 0x20 || name[index] == 0x7F { name[index] = 0x20 }
        let problem: Problem? =
            isOverfull
            ? .tooManyColumns(found: reader.fieldCount, headings: width)
            : name.count > Self.nameLimit ? .longName : extra.isEmpty ? nil : details.problem.map { .other($0) }
        return Row(
            line: reader.line, address: UnsafeBufferPointer(address),
            name: problem == nil ? UnsafeBufferPointer(name) : none, problem: problem,
            details: extra.isEmpty ? nil : details)
    }

    /// Whether a column beyond the headings is filled.
    private var isOverfull: Bool {
        guard reader.fieldCount > width else { return false }
        for index in width..<reader.fieldCount where !AddressCell.trimmed(reader.field(index)).isEmpty { return true }
        return false
    }

    /// The name that first and last name make; empty when there is a column of whole names.
    package var joinedName: [UInt8] { mapping.name == nil ? details.name : [] }

    private func readDetails() {
        details.read(extra, count: reader.fieldCount) { reader.field($0) }
    }

    /// The current row as it can be mended and read again.
    package var cells: [String] {
        (0..<reader.fieldCount).map { String(decoding: reader.field($0), as: UTF8.self) }
    }

    private static func isBlank(_ reader: borrowing CSVReader) -> Bool {
        for index in 0..<reader.fieldCount where !AddressCell.trimmed(reader.field(index)).isEmpty { return false }
        return true
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
