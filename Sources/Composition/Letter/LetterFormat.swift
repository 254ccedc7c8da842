/// How a letter is written, by its file's name.
enum LetterFormat: Sendable {
    case markdown, html, plain

    init(_ file: String) throws(CompositionFailure) {
        switch file.split(separator: ".").last?.lowercased() {
        case "md", "markdown": self = .markdown
        case "html", "htm": self = .html
        case "txt": self = .plain
        default: throw CompositionFailure("\(file): a letter's file ends in .md, .html or .txt")
        }
    }

    /// Where the plain text of an HTML letter may be, the best first: `letter.de.txt` for `letter.de.html`, else
    /// `letter.txt`; for `news.2026-11.html` only `news.2026-11.txt`.
    static func plainText(beside file: String) -> [String] {
        let stem = file.split(separator: ".", omittingEmptySubsequences: false).dropLast()
        let own = stem.joined(separator: ".") + ".txt"
        guard stem.count > 1, let last = stem.last, isLanguage(last.lowercased()) else { return [own] }
        return [own, stem.dropLast().joined(separator: ".") + ".txt"]
    }

    /// A language tag with a primary subtag of ISO 639 (RFC 5646, 2.1): `de`, `pt-br`, `zh-hant-tw`.
    static func isLanguage(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy(\.isASCIILetter) else {
            return false
        }
        return text.utf8.count <= 35
            && parts.dropFirst().allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(\.isASCIIAlphanumeric) }
    }
}
