/// Reads rows of separated values (RFC 4180, kindly) from bytes of any length in bounded memory, without an allocation
/// for each row.
///
/// The delimiter (comma, semicolon or tab) is taken from the first row, or from a line `sep=;` before it. Lines end in CRLF, LF or CR. A field in quotes
/// may hold delimiters, line ends and doubled quotes. A quote in mid-field is a character like any other, and a field
/// that goes on behind its closing quote, such as `"Ada" <ada@example.org>`, is taken as it stands.
struct CSVReader: ~Copyable {
    static let fieldLimit = 64 << 10
    static let rowLimit = 1 << 20
    static let columnLimit = 1000

    let source: ByteSource
    /// The physical line, from 1, on which the current row begins.
    private(set) var line = 0
    private(set) var fieldCount = 0
    private(set) var delimiter = UInt8(ascii: ",")
    /// How many octets were consumed.
    private(set) var bytesRead = 0

    private var nextLine = 1
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// What is in the buffer and not consumed: from here to `end`.
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    private var isPrepared = false
    /// Where each field of the current row begins, as its complement while doubled quotes are still in it.
    private let starts = UnsafeMutablePointer<Int>.allocate(capacity: columnLimit)
    private let ends = UnsafeMutablePointer<Int>.allocate(capacity: columnLimit)

    /// - Parameter capacity: the size of the buffer, which grows for long rows.
    init(_ source: ByteSource, capacity: Int = 256 << 10) {
        self.source = source
        self.capacity = max(capacity, 4)
        buffer = .allocate(capacity: self.capacity)
    }

    deinit {
        buffer.deallocate()
        starts.deallocate()
        ends.deallocate()
    }

    /// A field of the current row, without its quotes. Lives until the next row, and may be written into.
    func field(_ index: Int) -> UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableBufferPointer(start: buffer + starts[index], count: ends[index] - starts[index])
    }

    /// Goes to the next row; false at the end. A blank line is a row of one empty field.
    mutating func next() throws(RosterFailure) -> Bool {
        if !isPrepared { try prepare() }
        while true {
            if start < end, try scanRow() { return true }
            if isAtEnd { return false }
            try refill()
        }
    }

    // MARK: The row

    /// Scans the row at `start`; false when the buffer ends before the row does.
    private mutating func scanRow() throws(RosterFailure) -> Bool {
        let bytes = buffer
        let end = end
        let delimiter = delimiter
        let quote = UInt8(ascii: "\"")
        var index = start
        var count = 0
        var lineEnds = 0
        var hasEscapes = false
        var seen: UInt8 = 0
        while true {
            guard count < Self.columnLimit else {
                throw failure(
                    nextLine, "the row has more than \(Self.columnLimit) columns; leave out what is not needed")
            }
            let fieldStart = index
            while index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
            if index < end, bytes[index] == quote {
                switch try scanQuoted(at: index, lineEnds: &lineEnds, seen: &seen) {
                case .incomplete:
                    return false
                case .closed(let closing, let isEscaped, let next):
                    starts[count] = isEscaped ? ~(index + 1) : index + 1
                    ends[count] = closing
                    if isEscaped { hasEscapes = true }
                    index = next
                case .goesOn(let next):
                    index = Self.skip(bytes, next, end, delimiter, &seen)
                    starts[count] = fieldStart
                    ends[count] = index
                }
            } else {
                index = Self.skip(bytes, index, end, delimiter, &seen)
                starts[count] = fieldStart
                ends[count] = index
            }
            guard index - fieldStart <= Self.fieldLimit else { throw longField(nextLine + lineEnds) }
            count += 1
            guard index < end else {
                guard isAtEnd else { return false }
                break
            }
            let byte = bytes[index]
            index += 1
            if byte == delimiter { continue }
            if byte == UInt8(ascii: "\r") {
                guard index < end || isAtEnd else { return false }
                if index < end, bytes[index] == UInt8(ascii: "\n") { index += 1 }
            }
            break
        }
        try finishRow(at: index, fields: count, lineEnds: lineEnds, hasEscapes: hasEscapes, isASCII: seen < 0x80)
        return true
    }

    /// The next delimiter or line end.
    @inline(__always)
    private static func skip(
        _ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, _ delimiter: UInt8, _ seen: inout UInt8
    ) -> Int {
        var index = start
        while index < end {
            let byte = bytes[index]
            if byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            seen |= byte
            index += 1
        }
        return index
    }

    private mutating func finishRow(at next: Int, fields: Int, lineEnds: Int, hasEscapes: Bool, isASCII: Bool)
        throws(RosterFailure)
    {
        guard next - start <= Self.rowLimit else { throw longRow }
        let row = UnsafeBufferPointer(start: buffer + start, count: next - start)
        if TextEncodingCheck.holdsNull(row) { throw failure(nextLine, TextEncodingCheck.nullRefusal(source.name)) }
        if !isASCII, !TextEncodingCheck.isUTF8(row) {
            throw failure(nextLine, TextEncodingCheck.refusal(encoding: "WINDOWS-1252", name: source.name))
        }
        if hasEscapes {
            for field in 0..<fields where starts[field] < 0 {
                starts[field] = ~starts[field]
                ends[field] = Self.unescape(buffer, starts[field], ends[field])
            }
        }
        line = nextLine
        nextLine += lineEnds + 1
        fieldCount = fields
        bytesRead += next - start
        start = next
    }

    /// Makes one quote of two, in place.
    private static func unescape(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var target = start
        var index = start
        while index < end {
            bytes[target] = bytes[index]
            index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
            target += 1
        }
        return target
    }

    // MARK: Quotes

    private enum Quoted {
        case incomplete
        /// The field ends with its closing quote; `next` is the delimiter or line end behind it.
        case closed(closing: Int, isEscaped: Bool, next: Int)
        /// More text follows the closing quote.
        case goesOn(Int)
    }

    private func scanQuoted(at opening: Int, lineEnds: inout Int, seen: inout UInt8) throws(RosterFailure) -> Quoted {
        let openingLine = nextLine + lineEnds
        var index = opening + 1
        var isEscaped = false
        while index < end {
            let byte = buffer[index]
            seen |= byte
            if byte == UInt8(ascii: "\"") {
                // Only the next octet tells a closing quote from a doubled one.
                if index + 1 == end, !isAtEnd { break }
                guard index + 1 < end, buffer[index + 1] == byte else {
                    return closed(index, isEscaped: isEscaped)
                }
                isEscaped = true
                index += 1
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if byte == UInt8(ascii: "\n") || index + 1 == end || buffer[index + 1] != UInt8(ascii: "\n") {
                    lineEnds += 1
                }
            }
            index += 1
            guard index - opening <= Self.fieldLimit else { throw longField(openingLine) }
        }
        guard isAtEnd else { return .incomplete }
        throw failure(openingLine, "a field in quotes begins here and never ends; add the closing quote")
    }

    private func closed(_ closing: Int, isEscaped: Bool) -> Quoted {
        var index = closing + 1
        while index < end, buffer[index] == UInt8(ascii: " ") { index += 1 }
        guard index < end else {
            return isAtEnd ? .closed(closing: closing, isEscaped: isEscaped, next: end) : .incomplete
        }
        let byte = buffer[index]
        let isOver = byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        return isOver ? .closed(closing: closing, isEscaped: isEscaped, next: index) : .goesOn(index)
    }

    // MARK: The buffer

    /// Fills the buffer, after it has grown if nothing else helps.
    private mutating func refill() throws(RosterFailure) {
        guard end - start <= Self.rowLimit else { throw longRow }
        if start > 0 {
            buffer.update(from: buffer + start, count: end - start)
            end -= start
            start = 0
        }
        if end == capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            larger.update(from: buffer, count: end)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        }
        while end < capacity, !isAtEnd {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(start: buffer + end, count: capacity - end))
            if count == 0 { isAtEnd = true }
            end += count
        }
    }

    /// Looks at the first octets for the encoding and at the first line for the delimiter.
    private mutating func prepare() throws(RosterFailure) {
        while end < TextEncodingCheck.prefix, !isAtEnd { try refill() }
        let beginning = UnsafeBufferPointer(start: buffer, count: end)
        if let refusal = TextEncodingCheck.refusal(beginning: beginning, name: source.name) {
            throw RosterFailure(.input, source.name, refusal)
        }
        if beginning.starts(with: TextEncodingCheck.byteOrderMark) {
            start = 3
            bytesRead = 3
        }
        if let line = SeparatorLine(beginning: beginning[start...]) {
            delimiter = line.delimiter
            start += line.length
            bytesRead += line.length
            nextLine = 2
            isPrepared = true
            return
        }
        var counts: [UInt8: Int] = [:]
        var index = start
        var isQuoted = false
        while true {
            if index == end {
                let scanned = index - start
                if isAtEnd || scanned > Self.rowLimit { break }
                try refill()
                index = start + scanned
                continue
            }
            let byte = buffer[index]
            index += 1
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\t") {
                counts[byte, default: 0] += 1
            }
        }
        for candidate in [UInt8(ascii: ";"), UInt8(ascii: "\t")]
        where counts[candidate, default: 0] > counts[delimiter, default: 0] {
            delimiter = candidate
        }
        isPrepared = true
    }

    // MARK: Failures

    func failure(_ line: Int, _ message: String) -> RosterFailure {
        RosterFailure(.input, "\(source.name):\(line)", message)
    }

    private func longField(_ line: Int) -> RosterFailure {
        failure(
            line, "a field that begins here is longer than \(Self.fieldLimit >> 10) KiB; is a closing quote missing?")
    }

    private var longRow: RosterFailure {
        failure(nextLine, "the row is longer than \(Self.rowLimit >> 20) MiB; is this a file of subscribers?")
    }
}
