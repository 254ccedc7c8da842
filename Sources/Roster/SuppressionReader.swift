package import MailCore

/// Reads a suppression list: one entry a line, or CSV with the columns entry, reason, created, expires.
package struct SuppressionReader: ~Copyable {
    package struct Entry: Equatable, Sendable {
        package let form: SuppressedForm
        /// nil when the file gives none.
        package let reason: String?
        package let createdAt: Timestamp?
        package let expiresAt: Timestamp?
    }

    package enum Row {
        case entry(Entry)
        /// Why the line cannot be used.
        case problem(String)
    }

    package static let reasonLimit = 200
    private static let headings = [
        ["entry", "email", "address", "domain", "hash", "emailaddress", "subscriber"],
        ["reason", "type", "status"], ["created", "createdat", "created_at"], ["expires", "expiresat", "expires_at"],
    ]

    private var reader: CSVReader
    /// The column of each of the four.
    private var columns = [0, 1, 2, 3]
    private var isFirstRow = true

    package init(_ source: ByteSource) { reader = CSVReader(source) }

    /// The physical line of the row last read, from 1.
    package var line: Int { reader.line }
    package var name: String { reader.source.name }

    /// The next row that is not blank; nil at the end.
    package mutating func next() throws(RosterFailure) -> Row? {
        while try reader.next() {
            let cells = self.cells()
            defer { isFirstRow = false }
            if cells.allSatisfy(\.isEmpty) || (isFirstRow && takeHeadings(cells)) { continue }
            return row(cells)
        }
        return nil
    }

    private func cells() -> [String] {
        (0..<reader.fieldCount).map { String(decoding: AddressCell.trimmed(reader.field($0)), as: UTF8.self) }
    }

    private mutating func takeHeadings(_ cells: [String]) -> Bool {
        let found = Self.headings.map { names in cells.firstIndex { names.contains($0.lowercased()) } }
        guard let entry = found[0] else { return false }
        columns = [entry] + found[1...].map { $0 ?? -1 }
        return true
    }

    private func row(_ cells: [String]) -> Row {
        let values = columns.map { cells.indices.contains($0) ? cells[$0] : "" }
        do throws(SettingSyntaxError) {
            let form = try SuppressedForm(parsing: values[0])
            for text in values[2...] where !text.isEmpty && ExpiryText.moment(text) == nil {
                throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) is no moment such as 2027-01-31")
            }
            let reason = try Self.reason(values[1])
            return .entry(
                Entry(
                    form: form, reason: reason, createdAt: ExpiryText.moment(values[2]),
                    expiresAt: ExpiryText.moment(values[3])))
        } catch {
            return .problem(error.reason)
        }
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
