import Fanmail
import FanmailBasics
import Foundation
import MailingLists
import SubscriberFiles

/// The rows of an import that cannot be used: the first are shown, all are written to a file that can be mended and
/// imported again.
final class RejectLog {
    private(set) var count = 0
    /// Rows that are used, but not all that was in them.
    private var notes = 0
    private let shown: Int
    private let path: String?
    private let file: FileHandle?
    private var buffer = Data()

    init(path: String?, shown: Int) throws {
        self.path = path
        self.shown = shown
        guard let path else {
            file = nil
            return
        }
        do {
            file = FileHandle(fileDescriptor: try PersonalFile.open(path), closeOnDealloc: true)
        } catch {
            throw FanmailFailure(.disk, "\(path): cannot be written: \(error.reason)")
        }
    }

    func add(line: Int, source: String, reason: String, cells: [String], headings: [String]?) throws {
        say(line, source, reason)
        guard file != nil else { return }
        if buffer.isEmpty, count == 1 {
            let names = headings ?? cells.enumerated().map { $0.offset == 0 ? "email" : "" }
            write(CSVField.row(names + (names.last == "reject_reason" ? [] : ["reject_reason"])))
        }
        let width = headings?.count ?? cells.count
        let isAgain = headings?.last == "reject_reason"
        let row = (cells + Array(repeating: "", count: max(0, width - cells.count)))
        write(CSVField.row((isAgain ? Array(row.dropLast()) : row) + [reason]))
        try flush(whenOver: 1 << 16)
    }

    func add(line: Int, source: String, reason: String, record: [UInt8]) throws {
        say(line, source, reason)
        guard file != nil else { return }
        let text = String(decoding: record, as: UTF8.self).replacing("\n", with: " ").replacing("\r", with: " ")
        // Of a record that never ends nothing can be made but a text.
        if !text.isEmpty, (try? Attribute(parsing: text)) == nil {
            write("{\"record\":\(JSONValue.string(text).text),\"reject_reason\":\(JSONValue.string(reason).text)}\n")
        } else if let brace = text.lastIndex(of: "}") {
            let inside = text[..<brace].dropFirst().contains { !$0.isWhitespace }
            write("\(text[..<brace])\(inside ? "," : "")\"reject_reason\":\(JSONValue.string(reason).text)}\n")
        }
        try flush(whenOver: 1 << 16)
    }

    private func say(_ line: Int, _ source: String, _ reason: String) {
        count += 1
        if count <= shown { Terminal.say("\(source):\(line): \(reason)".escapedForTerminal) }
    }

    /// Tells what was mended, or left out, of a row that is used.
    func note(line: Int, source: String, _ text: String) {
        notes += 1
        if notes <= shown { Terminal.say("warning: \(source):\(line): \(text)".escapedForTerminal) }
    }

    private func write(_ text: String) { buffer.append(Data(text.utf8)) }

    private func flush(whenOver limit: Int = 0) throws {
        guard let file, buffer.count > limit else { return }
        do {
            try file.write(contentsOf: buffer)
        } catch {
            throw FanmailFailure(.disk, "\(path ?? ""): cannot be written: \(error.localizedDescription)")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    func finish() throws {
        if shown > 0, count > shown { Terminal.say("and \(count - shown) more") }
        if shown > 0, notes > shown { Terminal.say("warning: and \(counted(notes - shown, "more line")) like these") }
        try flush()
    }
}
