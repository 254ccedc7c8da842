/// A cell with several tags, separated by commas or semicolons; one in quotes may hold these: `vip, "press, radio"`.
enum TagCell {
    static func tags(_ cell: String) -> [String] {
        var tags: [String] = []
        var rest = cell[...]
        while true {
            rest = rest.drop { isSeparator($0) || $0.isWhitespace }
            guard let first = rest.first else { return tags }
            if first == "\"", let (tag, end) = quoted(rest.dropFirst()) {
                tags.append(tag)
                rest = end
            } else {
                let tag = rest.prefix { !isSeparator($0) }
                tags.append(bare(tag))
                rest = rest[tag.endIndex...]
            }
        }
    }

    private static func isSeparator(_ character: Character) -> Bool { character == "," || character == ";" }

    /// Behind an opening quote: the text up to the closing one, in which two make one, and what follows; nil when there
    /// is none before a separator or the end.
    private static func quoted(_ text: Substring) -> (tag: String, rest: Substring)? {
        var tag = ""
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            index = text.index(after: index)
            guard character == "\"" else {
                tag.append(character)
                continue
            }
            if index < text.endIndex, text[index] == "\"" {
                tag.append(character)
                index = text.index(after: index)
                continue
            }
            let rest = text[index...].drop { $0 == " " }
            return rest.first.map(isSeparator) ?? true ? (bare(tag[...]), rest) : nil
        }
        return nil
    }

    /// Without blanks and quotes around it.
    private static func bare(_ tag: Substring) -> String {
        var tag = tag.drop { $0.isWhitespace || $0 == "\"" }
        while let last = tag.last, last.isWhitespace || last == "\"" { tag.removeLast() }
        return String(tag)
    }
}
