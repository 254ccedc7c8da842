import FanmailBasics

/// The octets that are read and not consumed.
extension CSVReader {
    /// Fills the buffer, after it has grown if nothing else helps.
    mutating func refill() throws(InputFailure) {
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

    /// Looks at the first octets for the encoding and at the first lines for the delimiter.
    mutating func prepare() throws(InputFailure) {
        while end < ColumnSample.size, !isAtEnd { try refill() }
        let beginning = UnsafeBufferPointer(start: buffer, count: end)
        if let refusal = TextEncodingCheck.refusal(beginning: beginning, name: source.name) {
            throw InputFailure(.input, source.name, refusal)
        }
        if beginning.starts(with: TextEncodingCheck.byteOrderMark) {
            start = 3
            bytesRead = 3
        }
        var named = wanted
        if let line = SeparatorLine(beginning: beginning[start...]) {
            named = named ?? line.delimiter
            start += line.length
            bytesRead += line.length
            nextLine = 2
        }
        sample = ColumnSample(
            UnsafeBufferPointer(rebasing: beginning[start...].prefix(ColumnSample.size)),
            isWhole: isAtEnd && end - start <= ColumnSample.size, delimiter: named)
        delimiter = sample.delimiter
        isPrepared = true
    }

    func failure(_ line: Int, _ message: String) -> InputFailure {
        InputFailure(.input, "\(source.name):\(line)", message)
    }
}
