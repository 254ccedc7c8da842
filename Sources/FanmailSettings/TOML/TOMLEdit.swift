import FanmailBasics

/// Sets keys in the text of a TOML document; all else, comments and order too, stays as it is to the octet.
struct TOMLEdit {
    private(set) var text: String

    /// - Parameter text: of a document that the parser takes.
    init(_ text: String) { self.text = text }

    /// Gives a key a string, where it stands, or else in its table, however that is written.
    ///
    /// - Parameter key: a dotted path.
    mutating func set(_ key: String, to value: String) {
        let path = key.split(separator: ".").map(String.init)
        let table = Array(path.dropLast())
        let places = TOMLKeyLines(text)
        let written = JSONValue.string(value).text
        if let range = places.values[path] {
            replace(range, with: written)
        } else if let section = places.sections.first(where: { $0.path == table && !$0.isArray }) {
            insert("\(path.last ?? key) = \(written)", at: place(for: path, in: section, places))
        } else if let inline = places.values[table] {
            insert("\(path.last ?? key) = \(written)", intoInlineTable: inline)
        } else if let last = places.values.filter({ $0.key.starts(with: table) }).map(\.value).max(by: precedes) {
            // A table of dotted keys cannot have a heading as well.
            let home = places.sections.last { $0.body.contains(last.lowerBound) }?.path ?? []
            insert("\(path.dropFirst(home.count).joined(separator: ".")) = \(written)", at: lineEnd(last.upperBound))
        } else {
            append(table: table)
            set(key, to: value)
        }
    }

    private var bytes: [UInt8] { Array(text.utf8) }

    private var newline: String { text.utf8.contains(0x0D) ? "\r\n" : "\n" }

    private func precedes(_ one: Range<Int>, _ other: Range<Int>) -> Bool { one.upperBound < other.upperBound }

    private mutating func replace(_ range: Range<Int>, with new: String) {
        var bytes = bytes
        bytes.replaceSubrange(range, with: new.utf8)
        text = String(decoding: bytes, as: UTF8.self)
    }

    private mutating func insert(_ line: String, at place: Int) {
        let isLineStart =
            place == 0 || bytes[place - 1] == 0x0A || place == 3 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
        replace(place..<place, with: (isLineStart ? "" : newline) + line + newline)
    }

    private mutating func insert(_ pair: String, intoInlineTable range: Range<Int>) {
        let bytes = bytes
        var end = range.upperBound - 1
        while end > range.lowerBound, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        replace(end..<end, with: bytes[end - 1] == UInt8(ascii: "{") ? " \(pair) " : ", \(pair)")
    }

    private mutating func append(table: [String]) {
        let isEmpty = text.utf8.isEmpty
        let gap = text.utf8.last == 0x0A || isEmpty ? "" : newline
        text += "\(gap)\(isEmpty ? "" : newline)[\(table.joined(separator: "."))]\(newline)"
    }

    /// Behind the comment that shows this key, else behind the last key of the table, else behind its heading.
    private func place(for path: [String], in section: TOMLKeyLines.Section, _ places: TOMLKeyLines) -> Int {
        let values = places.values.values.filter { section.body.contains($0.lowerBound) }
        var place = section.body.lowerBound
        var shown: Int?
        let bytes = bytes
        while place < section.body.upperBound {
            let end = lineEnd(place)
            let isComment = !values.contains { $0.contains(place) }
            if isComment, Self.isShown(path.last ?? "", in: bytes[place..<end]) { shown = end }
            place = end
        }
        if let shown { return shown }
        return values.max(by: precedes).map { lineEnd($0.upperBound) } ?? section.body.lowerBound
    }

    /// Whether a line is `# key = …`.
    private static func isShown(_ key: String, in line: ArraySlice<UInt8>) -> Bool {
        let blanks: Set<UInt8> = [0x20, 0x09]
        var rest = line.drop { blanks.contains($0) }
        guard rest.first == UInt8(ascii: "#") else { return false }
        rest = rest.dropFirst().drop { blanks.contains($0) }
        guard rest.starts(with: key.utf8) else { return false }
        return rest.dropFirst(key.utf8.count).drop { blanks.contains($0) }.first == UInt8(ascii: "=")
    }

    /// Behind the end of the line that an octet stands in.
    private func lineEnd(_ place: Int) -> Int {
        let bytes = bytes
        return bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }
}
