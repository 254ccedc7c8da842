/// The line `sep=;` that a spreadsheet reads, and some programs write, before the headings.
struct SeparatorLine {
    let delimiter: UInt8
    /// In octets, with its line end.
    let length: Int

    /// nil when the text begins otherwise.
    init?(beginning text: Slice<UnsafeBufferPointer<UInt8>>) {
        var index = text.startIndex
        func byte() -> UInt8? { index < text.endIndex ? text[index] : nil }
        let isQuoted = byte() == UInt8(ascii: "\"")
        if isQuoted { index += 1 }
        for letter in "sep=".utf8 {
            guard let byte = byte(), byte == letter || byte | 0x20 == letter else { return nil }
            index += 1
        }
        guard let separator = byte(), ",;|\t".utf8.contains(separator) else { return nil }
        index += 1
        if isQuoted {
            guard byte() == UInt8(ascii: "\"") else { return nil }
            index += 1
        }
        switch byte() {
        case UInt8(ascii: "\n"): index += 1
        case UInt8(ascii: "\r"):
            index += 1
            if byte() == UInt8(ascii: "\n") { index += 1 }
        default: return nil
        }
        delimiter = separator
        length = index - text.startIndex
    }
}
