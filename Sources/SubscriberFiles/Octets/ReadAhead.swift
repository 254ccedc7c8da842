import FanmailBasics

/// What was read of a source and is not taken yet, some 64 KiB at a time.
struct ReadAhead: ~Copyable {
    let source: ByteSource
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0

    init(_ source: ByteSource) { self.source = source }

    /// Whether there is anything to be taken; reads where nothing is.
    private mutating func fill() throws(InputFailure) -> Bool {
        guard start == end else { return true }
        (start, end) = (0, 0)
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

    /// The next octet; nil at the end.
    mutating func next() throws(InputFailure) -> UInt8? {
        guard try fill() else { return nil }
        defer { start += 1 }
        return buffer[start]
    }

    /// The rest of the line, without its line feed; of one that is longer than the limit only the beginning, which is
    /// longer too. nil at the end.
    mutating func line(limit: Int) throws(InputFailure) -> [UInt8]? {
        var line: [UInt8] = []
        var isAny = false
        while try fill() {
            isAny = true
            let stop = buffer[start..<end].firstIndex(of: 0x0A)
            if line.count <= limit { line += buffer[start..<(stop ?? end)] }
            start = stop.map { $0 + 1 } ?? end
            if stop != nil { break }
        }
        return isAny ? line : nil
    }
}
