/// Rows that cannot be used.
extension CSVReader {
    static let longField =
        "a field that begins here is longer than \(fieldLimit >> 10) KiB; is a closing quote missing?"
    static let longRow = "the row is longer than \(rowLimit >> 20) MiB; is this a file of subscribers?"

    func textBehindQuote(_ opening: Int, _ end: Int) -> String {
        let text = String(
            decoding: UnsafeBufferPointer(start: buffer + opening, count: min(end - opening, 80)), as: UTF8.self)
        return "\(text): text follows the closing quote; double the quotes that are part of a field"
    }

    /// Ends the row with the physical line on which `place` stands; false when that goes on beyond the buffer.
    ///
    /// - Parameter fields: how many can be shown, the last of which goes on to the end of that line.
    mutating func giveUp(at place: Int, fields: Int, _ lineEnds: Int, _ reason: String) -> Bool {
        var index = place
        while index < end, buffer[index] != UInt8(ascii: "\n"), buffer[index] != UInt8(ascii: "\r") { index += 1 }
        guard index + 1 < end || isAtEnd else {
            guard end - start > Self.fieldLimit * 2 else { return false }
            bytesRead += place - start
            start = place
            nextLine += lineEnds
            skip(nextLine, reason)
            return false
        }
        var next = index
        if next < end { next += 1 }
        if next < end, buffer[index] == UInt8(ascii: "\r"), buffer[next] == UInt8(ascii: "\n") { next += 1 }
        for field in 0..<fields where starts[field] < 0 {
            starts[field] = ~starts[field]
            ends[field] = Self.unescape(buffer, starts[field], ends[field])
        }
        if fields > 0 { ends[fields - 1] = index }
        line = nextLine + lineEnds
        nextLine += lineEnds + 1
        fieldCount = fields
        problem = reason
        bytesRead += next - start
        start = next
        return true
    }

    /// Throws away what is in the buffer, and the rest of the line with it.
    mutating func skip(_ line: Int, _ reason: String) {
        isSkipping = true
        self.line = line
        problem = reason
        fieldCount = 0
    }

    /// Whether the end of the line that is thrown away was reached.
    mutating func skipLine() -> Bool {
        var index = start
        while index < end, buffer[index] != UInt8(ascii: "\n"), buffer[index] != UInt8(ascii: "\r") { index += 1 }
        let isOver = index + 1 < end || isAtEnd
        if isOver {
            let isPair =
                index + 1 < end && buffer[index] == UInt8(ascii: "\r") && buffer[index + 1] == UInt8(ascii: "\n")
            index = min(end, index + (isPair ? 2 : 1))
            nextLine += 1
            isSkipping = false
        }
        bytesRead += index - start
        start = index
        return isOver
    }
}
