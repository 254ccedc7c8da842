/// Octets that came in, made into what the rest of the reading works on: lines end in LF, nothing else.
enum OctetLines {
    /// Octets of a message that are looked at: much more than any server returns.
    static let most = 24 << 20

    /// Without a byte order mark; UTF-16 becomes UTF-8; CRLF and a bare CR become LF.
    static func normal(_ message: [UInt8]) -> [UInt8] {
        var start = 0
        if message.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        if let wide = WideText(message) { return withLineFeeds(wide.utf8(of: message)[...]) }
        return withLineFeeds(message[start...].prefix(most))
    }

    static func withLineFeeds(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(0x0D) else { return Array(bytes) }
        return bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: source.count) { target, count in
                var (from, to) = (0, 0)
                while from < source.count {
                    let byte = source[from]
                    from += 1
                    if byte == 0x0D {
                        target[to] = 0x0A
                        // CR CR LF, where one that was whole was made whole once more.
                        if from + 1 < source.count, source[from] == 0x0D, source[from + 1] == 0x0A { from += 1 }
                        if from < source.count, source[from] == 0x0A { from += 1 }
                    } else {
                        target[to] = byte
                    }
                    to += 1
                }
                count = to
            }
        }
    }

    /// The line that begins here, without its LF.
    static func line(_ bytes: [UInt8], _ start: Int) -> Range<Int> {
        start..<(end(bytes, start))
    }

    /// Where the line that begins here ends, before its LF.
    static func end(_ bytes: [UInt8], _ start: Int) -> Int {
        bytes.withUnsafeBufferPointer { buffer in
            var at = start
            while at < buffer.count, buffer[at] != 0x0A { at += 1 }
            return at
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without white space around it.
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isWhite { slice.removeFirst() }
        while let last = slice.last, last.isWhite { slice.removeLast() }
        return slice
    }

    /// Begins with ASCII letters in lower case, whatever case they have here.
    func begins(with word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard count >= length else { return false }
        for offset in 0..<length where self[startIndex + offset].lowered != word.utf8Start[offset] { return false }
        return true
    }

    /// Holds ASCII letters in lower case, whatever case they have here.
    func holds(_ word: StaticString) -> Bool { place(of: word) != nil }

    /// Where they stand first.
    func place(of word: StaticString) -> Int? {
        let length = word.utf8CodeUnitCount
        guard count >= length, length > 0 else { return nil }
        let first = word.utf8Start[0]
        for at in startIndex...(endIndex - length) where self[at].lowered == first {
            if self[at...].begins(with: word) { return at }
        }
        return nil
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}
