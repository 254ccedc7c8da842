import FanmailBasics

/// Text in lines of so many columns, broken between words alone.
package enum WrappedText {
    /// - Parameters:
    ///   - label: in front of the first line.
    ///   - indent: columns in front of the text, the label's included.
    package static func lines(_ text: String, label: String = "", indent: Int, width: Int) -> [String] {
        var lines: [String] = []
        var line = label.padding(toColumns: indent)
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.columns + 1 + String(word).columns > width {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                isEmpty = true
            }
            line += isEmpty ? String(word) : " \(word)"
            isEmpty = false
        }
        return lines + [line]
    }
}

extension String {
    fileprivate func padding(toColumns width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - columns))
    }
}
