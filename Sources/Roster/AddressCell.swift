/// A cell that holds an address, perhaps with a display name: `"Ada Lovelace" <ada@example.org>`.
enum AddressCell {
    typealias Bytes = UnsafeMutableBufferPointer<UInt8>

    /// The address, and the display name without its quotes; either may be empty. Works in place.
    @inline(__always)
    static func split(_ cell: Bytes) -> (address: Bytes, name: Bytes) {
        let cell = trimmed(cell)
        guard cell.last == UInt8(ascii: ">") else { return (cell, Bytes(rebasing: cell[..<0])) }
        return splitAtBracket(cell)
    }

    private static func splitAtBracket(_ cell: Bytes) -> (address: Bytes, name: Bytes) {
        guard let bracket = cell.lastIndex(of: UInt8(ascii: "<")) else { return (cell, Bytes(rebasing: cell[..<0])) }
        let address = trimmed(Bytes(rebasing: cell[(bracket + 1)..<(cell.count - 1)]))
        let name = trimmed(Bytes(rebasing: cell[..<bracket]))
        guard name.count > 1, name.first == UInt8(ascii: "\""), name.last == UInt8(ascii: "\"") else {
            return (address, name)
        }
        return (address, trimmed(unescaped(Bytes(rebasing: name[1..<(name.count - 1)]))))
    }

    /// Without quoted pairs (RFC 5322, 3.2.1).
    private static func unescaped(_ text: Bytes) -> Bytes {
        var target = 0
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\"), index + 1 < text.count { index += 1 }
            text[target] = text[index]
            target += 1
            index += 1
        }
        return Bytes(rebasing: text[..<target])
    }

    /// Without spaces and tabs around it.
    @inline(__always)
    static func trimmed(_ text: Bytes) -> Bytes {
        var start = 0
        var end = text.count
        while start < end, isSpace(text[start]) { start += 1 }
        while end > start, isSpace(text[end - 1]) { end -= 1 }
        return Bytes(rebasing: text[start..<end])
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
