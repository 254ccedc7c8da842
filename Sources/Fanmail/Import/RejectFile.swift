import FanmailBasics
import Foundation
import SubscriberFiles

/// The rows of an import that cannot be used, each with its reason, in a file that can be mended and imported again.
final class RejectFile {
    private static let column = "reject_reason"
    private static let bufferSize = 1 << 16

    private let path: String
    private let file: FileHandle
    private var buffer = Data()
    private var isEmpty = true

    /// - Throws: ``FanmailFailure`` where it cannot be written.
    init(path: String) throws(FanmailFailure) {
        self.path = path
        do {
            file = FileHandle(fileDescriptor: try PersonalFile.open(path), closeOnDealloc: true)
        } catch {
            throw FanmailFailure(.disk, "\(path): cannot be written: \(error.reason)")
        }
    }

    /// A row of a file with columns; without headings, which are then made up.
    func add(cells: [String], headings: [String]?, reason: String) throws {
        if isEmpty {
            let names = headings ?? cells.enumerated().map { $0.offset == 0 ? "email" : "" }
            write(CSVField.row(names + (names.last == Self.column ? [] : [Self.column])))
        }
        let width = headings?.count ?? cells.count
        let isAgain = headings?.last == Self.column
        let row = (cells + Array(repeating: "", count: max(0, width - cells.count)))
        write(CSVField.row((isAgain ? Array(row.dropLast()) : row) + [reason]))
        try flush(whenOver: Self.bufferSize)
    }

    /// A record of JSON, as it stands.
    func add(record: [UInt8], reason: String) throws {
        write(Self.line(String(decoding: record, as: UTF8.self), reason: reason) + "\n")
        try flush(whenOver: Self.bufferSize)
    }

    /// The object with its reason. Of a record that is no object, no JSON, or never ends, one is made with its text.
    static func line(_ record: String, reason: String) -> String {
        let text = record.replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\r", with: " ")
        let why: (String, JSONValue) = (column, .string(reason))
        guard case .object(let members)? = try? JSONValue(parsing: Array(text.utf8)),
            let brace = text.lastIndex(of: "}")
        else { return JSONValue.object([("record", .string(text)), why]).text }
        // Its members stay octet for octet; one is added.
        return "\(text[..<brace])\(members.isEmpty ? "" : ",")\(JSONValue.object([why]).text.dropFirst())"
    }

    private func write(_ text: String) {
        isEmpty = false
        buffer.append(Data(text.utf8))
    }

    private func flush(whenOver limit: Int) throws {
        guard buffer.count > limit else { return }
        do {
            try file.write(contentsOf: buffer)
        } catch {
            throw FanmailFailure(.disk, "\(path): cannot be written: \(error.localizedDescription)")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes what is left.
    func finish() throws { try flush(whenOver: 0) }
}
