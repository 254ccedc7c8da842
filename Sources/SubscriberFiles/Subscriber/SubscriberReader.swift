public import FanmailBasics
import MailingLists
import SMTPCore

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
        /// What was mended, or could not be kept, of a row that can be used.
        public var note: String?
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
    private static let brokenLimit = 1000

    private struct BrokenLine {
        let line: Int
        let problem: String
        let cells: [String]
    }

    /// Which columns are used.
    public let mapping: ColumnMapping
    /// The headings; nil when the file begins with a subscriber.
    public let headings: [String]?
    /// What a person should know of how the columns were understood.
    package private(set) var warnings: [Explanation] = []
    /// The columns besides address and name.
    package let extra: ExtraColumns
    /// Whose export it is; nil where nobody knows.
    package let system: ExportSystem?
    private let details: RowDetails
    private let hasDetails: Bool
    private var reader: CSVReader
    private var isFirstRowDue: Bool
    /// Lines before the first row that can be used, and the one of them that is being told.
    private var broken: [BrokenLine] = []
    private var told: BrokenLine?
    /// What is left of a line with several people, and the one of them that is being told.
    private var line: AddressLine?
    private var piece: String?
    /// How many columns a row may fill.
    private let width: Int

    /// A file; `-` is standard input. Reads as far as the first row.
    public init(path: String) throws(InputFailure) {
        try self.init(ByteSource(path: path))
    }

    public init(_ source: ByteSource) throws(InputFailure) {
        try self.init(CSVReader(source))
    }

    /// - Parameters:
    ///   - file: what is known of it besides.
    ///   - delimiter: what stands between columns; nil finds out.
    package init(
        _ source: ByteSource, _ file: FileKnowledge, delimiter: UInt8? = nil
    ) throws(InputFailure) {
        try self.init(CSVReader(source, delimiter: delimiter), file)
    }

    init(_ csv: consuming CSVReader, _ file: FileKnowledge = FileKnowledge()) throws(InputFailure) {
        var reader = csv
        reader.shape = RowShape()
        let broken = try Self.findFirstRow(&reader)
        let columns = try Self.columns(reader, file)
        headings = columns.headings
        mapping = columns.mapping
        warnings = columns.warnings
        extra = columns.extra
        system = columns.system
        details = RowDetails(
            defaults: file.defaults, order: file.order ?? reader.sample.order ?? columns.system?.order)
        hasDetails = !columns.extra.isEmpty || !file.defaults.isEmpty
        isFirstRowDue = columns.headings == nil && reader.problem == nil
        width = columns.headings?.count ?? .max
        reader.shape = RowShape(column: columns.mapping.address, width: columns.headings?.count)
        self.broken = broken
        self.reader = reader
    }

    /// Goes to the first row that is neither blank nor broken, and returns the broken ones; where all are broken, the
    /// last one is the current.
    private static func findFirstRow(_ reader: inout CSVReader) throws(InputFailure) -> [BrokenLine] {
        var broken: [BrokenLine] = []
        while true {
            guard try reader.next() else {
                guard broken.isEmpty else { return broken }
                throw InputFailure(
                    .input, reader.source.name, "the file is empty; write one address a line, or CSV with headings")
            }
            if let problem = reader.problem {
                // Somebody's row; without an address it was to be the headings, and without those nothing is known.
                let cells = fields(reader)
                guard cells.contains(where: { $0.contains("@") }), broken.count < brokenLimit else {
                    throw reader.failure(reader.line, "the first row cannot be read: \(problem)")
                }
                broken.append(BrokenLine(line: reader.line, problem: problem, cells: cells))
            } else if !isBlank(reader), !isComment(reader) {
                return broken
            }
        }
    }

    static func headings(_ reader: borrowing CSVReader) -> [String] {
        (0..<reader.fieldCount).map { String(decoding: AddressCell.bare(reader.field($0)), as: UTF8.self) }
    }

    private static func fields(_ reader: borrowing CSVReader) -> [String] {
        (0..<reader.fieldCount).map { String(decoding: reader.field($0), as: UTF8.self) }
    }

    /// What separates the columns: a comma, a semicolon or a tab.
    public var delimiter: Character { Character(Unicode.Scalar(reader.delimiter)) }

    /// How many octets of the file were consumed, for a progress line; see ``ByteSource/size``.
    public var bytesRead: Int { reader.bytesRead }

    /// What errors call the file.
    public var name: String { reader.source.name }

    /// The next row that is not blank; nil at the end.
    public mutating func next() throws(InputFailure) -> Row? {
        if !broken.isEmpty {
            let first = broken.removeFirst()
            told = first
            return Self.refused(first.line, first.problem)
        }
        if told != nil { told = nil }
        if line != nil, let row = nextPerson() { return row }
        if isFirstRowDue {
            isFirstRowDue = false
            return row()
        }
        while try reader.next() {
            if let problem = reader.problem { return Self.refused(reader.line, problem) }
            if isPlain, Self.isComment(reader) { continue }
            if let row = row() { return row }
        }
        return nil
    }

    private static var nothing: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: nil, count: 0) }

    private static func refused(_ line: Int, _ problem: String) -> Row {
        Row(line: line, address: nothing, name: nothing, problem: .other(problem))
    }

    /// The current row; nil when it is blank, or a comment.
    private mutating func row() -> Row? {
        let none = Self.nothing
        guard mapping.address < reader.fieldCount else {
            if Self.isBlank(reader) { return nil }
            let problem = Problem.tooFewColumns(found: reader.fieldCount, addressColumn: mapping.address)
            return Row(line: reader.line, address: none, name: none, problem: problem)
        }
        if isPlain, mayBeAddressLine, let row = firstPerson() { return row }
        var (address, name) = AddressCell.split(reader.field(mapping.address))
        if address.isEmpty, Self.isBlank(reader) { return nil }
        if let column = mapping.name, column < reader.fieldCount {
            let cell = AddressCell.trimmed(reader.field(column))
            if !cell.isEmpty { name = cell }
        }
        if hasDetails { readDetails() }
        let isMended = SubscriberText.mendLine(name)
        let problem: Problem? =
            isOverfull
            ? .tooManyColumns(found: reader.fieldCount, headings: width)
            : name.count > Self.nameLimit
                ? .longName
                : hasMoreAddresses
                    ? .other("the row has more than one address; write one a line, or headings above the columns")
                    : hasDetails ? details.problem.map { .other($0) } : nil
        return Row(
            line: reader.line, address: UnsafeBufferPointer(address),
            name: problem == nil ? UnsafeBufferPointer(name) : none, problem: problem,
            note: isMended ? SubscriberText.nameNote : hasDetails ? details.note : nil,
            details: hasDetails ? details : nil)
    }

    // MARK: Several people on a line

    /// Nothing is said of columns, or there is but one.
    private var isPlain: Bool { headings.map { $0.count == 1 } ?? true }

    /// Whether the row may be more than an address, perhaps with a name.
    private var mayBeAddressLine: Bool {
        guard reader.fieldCount == 1 else { return true }
        return reader.field(0).contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
    }

    static func isAddressLine(_ reader: borrowing CSVReader) -> Bool {
        AddressLine((0..<reader.fieldCount).map { Array(reader.field($0)) }) != nil
    }

    /// The first of several people; nil where the row is of one.
    private mutating func firstPerson() -> Row? {
        line = AddressLine((0..<reader.fieldCount).map { Array(reader.field($0)) })
        return line == nil ? nil : nextPerson()
    }

    private mutating func nextPerson() -> Row? {
        guard let person = line?.next() else {
            line = nil
            piece = nil
            return nil
        }
        piece = String(decoding: person, as: UTF8.self)
        let (address, name) = AddressCell.split(person)
        if hasDetails { details.read(ExtraColumns(), count: 0) { _ in person } }
        let isMended = SubscriberText.mendLine(name)
        return Row(
            line: reader.line, address: UnsafeBufferPointer(address), name: UnsafeBufferPointer(name),
            problem: name.count > Self.nameLimit ? .longName : nil, note: isMended ? SubscriberText.nameNote : nil,
            details: hasDetails ? details : nil)
    }

    /// `# Exported subscribers`, above or between addresses: no address begins so.
    private static func isComment(_ reader: borrowing CSVReader) -> Bool {
        let first = reader.field(0)
        guard first.count > 1, first[0] == UInt8(ascii: "#"), first[1] == 0x20 else { return false }
        return ColumnMapping(headings: headings(reader)) == nil
    }

    /// Whether, where nobody says what the columns are, one beside the address has another one.
    private var hasMoreAddresses: Bool {
        guard headings == nil, reader.fieldCount > 1 else { return false }
        for index in 0..<reader.fieldCount
        where index != mapping.address && reader.field(index).contains(UInt8(ascii: "@")) {
            var scanner = AddressScanner()
            var copy = Array(reader.field(index))
            let isAddress = copy.withUnsafeMutableBufferPointer {
                scanner.scan(UnsafeBufferPointer(AddressCell.split($0).address)) == nil
            }
            if isAddress { return true }
        }
        return false
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
    package var cells: [String] { told?.cells ?? piece.map { [$0] } ?? Self.fields(reader) }

    private static func isBlank(_ reader: borrowing CSVReader) -> Bool {
        for index in 0..<reader.fieldCount where !AddressCell.trimmed(reader.field(index)).isEmpty { return false }
        return true
    }
}
