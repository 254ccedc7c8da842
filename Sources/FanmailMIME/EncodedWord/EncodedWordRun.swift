import FanmailBasics

/// Encoded words of one charset in a row, which are read as one: many mailers cut within a character, and some within a
/// group of base64.
struct EncodedWordRun {
    let charset: Charset
    /// Where they stand.
    private(set) var range: Range<Int>
    private var octets: [UInt8] = []
    /// Digits of base64 behind the last whole group, which may go on in the next word.
    private var open: [UInt8] = []

    init(_ word: EncodedWordScanner.Word, from start: Int) {
        charset = word.charset
        range = start..<start
        add(word)
    }

    mutating func add(_ word: EncodedWordScanner.Word) {
        range = range.lowerBound..<word.end
        guard word.isBase64 else {
            close()
            octets += EncodedWordScanner.quoted(word.text) ?? []
            return
        }
        if !goesOn(in: word.text) { close() }
        let digits = open + word.text.filter { $0 != UInt8(ascii: "=") }
        let whole = digits.count / 4 * 4
        octets += Base64.decodedUnpadded(digits[..<whole]) ?? []
        open = Array(digits[whole...])
        if word.text.last == UInt8(ascii: "=") { close() }
    }

    /// The text; nil where the charset is not known.
    mutating func text(_ tables: inout CharsetTables) -> String? {
        close()
        // In a charset that nobody knows ASCII is ASCII.
        return tables.text(of: octets[...], charset) ?? String(validating: octets, as: UTF8.self)
    }

    /// Whether what is open was cut, rather than left without its padding.
    private func goesOn(in next: ArraySlice<UInt8>) -> Bool {
        guard !open.isEmpty else { return true }
        // Bits that are left over at an end are zero.
        let filled = Base64.decodedUnpadded((open + Array("AAA".utf8.prefix(4 - open.count)))[...]) ?? []
        let hasMore = open.count == 1 || filled.dropFirst(open.count - 1).contains { $0 != 0 }
        // What stands behind a cut has no whole number of groups of its own.
        let isPadded = next.last == UInt8(ascii: "=")
        return hasMore || (open.count + next.count) % 4 == 0 && (isPadded ? next.count % 4 != 0 : next.count % 4 == 1)
    }

    private mutating func close() {
        octets += Base64.decodedUnpadded(open[...]) ?? []
        open = []
    }
}
