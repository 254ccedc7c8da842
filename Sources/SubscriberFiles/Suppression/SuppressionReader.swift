package import FanmailBasics
import MailingLists

/// Reads a suppression list: one entry a line, or CSV with the columns entry, reason, created, expires.
package struct SuppressionReader: ~Copyable {
    package struct Entry: Equatable, Sendable {
        package let form: SuppressedForm
        /// nil when the file gives none.
        package let reason: String?
        package let createdAt: Timestamp?
        package let expiresAt: Timestamp?
        /// What could not be kept, where that keeps somebody on the list for longer.
        package let note: String?
    }

    package enum Row {
        case entry(Entry)
        /// Why the line cannot be used.
        case problem(String)
    }

    package static let reasonLimit = 200
    /// Best first, as ``Swift/String/folded`` has them.
    private static let headings = [
        ["entry"] + ColumnMapping.addressHeadings + ["domain", "hash"],
        ["reason", "type", "status"], ["created", "createdat"], ["expires", "expiresat"],
    ]

    private var reader: CSVReader
    /// The column of each of the four.
    private var columns = [0, 1, 2, 3]
    private var isFirstRow = true

    /// A column of domains may have them without the @.
    private var isDomain = false

    /// - Parameter delimiter: what stands between columns; nil finds out.
    package init(_ source: ByteSource, delimiter: UInt8? = nil) {
        reader = CSVReader(source, delimiter: delimiter)
        reader.shape = RowShape()
    }

    /// The physical line of the row last read, from 1.
    package var line: Int { reader.line }
    package var name: String { reader.source.name }

    /// The next row that is not blank; nil at the end.
    package mutating func next() throws(InputFailure) -> Row? {
        while try reader.next() {
            if let problem = reader.problem { return .problem(problem) }
            let cells = self.cells()
            if cells.allSatisfy(\.isEmpty) { continue }
            guard isFirstRow else { return row(cells) }
            isFirstRow = false
            let isHeaded = takeHeadings(cells)
            reader.shape = RowShape(column: columns[0], width: isHeaded ? cells.count : nil)
            if !isHeaded { return row(cells) }
        }
        return nil
    }

    private func cells() -> [String] {
        (0..<reader.fieldCount).map { String(decoding: AddressCell.bare(reader.field($0)), as: UTF8.self) }
    }

    private mutating func takeHeadings(_ cells: [String]) -> Bool {
        let plain = cells.map(\.folded)
        func find(_ names: [String]) -> Int? {
            for name in names { if let column = plain.firstIndex(of: name) { return column } }
            return nil
        }
        guard let entry = find(Self.headings[0]) ?? columnOfAddresses(cells) else { return false }
        columns = [entry] + Self.headings[1...].map { find($0) ?? -1 }
        isDomain = plain[entry] == "domain"
        return true
    }

    /// The one column that has addresses below a first row without any.
    private func columnOfAddresses(_ cells: [String]) -> Int? {
        guard !cells.contains(where: { $0.contains("@") || (try? SuppressedForm(parsing: $0)) != nil }) else {
            return nil
        }
        let sample = reader.sample.columns
        let found = cells.indices.filter { sample.indices.contains($0) && sample[$0].addresses * 2 > sample[$0].filled }
        return cells.count > 1 && found.count == 1 ? found[0] : nil
    }

    private func row(_ cells: [String]) -> Row {
        let values = columns.map { cells.indices.contains($0) ? cells[$0] : "" }
        do throws(SettingSyntaxError) {
            let form = try SuppressedForm(parsing: entry(values[0]))
            let expiresAt = ExpiryText.moment(values[3])
            let note =
                expiresAt == nil && !values[3].isEmpty
                ? "\(SettingSyntaxError.quoted(values[3])) is no moment such as 2027-01-31; the entry has no end" : nil
            return .entry(
                Entry(
                    form: form, reason: Self.mendedReason(values[1]), createdAt: Consent.moment(values[2]),
                    expiresAt: expiresAt, note: note))
        } catch {
            return .problem(error.reason)
        }
    }

    private func entry(_ text: String) -> String {
        if isDomain, !text.contains("@"), !text.isEmpty { return "@\(text)" }
        // Perhaps with a display name.
        var octets = Array(text.utf8)
        return octets.withUnsafeMutableBufferPointer { String(decoding: AddressCell.split($0).address, as: UTF8.self) }
    }

    /// As much of a reason as is kept, on one line: nobody stays mailable for want of a better one.
    private static func mendedReason(_ text: String) -> String? {
        var octets = Array(text.utf8)
        octets.withUnsafeMutableBufferPointer { _ = SubscriberText.mendLine($0) }
        var end = min(octets.count, reasonLimit)
        while end < octets.count, end > 0, octets[end] & 0xC0 == 0x80 { end -= 1 }
        return end == 0 ? nil : String(decoding: octets[..<end], as: UTF8.self)
    }

    /// A line of text; nil when it is empty.
    package static func reason(_ text: String) throws(SettingSyntaxError) -> String? {
        guard text.utf8.count <= reasonLimit else {
            throw SettingSyntaxError("the reason is longer than \(reasonLimit) octets")
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw SettingSyntaxError("the reason holds a control character; write one plain line")
        }
        return text.isEmpty ? nil : text
    }
}
