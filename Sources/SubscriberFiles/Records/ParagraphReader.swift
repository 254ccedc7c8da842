package import FanmailBasics
import MailingLists

/// Reads subscribers out of LDIF or a dump of Sympa's, one paragraph at a time.
package struct ParagraphReader: ~Copyable, SubscriberRecords {
    private static let recordLimit = 1 << 20

    private var octets: ReadAhead
    private let form: ParagraphForm
    private let reading: RecordReading
    private var line = 0

    package init(_ source: ByteSource, _ form: ParagraphForm, _ file: FileKnowledge) {
        octets = ReadAhead(source)
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
                ? TextEncodingCheck.nullRefusal(octets.source.name)
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
        guard var text = try octets.line(limit: Self.recordLimit) else { return nil }
        line += 1
        if line == 1, text.starts(with: TextEncodingCheck.byteOrderMark) { text.removeFirst(3) }
        if text.last == 0x0D { text.removeLast() }
        return text
    }
}
