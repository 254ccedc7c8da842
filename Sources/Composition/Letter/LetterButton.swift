import FanmailBasics

/// A link in bold that stands alone, as a button.
///
/// Outlook for Windows, which renders with Word, knows no padding of links: it gets one in VML.
struct LetterButton {
    let address: String
    /// HTML.
    let label: String

    private static let height = 46
    private static let sides = 26

    func html(_ style: LetterStyle) -> String {
        let text =
            "display:inline-block; padding:12px \(Self.sides)px; border-radius:8px; background:\(style.button); "
            + "color:\(style.button.ink); font-size:16px; line-height:22px; font-weight:bold; text-decoration:none; "
            + "text-align:center;"
        let link = "<a class=\"button\" href=\"\(address)\" style=\"\(text)\">\(label)</a>"
        let ours = vml(style).map { "<!--[if mso]>\($0)<![endif]--><!--[if !mso]><!-->\(link)<!--<![endif]-->" }
        return "<div class=\"action\" style=\"margin:24px 0;\">\(ours ?? link)</div>"
    }

    /// Nil where the label cannot be said twice.
    private func vml(_ style: LetterStyle) -> String? {
        let bytes = Array(label.utf8)
        let words = HTMLTokenizer.tokens(bytes).filter { $0.kind == .text }.map {
            String(decoding: bytes[$0.range], as: UTF8.self)
        }.joined()
        let (opened, closed) = (words.matches(of: #/{{[#^]/#).count, words.matches(of: #/{{\//#).count)
        guard opened == closed else { return nil }
        let shown = CharacterReference.resolved(words).replacing(#/{{[^}]*}}/#, with: "wwwwwwww")
        let width = min(style.look.width - 2 * LetterStyle.padding, shown.columns * 9 + 2 * Self.sides)
        return """
            <v:roundrect xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w="urn:schemas-microsoft-com:office:word" \
            href="\(address)" style="height:\(Self.height)px; width:\(width)px; v-text-anchor:middle;" arcsize="17%" \
            stroke="f" fillcolor="\(style.button)"><w:anchorlock></w:anchorlock><center style="color:\(style.button.ink); \
            font-family:Arial,sans-serif; font-size:16px; font-weight:bold;">\(words)</center></v:roundrect>
            """
    }
}
