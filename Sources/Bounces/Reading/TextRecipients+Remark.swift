import FanmailBasics

extension TextRecipients {
    /// What is told of one, without the rest of what the address was wrapped in. Where no reason is in it, with what
    /// stands before the address; where nothing is told, the whole text.
    func words(of one: Found) -> String {
        let bytes = Array(one.remark.utf8)
        let start = bytes.firstIndex { $0.isWordPart || $0 >= 0x80 || "(\"<#[".utf8.contains($0) } ?? bytes.count
        let words = bytes[start...].text
        if Self.tellsWhy(words) { return words }
        guard words.utf8.contains(where: { $0.isLetter || $0 >= 0x80 }) else {
            let why = linesThatTell(one)
            if !why.isEmpty { return why }
            let end = text.stop < text.lines.count ? text.lines[text.stop].lowerBound : text.bytes.count
            return text.bytes[..<end].prefix(Self.longestRemark).trimmed.text
        }
        let why = linesThatTell(one)
        if !why.isEmpty { return words + "\n" + why }
        return text.bytes[..<text.lines[one.line].upperBound].suffix(Self.longestRemark / 2).trimmed.text + "\n" + words
    }

    /// Lines of the whole text with a reply's code, or words of a failure, that are about nobody else.
    func linesThatTell(_ one: Found) -> String {
        var told: [UInt8] = []
        for index in 0..<text.stop where told.count < Self.longestRemark / 2 {
            let line = text.bytes[text.lines[index]]
            guard text.marks[index].contains(where: { $0.phrase.isFailure }) || Self.hasCode(line) else { continue }
            let others = spots(text.lines[index]).map { $0.address.lowercased() }
            guard others.allSatisfy({ known[$0] == nil || $0 == one.address.lowercased() }) else { continue }
            told += line.trimmed
            // A sentence goes on over the end of its line.
            if index + 1 < text.stop { told += [0x20] + text.bytes[text.lines[index + 1]].trimmed.prefix(200) }
            told.append(0x0A)
        }
        return told[...].trimmed.text
    }

    private static func hasCode(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.contains(where: \.isDigit) else { return false }
        let told = RemarkText(line.prefix(300).text)
        return told.code != nil || told.status != nil
    }

    /// It has a code, or words of a failure.
    static func tellsWhy(_ words: String) -> Bool {
        let told = RemarkText(words)
        if told.code != nil || told.status != nil { return true }
        let folded = PlainText.folded(Array(words.utf8))
        return BouncePhrase.finder.hits(in: folded, 0..<folded.count).contains { BouncePhrase.all[$0.phrase].isReason }
    }
}

extension BouncePhrase {
    /// It says why, not only that a message was not delivered.
    fileprivate var isReason: Bool { isFailure && !Self.bare.contains(words) }

    private static let bare: Set<String> = [
        "delivery failed", "undeliverable", "cannot be delivered", "could not be delivered", "couldn't be delivered",
        "not delivered", "unable to deliver", "delivery error", "has been returned", "was returned", "giving up",
        "given up", "permanent error", "permanent failure", "permanent fatal", "fatal error", "failed permanently",
        "unzustellbar", "nicht zugestellt", "non remis",
    ]
}
