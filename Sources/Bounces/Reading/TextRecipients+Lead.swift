import FanmailBasics

/// What stands before an address that begins a line, and behind it.
extension TextRecipients {
    /// `Postmaster contact:` on the line before, or `管理员` in the cell.
    func isContact(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = text.bytes[text.lines[index - 1]].trimmed
        guard before.count < 60, before.last == UInt8(ascii: ":") || before.count < 24 else { return false }
        return Self.contacts.contains { before.holds($0) }
    }

    /// `: delivered`, `: delayed, still being tried`, where each has a line.
    func told(_ rest: ArraySlice<UInt8>) -> ReportedAction? {
        let word = rest.drop { !$0.isLetter }
        guard rest.count - word.count <= 4 else { return nil }
        if word.begins(with: "delivered") { return .delivered }
        if word.begins(with: "relayed") { return .relayed }
        return word.begins(with: "delayed") ? .delayed : nil
    }

    static let leading: [Bool] = (0..<256).map {
        " \t*-+>[](){}\"'<#=|.:;,·•".utf8.contains(UInt8($0)) || UInt8($0).isDigit
    }

    /// Words before whoever may be asked.
    private static let contacts: [StaticString] = [
        "help", "contact", "assistance", "question", "support", "hilfe", "kontakt", "fragen", "aide", "ayuda", "aiuto",
        "管理员", "管理員", "管理者", "관리자", "администратор",
    ]

    func leads(_ lead: Range<Int>, _ spot: AddressSpotter.Spot, _ index: Int) -> Bool {
        let lead = text.bytes[lead]
        if lead.allSatisfy({
            Self.leading[Int($0)] || $0 == 0xC2 || $0 == 0xB7 || $0 == 0xE2 || $0 == 0x80 || $0 == 0xA2
        }) {
            // `250 <address>, sender ok`
            let digits = lead.filter(\.isDigit)
            return RemarkText(lead.text).code == nil && (digits.count < 3 || lead.holds("rfc822"))
        }
        // `c=us;a= ;p=x;dda:SMTP=`, of a gateway to X.400.
        if lead.suffix(5).begins(with: "smtp=") { return true }
        if Self.contacts.contains(where: { lead.holds($0) }) { return false }
        let word = lead.drop { Self.leading[Int($0)] }.map(\.lowered)
        let prefixes = [
            "smtp:", "mailto:", "to:", "rfc822;", "rfc822:", "to ", "e-mail:", "email:", "user ", "internet:", "for ",
        ]
        if prefixes.contains(where: { $0.utf8.elementsEqual(word.filter { $0 != 0x3C && $0 != 0x22 && $0 != 0x5B }) }) {
            return true
        }
        if prefixes.contains(where: { String(decoding: word, as: UTF8.self).trimmedEnd == $0.trimmedEnd }) {
            return true
        }
        // A name before it, as in a header.
        return spot.isAngled && word.count <= 60 && !text.marks[index].contains { $0.phrase.isFailure }
            && !word.contains(0x3A) && word.filter { $0 == 0x20 }.count <= 4
    }

    /// A name without a domain, alone on its line.
    mutating func readBare(_ index: Int) -> Bool {
        guard let bareDomain, isCollecting else { return false }
        let word = text.bytes[text.lines[index]].trimmed
        guard (1...64).contains(word.count), indent(index) > 0, word.first?.isWordPart == true,
            word.allSatisfy({ $0.isWordPart || "._-+".utf8.contains($0) })
        else { return false }
        add(word.text + "@" + bareDomain, index)
        return true
    }

    /// What is said behind a full stop is about something else.
    func sentenceEnd(_ range: Range<Int>) -> Int {
        guard let start = range.first, range.count > 1 else { return range.upperBound }
        for at in start..<(range.upperBound - 1) where text.bytes[at] == 0x2E && text.bytes[at + 1] == 0x20 {
            return at
        }
        return range.upperBound
    }
}
