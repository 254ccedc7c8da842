package import FanmailBasics

/// What stands between the fields of a row, as people name it.
package enum ColumnDelimiter {
    private static let names = ["comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|", "pipe": "|"]

    /// `,`, `;`, `tab`, `|`, or any other punctuation that is no part of addresses and quotes.
    package static func parse(_ text: String) throws(SettingSyntaxError) -> UInt8 {
        let text = names[text.lowercased()] ?? text
        guard let byte = text.utf8.first, text.utf8.count == 1, byte == 0x09 || ",;|:!#$%&*/?\\^~=".utf8.contains(byte)
        else {
            throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) separates no columns; use , ; tab or |")
        }
        return byte
    }
}
