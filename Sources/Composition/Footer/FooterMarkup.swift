import FanmailBasics

/// A footer's text as HTML: its lines, with its addresses linked.
struct FooterMarkup {
    /// What is shown of addresses, where that is not the address itself.
    let words: [String: String]

    /// Small, and of a grey that is read upon white and upon black.
    private static let style = "margin:24px 0 0; font-size:13px; line-height:1.5; color:#757575;"

    /// Below a message that is not ours, whose look we do not know.
    func html(_ text: String) -> String {
        "<p style=\"\(Self.style)\">\(lines(text, link: " style=\"color:#757575\""))</p>"
    }

    /// Without a style of its own.
    func paragraph(_ text: String) -> String { "<p>\(lines(text, link: ""))</p>" }

    private func lines(_ text: String, link: String) -> String {
        var trimmed = text[...]
        // What separates a signature in plain text is a line of its own in HTML.
        if trimmed.hasPrefix("-- \n") { trimmed = trimmed.dropFirst(4) }
        while trimmed.hasSuffix("\n") { trimmed.removeLast() }
        return trimmed.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: " ", omittingEmptySubsequences: false).map { linked($0, link) }.joined(separator: " ")
        }.joined(separator: "<br>\n")
    }

    /// A word; what leads somewhere as a link, without the full stop behind it or the bracket around it.
    private func linked(_ word: Substring, _ attributes: String) -> String {
        let schemes = ["https://", "http://", "mailto:"]
        guard let scheme = schemes.first(where: { word.contains($0) }), let start = word.firstRange(of: scheme) else {
            return escaped(word)
        }
        let before = word[..<start.lowerBound]
        var address = word[start.lowerBound...]
        while let last = address.last, ".,;:!?)>]\"'".contains(last) { address.removeLast() }
        guard before.allSatisfy({ "(<[\"'".contains($0) }), address.utf8.count > scheme.utf8.count else {
            return escaped(word)
        }
        let plain = scheme == "mailto:" ? address.dropFirst(scheme.count).prefix { $0 != "?" } : address
        let shown = words[String(address)].map { $0[...] } ?? plain
        return escaped(before) + "<a href=\"\(escaped(address))\"\(attributes)>\(escaped(shown))</a>"
            + escaped(word[address.endIndex...])
    }

    private func escaped(_ text: Substring) -> String { EscapedHTML.escaped(String(text)) }
}
