/// A remark with `_` for each blank and `/` for each line end, as some logs and gateways keep it:
/// `192.0.2.1_does_not_like_recipient./Remote_host_said:_550_No_such_user/`.
enum UnderscoredText {
    /// Whether blanks are missing: a few `_` at least, and several of them for each blank.
    static func isOne(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var (underscores, blanks) = (0, 0)
        for byte in text.prefix(FoldedText.limit) {
            if byte == UInt8(ascii: "_") {
                underscores += 1
            } else if byte == 0x20 {
                blanks += 1
            }
        }
        return underscores >= 3 && underscores > blanks * 3
    }

    /// The same with its blanks, and without what is never looked at.
    ///
    /// - Parameter output: room for ``FoldedText/limit`` octets.
    /// - Returns: the number of octets written.
    static func spaced(_ text: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let count = min(text.count, FoldedText.limit)
        for index in 0..<count {
            let byte = text[index]
            output[index] = byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/") ? 0x20 : byte
        }
        return count
    }
}
