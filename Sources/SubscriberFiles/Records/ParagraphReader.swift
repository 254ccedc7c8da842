package import FanmailBasics
import MailingLists

/// Reads subscribers out of LDIF or a dump of Sympa's, one paragraph at a time.
package struct ParagraphReader: ~Copyable, SubscriberRecords {
    private static let recordLimit = 1 << 20

    private let source: ByteSource
    private let form: ParagraphForm
    private let reading: RecordReading
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0
    private var line = 0

    package init(_ source: ByteSource, _ form: ParagraphForm, _ file: FileKnowledge) {
        self.source = source
        self.form = form
        var file = file
        file.system = file.system ?? form.system
        reading = RecordReading(file)
    }

    package var system: ExportSystem? { reading.system }

    package mutating func next() throws(InputFailure) -> SubscriberRecord? {
        while let paragraph = try paragraph() {
            if let record = record(paragraph) { return record }
        }
        return nil
    }

    private struct Paragraph {
        let line: Int
        var text: [UInt8] = []
        var lines: [[UInt8]] = []
        var isTooLong = false
    }

    /// nil of a paragraph that is about nobody.
    private func record(_ paragraph: Paragraph) -> SubscriberRecord? {
        func refused(_ reason: String) -> SubscriberRecord { reading.refused(paragraph.line, reason, paragraph.text) }
        guard !paragraph.isTooLong else { return refused("the record is longer than \(Self.recordLimit >> 20) MiB") }
        if let refusal = paragraph.text.withUnsafeBufferPointer({ text -> String? in
            TextEncodingCheck.holdsNull(text)
                ? TextEncodingCheck.nullRefusal(source.name)
                : TextEncodingCheck.isUTF8(text) ? nil : TextEncodingCheck.rowRefusal
        }) {
            return refused(refusal)
        }
        switch form {
        case .dump:
            return reading.record(DumpParagraph.members(paragraph.lines), line: paragraph.line, text: paragraph.text)
        case .ldif:
            switch LDIFEntry(paragraph.lines) {
            case .nobody: return nil
            case .problem(let reason): return refused(reason)
            case .person(let members, let note):
                var record = reading.record(members, line: paragraph.line, text: paragraph.text)
                record.note = record.note ?? note
                return record
            }
        }
    }

    // MARK: Lines

    private mutating func paragraph() throws(InputFailure) -> Paragraph? {
        var found: Paragraph?
        while let text = try nextLine() {
            guard !text.isEmpty else {
                if let found { return found }
                continue
            }
            if text.first == UInt8(ascii: "#") { continue }
            if found == nil { found = Paragraph(line: line) }
            if form == .ldif, text.first == 0x20, let last = found?.lines.indices.last {
                found?.lines[last] += text.dropFirst()
            } else {
                found?.lines.append(text)
            }
            found?.text += text + [0x0A]
            if let size = found?.text.count, size > Self.recordLimit {
                found?.isTooLong = true
                found?.text = []
                found?.lines = []
            }
        }
        return found
    }

    /// Without its end; nil behind the last.
    private mutating func nextLine() throws(InputFailure) -> [UInt8]? {
        var text: [UInt8] = []
        var isAny = false
        while try fill() {
            isAny = true
            let stop = buffer[start..<end].firstIndex(of: 0x0A)
            if text.count <= Self.recordLimit { text += buffer[start..<(stop ?? end)] }
            start = stop.map { $0 + 1 } ?? end
            if stop != nil { break }
        }
        guard isAny else { return nil }
        line += 1
        if line == 1, text.starts(with: TextEncodingCheck.byteOrderMark) { text.removeFirst(3) }
        if text.last == 0x0D { text.removeLast() }
        return text
    }

    /// Whether there is anything to be read.
    private mutating func fill() throws(InputFailure) -> Bool {
        guard start == end else { return true }
        start = 0
        let source = source
        var failure: InputFailure?
        end = buffer.withUnsafeMutableBytes { bytes in
            do throws(InputFailure) { return try source.read(into: bytes) } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return end > 0
    }
}

/// A member in a dump of Sympa's: lines with a word and its value.
enum DumpParagraph {
    static func members(_ lines: [[UInt8]]) -> [String: Attribute] {
        var members: [String: Attribute] = [:]
        for line in lines {
            let text = String(decoding: line, as: UTF8.self)
            let word = text.prefix { $0 != " " }
            let value = text[word.endIndex...].drop { $0 == " " }
            if members[String(word)] == nil { members[String(word)] = .text(String(value)) }
        }
        return members
    }
}
