extension TextRecipients {
    /// What is told of one, without the rest of what the address was wrapped in. Where no reason is in it, with what
    /// stands before the address; where nothing is told, the whole text.
    func words(of one: Found) -> String {
        let bytes = Array(one.remark.utf8)
        let start = bytes.firstIndex { $0.isWordPart || $0 >= 0x80 || "(\"<#[".utf8.contains($0) } ?? bytes.count
        let words = bytes[start...].text
        if Self.tellsWhy(words) { return words }
        guard words.utf8.contains(where: { $0.isLetter || $0 >= 0x80 }) else {
            let end = text.stop < text.lines.count ? text.lines[text.stop].lowerBound : text.bytes.count
            return text.bytes[..<end].prefix(Self.longestRemark).trimmed.text
        }
        return text.bytes[..<text.lines[one.line].upperBound].suffix(Self.longestRemark / 2).trimmed.text + "\n" + words
    }

    /// It has a code, or words of a failure.
    static func tellsWhy(_ words: String) -> Bool {
        let told = RemarkText(words)
        if told.code != nil || told.status != nil { return true }
        let folded = PlainText.folded(Array(words.utf8))
        return BouncePhrase.finder.hits(in: folded, 0..<folded.count).contains { BouncePhrase.all[$0.phrase].isFailure }
    }
}
