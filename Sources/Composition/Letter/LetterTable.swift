import FanmailBasics

/// A table that Markdown made: whether it fits a phone, and what its columns are called.
struct LetterTable {
    /// Its longest words, side by side, are wider than a phone: there each row is a block of its own.
    let isWide: Bool
    /// They are wider than the letter at a desk, too.
    let isTooWide: Bool
    /// The first column's cells, dates and names mostly, fit a phone in one line each.
    let keepsFirst: Bool
    /// The words of the headings, in HTML.
    let labels: [String]
    /// The number of `</table>` among the tokens.
    let end: Int

    /// What a phone of 320 pixels leaves for a table.
    private static let room = 280
    /// Left and right in a cell.
    private static let padding = 20
    /// Of a letter that takes one column, nearly, in pixels.
    private static let letter = 8

    /// - Parameters:
    ///   - start: the number of `<table>`; one with attributes is its author's.
    ///   - width: what there is at a desk, in pixels.
    init?(at start: Int, _ tokens: [HTMLToken], _ bytes: [UInt8], width: Int) {
        guard tokens[start].kind == .startTag, tokens[start].name == "table", tokens[start].attributes.isEmpty,
            let end = tokens[start...].firstIndex(where: { $0.name == "table" && $0.kind == .endTag }),
            !tokens[(start + 1)..<end].contains(where: { $0.name == "table" })
        else { return nil }
        var widths: [Int] = []
        var labels: [String] = []
        var (column, first) = (-1, 0)
        for index in start..<end where tokens[index].kind == .startTag {
            let name = tokens[index].name
            if name == "tr" { column = -1 }
            guard name == "th" || name == "td" else { continue }
            column += 1
            let texts = tokens[index..<end].prefix { !($0.kind == .endTag && $0.name == name) }.filter {
                $0.kind == .text
            }
            let html = texts.map { String(decoding: bytes[$0.range], as: UTF8.self) }.joined()
            if name == "th" { labels.append(html) }
            if column >= widths.count { widths.append(0) }
            widths[column] = max(widths[column], Self.longestWord(html))
            if column == 0 { first = max(first, Self.length(html)) }
        }
        let least = widths.reduce(0) { $0 + $1 + Self.padding }
        (isWide, isTooWide) = (least > Self.room, least > width)
        keepsFirst = least - (widths.first ?? 0) + first <= Self.room
        self.labels = labels
        self.end = end
    }

    private static func length(_ html: String) -> Int {
        CharacterReference.resolved(html).replacing(#/{{[^}]*}}/#, with: "wwwwwwwwwwww").columns * letter
    }

    /// In pixels. What is filled in later is taken for a short word.
    private static func longestWord(_ html: String) -> Int {
        let text = CharacterReference.resolved(html).replacing(#/{{[^}]*}}/#, with: "wwww")
        return text.split { $0.isWhitespace || $0 == "-" }.map { word in
            let isWide = word.contains { String($0).columns > 1 }
            // Ideographs are broken anywhere.
            return (isWide ? min(4, String(word).columns) : String(word).columns) * letter
        }.max() ?? 0
    }
}
