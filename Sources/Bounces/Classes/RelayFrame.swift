/// What a relay writes around the words of a server that it talked to: `host mx.x.example[192.0.2.1] said: …`,
/// `SMTP error from remote mail server after RCPT TO:<…>: host mx.x.example [192.0.2.1]: …`.
///
/// It is no word of the server: that a host is named there, or a server, says nothing about a host or a server.
struct RelayFrame {
    /// The name of the server.
    let host: Range<Int>
    /// Where the frame stands, without what tells the command.
    private let frame: Range<Int>
    /// How it begins, where that says nothing either.
    private let start: Int

    private static let most = 500

    /// - Returns: nil where there is none.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        let end = min(text.count, Self.most)
        start = Self.end(of: "smtp error from remote mail server ", text, 0, end) ?? 0
        for word in start..<max(start, end) where text[word].lowered == UInt8(ascii: "h") {
            guard word == 0 || !text[word - 1].isWord, let name = Self.end(of: "host ", text, word, end),
                let found = Self.frame(text, word, name, end)
            else { continue }
            (host, frame) = found
            return
        }
        return nil
    }

    /// From the word `host` on, behind which the name begins.
    private static func frame(
        _ text: UnsafeBufferPointer<UInt8>, _ word: Int, _ name: Int, _ end: Int
    ) -> (host: Range<Int>, frame: Range<Int>)? {
        var (at, hasDot) = (name, false)
        while at < end, !text[at].isWhite, text[at] != UInt8(ascii: "[") {
            if text[at] == UInt8(ascii: ".") { hasDot = true }
            at += 1
        }
        let host = name..<at
        while at < end, text[at].isWhite { at += 1 }
        guard hasDot, at < end, text[at] == UInt8(ascii: "[") else { return nil }
        while at < end, text[at] != UInt8(ascii: "]") { at += 1 }
        at += 1
        if at < end, text[at] == UInt8(ascii: ":") { return (host, word..<at + 1) }
        while at < end, text[at].isWhite { at += 1 }
        return Self.end(of: "said:", text, at, end).map { (host, word..<$0) }
    }

    /// Where the words end that stand here, with blanks of any length; nil where others do.
    private static func end(
        of words: StaticString, _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ limit: Int
    ) -> Int? {
        var at = start
        for offset in 0..<words.utf8CodeUnitCount {
            guard at < limit else { return nil }
            if words.utf8Start[offset] == 0x20 {
                guard text[at].isWhite else { return nil }
                while at < limit, text[at].isWhite { at += 1 }
            } else {
                guard text[at].lowered == words.utf8Start[offset] else { return nil }
                at += 1
            }
        }
        return at
    }

    /// The text without it.
    ///
    /// - Parameter output: room for ``FoldedText/limit`` octets.
    /// - Returns: the number of octets written.
    func cut(_ text: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var count = 0
        for place in start..<min(text.count, FoldedText.limit) where !frame.contains(place) {
            output[count] = text[place]
            count += 1
        }
        return count
    }
}
