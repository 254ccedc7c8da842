/// Where in a TOML document each key stands, which the parser does not tell: its line, and the octets of its value.
///
/// It reads only documents that the parser has accepted, and wants no more than to find the keys.
struct TOMLKeyLines {
    /// What stands below a heading; in front of the first one it is the document's own.
    struct Section {
        let path: [String]
        /// One of `[[name]]`.
        let isArray: Bool
        /// In octets, to the next heading or the end.
        var body: Range<Int>
    }

    private var lines: [[String]: Int] = [:]
    private(set) var values: [[String]: Range<Int>] = [:]
    private(set) var sections: [Section]
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        var table: [String] = []
        sections = [Section(path: [], isArray: false, body: index..<bytes.count)]
        while skipSpace() {
            if byte == UInt8(ascii: "[") {
                let start = index
                while byte == UInt8(ascii: "[") { advance() }
                let isArray = index - start > 1
                table = keyPath()
                note(table)
                while let byte, byte != UInt8(ascii: "\n") { advance() }
                let begin = sections[sections.count - 1].body.lowerBound
                // A byte order mark stands in front of the first line's heading.
                sections[sections.count - 1].body = begin..<max(begin, lineStart(start))
                let body = min(index + 1, bytes.count)
                sections.append(Section(path: table, isArray: isArray, body: body..<bytes.count))
            } else {
                let path = table + keyPath()
                note(path)
                skipValue(path)
            }
            while let byte, byte != UInt8(ascii: "\n") { advance() }
        }
    }

    /// From 1; nil when there is no such key. A key's first appearance counts.
    subscript(path: [String]) -> Int? { lines[path] }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func advance() {
        if byte == UInt8(ascii: "\n") { line += 1 }
        index += 1
    }

    private func lineStart(_ place: Int) -> Int {
        (bytes[..<place].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    }

    private mutating func note(_ path: [String]) {
        if lines[path] == nil { lines[path] = line }
    }

    /// Skips white space, line ends and comments; false at the end.
    private mutating func skipSpace() -> Bool {
        while let byte {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): advance()
            case UInt8(ascii: "#"):
                while let byte = self.byte, byte != UInt8(ascii: "\n") { advance() }
            default: return true
            }
        }
        return false
    }

    private mutating func keyPath() -> [String] {
        var path: [String] = []
        var part: [UInt8] = []
        while let byte {
            switch byte {
            case UInt8(ascii: "."):
                path.append(String(decoding: part, as: UTF8.self))
                part = []
                advance()
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let start = index
                skipString()
                part = Array(bytes[min(start + 1, bytes.count)..<max(start + 1, min(index - 1, bytes.count))])
            case UInt8(ascii: " "), UInt8(ascii: "\t"): advance()
            case UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "\n"):
                return path + [String(decoding: part, as: UTF8.self)]
            default:
                part.append(byte)
                advance()
            }
        }
        return path + [String(decoding: part, as: UTF8.self)]
    }

    private mutating func skipString() {
        guard let quote = byte else { return }
        let long = bytes[index...].starts(with: [quote, quote, quote])
        let width = long ? 3 : 1
        for _ in 0..<width { advance() }
        while let byte {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                advance()
            } else if bytes[index...].starts(with: repeatElement(quote, count: width)) {
                for _ in 0..<width { advance() }
                // A long string may end in one or two quotes of its own.
                while long, self.byte == quote { advance() }
                return
            }
            advance()
        }
    }

    /// Skips a value, and notes the keys of the inline tables in it.
    private mutating func skipValue(_ path: [String]) {
        if byte == UInt8(ascii: "=") { advance() }
        guard skipSpace(), let first = byte else { return }
        let start = index
        // Of an array it is the array's.
        defer { values[path] = start..<index }
        switch first {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            advance()
            while skipSpace(), let byte {
                switch byte {
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    advance()
                    return
                case UInt8(ascii: ","): advance()
                case _ where first == UInt8(ascii: "["): skipValue(path)
                default:
                    let inner = path + keyPath()
                    note(inner)
                    skipValue(inner)
                }
            }
        default:
            while let byte, !",]}# \t\r\n".utf8.contains(byte) { advance() }
        }
    }
}
