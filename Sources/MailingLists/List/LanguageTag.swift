package import FanmailBasics

/// A language tag (BCP 47), such as en or pt-BR.
package enum LanguageTag {
    package static func isValid(_ text: String) -> Bool {
        let tags = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let areTags = tags.allSatisfy { tag in
            (1...8).contains(tag.count)
                && tag.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
        }
        guard areTags, let first = tags.first else { return false }
        return (2...3).contains(first.count) && first.allSatisfy { $0 >= 0x41 } && text.utf8.count <= 35
    }

    package static func parse(_ text: String) throws(SettingSyntaxError) -> String {
        guard isValid(text) else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is no language tag; write one such as en or pt-BR")
        }
        return text
    }

    /// The tag of what other systems call a language: `de_DE`, `de_DE.UTF-8`, `DE`, `deu`, `German`, `Deutsch`; nil when
    /// nobody knows.
    package static func understood(_ text: String) -> String? {
        // "de_DE.UTF-8", "de_DE@euro", "de, en;q=0.5".
        let bare = String(text.prefix { !".@,;".contains($0) }).replacing("_", with: "-")
        if let tag = LanguageNames.tags[bare.folded] { return tag }
        if isValid(bare), isLanguage(bare) { return canonical(bare) }
        // "German (Austria)", "English/US".
        let word = text.prefix { $0.isLetter || $0.isWhitespace }
        return LanguageNames.tags[String(word).folded]
    }

    /// Whether it begins with a language, and not with a country such as GB or USA.
    private static func isLanguage(_ tag: String) -> Bool {
        let first = tag.prefix { $0 != "-" }
        switch first.utf8.count {
        case 2: return LanguageNames.codes.contains(first.lowercased())
        default:
            return LanguageNames.tags[first.lowercased()] != nil || !LanguageNames.countries.contains(String(first))
        }
    }

    /// As RFC 5646, 2.1.1, writes it: language in lower case, a script such as Hant, a region in upper case.
    private static func canonical(_ tag: String) -> String {
        let parts = tag.lowercased().split(separator: "-").map(String.init)
        var isPrivate = false
        let written = parts.enumerated().map { number, part in
            if part.utf8.count == 1 { isPrivate = true }
            if number == 0 { return LanguageNames.tags[part] ?? part }
            if isPrivate { return part }
            switch part.utf8.count {
            case 2: return part.uppercased()
            case 4 where part.utf8.allSatisfy { $0 >= 0x61 }: return part.prefix(1).uppercased() + part.dropFirst()
            default: return part
            }
        }
        return written.joined(separator: "-")
    }
}
