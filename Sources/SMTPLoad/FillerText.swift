/// Lines of digits, for messages that are made up.
enum FillerText {
    private static let line = "0123456789012345678901234567890123456789012345678901234567890123456789012345\r\n"
    /// Whole lines.
    private static let block = Array(String(repeating: line, count: 840).utf8)

    /// Appends as much as makes so many octets of a message that is shorter; one octet alone is no line.
    static func append(to message: inout [UInt8], upTo size: Int) {
        while size - message.count >= block.count { message += block }
        let left = size - message.count
        guard left > 0 else { return }
        // The last line is shorter.
        let whole = left / line.utf8.count * line.utf8.count
        let rest = left - whole
        message += block.prefix(whole)
        if rest >= 2 { message += block.prefix(rest - 2) + [0x0D, 0x0A] }
        if rest == 1, whole > 0 {
            message.removeLast(2)
            message += Array("0\r\n".utf8)
        }
    }
}
