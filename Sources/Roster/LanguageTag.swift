/// A language tag (BCP 47), such as en or pt-BR.
package enum LanguageTag {
    package static func isValid(_ text: String) -> Bool {
        let tags = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let areTags = tags.allSatisfy { tag in
            (1...8).contains(tag.count)
                && tag.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
        }
        guard areTags, let first = tags.first else { return false }
        return (2...3).contains(first.count) && text.utf8.count <= 35
    }

    package static func parse(_ text: String) throws(SettingSyntaxError) -> String {
        guard isValid(text) else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is no language tag; write one such as en or pt-BR")
        }
        return text
    }
}
