/// The header section of a message, as it was written (RFC 5322, 2.2).
///
/// Lines end in CRLF, LF or a bare CR, in any mixture; the body is not looked at. At most 1 MiB and 1,000 fields.
public struct HeaderSection: Sendable {
    /// A field with its folding.
    public struct Field: Sendable {
        public let name: String
        /// The whole field in the message's bytes, its line ends among them.
        public let range: Range<Int>
        /// What follows the colon, unfolded, without white space around it; bytes that are not UTF-8 are replaced.
        public let value: String
        /// The line it begins on, from 1.
        public let line: Int

        /// The case of names does not matter.
        public func isNamed(_ other: String) -> Bool {
            // Names are ASCII; this is asked some hundred times for each message.
            guard name.utf8.count == other.utf8.count else { return false }
            return zip(name.utf8, other.utf8).allSatisfy { one, two in
                one == two || one | 0x20 == two | 0x20 && (0x61...0x7A).contains(one | 0x20)
            }
        }
    }

    /// In order.
    public let fields: [Field]
    /// Where the fields begin: behind an mbox `From ` line, if there is one.
    public let start: Int
    /// Where the empty line, or the message, ends the fields.
    public let end: Int
    /// Where the body begins.
    public let bodyStart: Int
    /// The line on which the body begins, from 1.
    public let bodyLine: Int

    /// In octets.
    static let largest = 1 << 20
    static let mostFields = 1_000

    /// - Throws: what is wrong, with the line's number.
    public init(_ message: [UInt8]) throws(HeaderFailure) {
        try self.init(message, isLenient: false)
    }

    /// Of a message that came in, as somebody else wrote it: a byte order mark, empty lines before the first field, and
    /// lines that are no field are passed over.
    public init(received message: [UInt8]) throws(HeaderFailure) {
        try self.init(message, isLenient: true)
    }

    private init(_ message: [UInt8], isLenient: Bool) throws(HeaderFailure) {
        let hasMark = message.starts(with: [0xEF, 0xBB, 0xBF])
        guard isLenient || !hasMark else {
            throw HeaderFailure(
                line: 1, "the message begins with a byte order mark; save it as UTF-8 without one")
        }
        var fields: [Field] = []
        var at = hasMark ? 3 : 0
        var line = 1
        if isLenient {
            while at < message.count, let next = Self.emptyLineEnd(message, at) {
                at = next
                line += 1
            }
        }
        if Self.beginsWithMboxLine(message[at...]) {
            at = Self.lineEnd(message, at)
            line += 1
        }
        start = at
        var open: (start: Int, line: Int)?
        func close(_ end: Int) throws(HeaderFailure) {
            guard let field = open else { return }
            open = nil
            do throws(HeaderFailure) {
                fields.append(try Self.field(message, field.start..<end, line: field.line))
            } catch  where isLenient {
                return
            }
            guard fields.count <= Self.mostFields else {
                throw HeaderFailure(
                    line: field.line,
                    "the header has more than \(Self.mostFields) fields; an empty line before the text may be missing"
                )
            }
        }
        var bodyStart = message.count
        var end = message.count
        while at < message.count {
            let next = Self.lineEnd(message, at)
            guard next - start <= Self.largest else {
                throw HeaderFailure(
                    line: line,
                    "the header is larger than \(Self.largest) octets; an empty line before the text may be missing")
            }
            let first = message[at]
            if first == 0x0A || first == 0x0D {
                end = at
                bodyStart = next
                line += 1
                break
            }
            if first == 0x20 || first == 0x09 {
                guard open != nil || isLenient else {
                    throw HeaderFailure(
                        line: line, "the header begins with a continuation line; take away the space before it")
                }
            } else {
                try close(at)
                open = (at, line)
            }
            at = next
            line += 1
        }
        try close(end)
        self.fields = fields
        self.end = end
        self.bodyStart = bodyStart
        bodyLine = line
    }

    /// All fields of a name, in order; the case of names does not matter.
    public func all(_ name: String) -> [Field] { fields.filter { $0.isNamed(name) } }

    public func first(_ name: String) -> Field? { fields.first { $0.isNamed(name) } }

    public func has(_ name: String) -> Bool { first(name) != nil }

    /// `From ` and an envelope's sender, as mbox files separate messages; not a `From :` with its obsolete blank.
    private static func beginsWithMboxLine(_ message: ArraySlice<UInt8>) -> Bool {
        guard message.starts(with: "From ".utf8) else { return false }
        return message.dropFirst(5).first { $0 != 0x20 && $0 != 0x09 } != UInt8(ascii: ":")
    }

    /// Behind the end of the line that begins here: CRLF, LF or a bare CR.
    static func lineEnd(_ bytes: [UInt8], _ start: Int) -> Int { lineEnd(bytes[...], start) }

    /// Behind the line that begins here, where nothing but blanks stands on it.
    private static func emptyLineEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard let first = bytes[start...].firstIndex(where: { !isBlank($0) }) else { return nil }
        return bytes[first] == 0x0A || bytes[first] == 0x0D ? lineEnd(bytes, first) : nil
    }

    static func lineEnd(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < bytes.endIndex {
            if bytes[at] == 0x0A { return at + 1 }
            if bytes[at] == 0x0D { return at + 1 < bytes.endIndex && bytes[at + 1] == 0x0A ? at + 2 : at + 1 }
            at += 1
        }
        return at
    }

    private static func field(_ message: [UInt8], _ range: Range<Int>, line: Int) throws(HeaderFailure) -> Field {
        let bytes = message[range]
        let firstLine = bytes[..<min(lineEnd(message, range.lowerBound), range.upperBound)]
        guard let colon = firstLine.firstIndex(of: UInt8(ascii: ":")), colon > range.lowerBound else {
            throw HeaderFailure(
                line: line,
                "this header line has no colon behind a name; a header ends with an empty line before "
                    + "the text")
        }
        var nameEnd = colon
        while nameEnd > range.lowerBound, bytes[nameEnd - 1] == 0x20 || bytes[nameEnd - 1] == 0x09 { nameEnd -= 1 }
        let name = bytes[range.lowerBound..<nameEnd]
        guard !name.isEmpty, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw HeaderFailure(
                line: line,
                "a header field's name is made of printable ASCII without spaces; a header ends with an empty line "
                    + "before the text")
        }
        let value = bytes[(colon + 1)...].filter { $0 != 0x0D && $0 != 0x0A }
        guard !value.contains(0) else {
            throw HeaderFailure(line: line, "this header field has a NUL octet, which mail cannot carry; remove it")
        }
        let first = value.firstIndex { !Self.isBlank($0) } ?? value.endIndex
        let last = value.lastIndex { !Self.isBlank($0) } ?? first
        let text = first < value.endIndex ? String(decoding: value[first...last], as: UTF8.self) : ""
        return Field(name: String(decoding: name, as: UTF8.self), range: range, value: text, line: line)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
