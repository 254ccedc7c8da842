import FanmailBasics

/// Reads rows of separated values (RFC 4180, kindly) from bytes of any length in bounded memory, without an allocation
/// for each row.
///
/// The delimiter is told by the first lines (see ``ColumnSample``), or named on a line `sep=;` before them. Lines end in
/// CRLF, LF or CR. A field in quotes may hold delimiters, line ends and doubled quotes. A quote in mid-field is a
/// character like any other, and `"Ada" <ada@example.org>` is taken as it stands.
///
/// A row that cannot be used costs nothing but itself: it has a ``problem``, and the next line is read as its own.
struct CSVReader: ~Copyable {
    static let fieldLimit = 64 << 10
    static let rowLimit = 1 << 20
    static let columnLimit = 1000

    let source: ByteSource
    /// The physical line, from 1, on which the current row begins, or what is wrong with it.
    var line = 0
    var fieldCount = 0
    /// Why the current row cannot be used; its fields are what could be told apart.
    var problem: String?
    var delimiter = UInt8(ascii: ",")
    /// What stands in the columns of the first lines.
    var sample = ColumnSample()
    /// How many octets were consumed.
    var bytesRead = 0
    /// What tells a row from a line of text within quotes; nil where nothing does.
    var shape: RowShape?

    let wanted: UInt8?
    var nextLine = 1
    var buffer: UnsafeMutablePointer<UInt8>
    var capacity: Int
    /// What is in the buffer and not consumed: from here to `end`.
    var start = 0
    var end = 0
    var isAtEnd = false
    var isPrepared = false
    /// The rest of the line is thrown away: it was too long to keep.
    var isSkipping = false
    /// Where each field of the current row begins, as its complement while doubled quotes are still in it.
    let starts = UnsafeMutablePointer<Int>.allocate(capacity: columnLimit)
    let ends = UnsafeMutablePointer<Int>.allocate(capacity: columnLimit)

    /// - Parameters:
    ///   - delimiter: what stands between fields; nil finds out.
    ///   - capacity: the size of the buffer, which grows for long rows.
    init(_ source: ByteSource, delimiter: UInt8? = nil, capacity: Int = 256 << 10) {
        self.source = source
        wanted = delimiter
        self.capacity = max(capacity, 4)
        buffer = .allocate(capacity: self.capacity)
    }

    deinit {
        buffer.deallocate()
        starts.deallocate()
        ends.deallocate()
    }

    /// A field of the current row, without its quotes, and without the apostrophe of an export for spreadsheets. Lives
    /// until the next row, and may be written into.
    func field(_ index: Int) -> UnsafeMutableBufferPointer<UInt8> {
        let field = UnsafeMutableBufferPointer(start: buffer + starts[index], count: ends[index] - starts[index])
        guard CSVField.isDefused(UnsafeBufferPointer(field)) else { return field }
        return UnsafeMutableBufferPointer(rebasing: field.dropFirst())
    }

    /// Goes to the next row; false at the end. A blank line is a row of one empty field.
    mutating func next() throws(InputFailure) -> Bool {
        if !isPrepared { try prepare() }
        while true {
            if isSkipping {
                if skipLine() { return true }
            } else if start < end, scanRow() {
                return true
            }
            if isAtEnd { return false }
            if end - start > Self.rowLimit {
                skip(nextLine, Self.longRow)
            } else {
                try refill()
            }
        }
    }

    // MARK: The row

    /// Scans the row at `start`; false when the buffer ends before the row does.
    private mutating func scanRow() -> Bool {
        let bytes = buffer
        let end = end
        let delimiter = delimiter
        let quote = UInt8(ascii: "\"")
        var index = start
        var count = 0
        var lineEnds = 0
        var hasEscapes = false
        var seen: UInt8 = 0
        var problem: String?
        while true {
            guard count < Self.columnLimit else {
                return giveUp(
                    at: index, fields: 0, lineEnds,
                    "the row has more than \(Self.columnLimit) columns; leave out what is not needed")
            }
            let fieldStart = index
            while index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
            if index < end, bytes[index] == quote {
                switch scanQuoted(at: index, seen: &seen) {
                case .incomplete:
                    return false
                case .closed(let closing, let isEscaped, let next, let lines):
                    starts[count] = isEscaped ? ~(index + 1) : index + 1
                    ends[count] = closing
                    if isEscaped { hasEscapes = true }
                    lineEnds += lines
                    index = next
                case .goesOn(let next, let isName):
                    let opening = index
                    index = Self.skip(bytes, next, end, delimiter, &seen)
                    starts[count] = fieldStart
                    ends[count] = index
                    if !isName, problem == nil { problem = textBehindQuote(opening, index) }
                case .broken(let reason):
                    starts[count] = fieldStart
                    return giveUp(at: index, fields: count + 1, lineEnds, reason)
                }
            } else {
                index = Self.skip(bytes, index, end, delimiter, &seen)
                starts[count] = fieldStart
                ends[count] = index
            }
            guard index - fieldStart <= Self.fieldLimit else {
                return giveUp(at: fieldStart, fields: 0, lineEnds, Self.longField)
            }
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
        guard index - start <= Self.rowLimit else { return giveUp(at: start, fields: 0, 0, Self.longRow) }
        finishRow(at: index, fields: count, lineEnds: lineEnds, hasEscapes: hasEscapes, isASCII: seen < 0x80, problem)
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

    private mutating func finishRow(
        at next: Int, fields: Int, lineEnds: Int, hasEscapes: Bool, isASCII: Bool, _ found: String?
    ) {
        let row = UnsafeBufferPointer(start: buffer + start, count: next - start)
        problem = found
        if TextEncodingCheck.holdsNull(row) {
            problem = TextEncodingCheck.nullRefusal(source.name)
        } else if !isASCII, !TextEncodingCheck.isUTF8(row) {
            problem = TextEncodingCheck.rowRefusal
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
    static func unescape(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var target = start
        var index = start
        while index < end {
            bytes[target] = bytes[index]
            index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
            target += 1
        }
        return target
    }
}
