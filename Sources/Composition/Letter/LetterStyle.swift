import FanmailBasics

/// What each element of a letter looks like. Mail programs drop style sheets: what Markdown makes carries its style itself.
///
/// Sides are named left and right, since Outlook and others know no `start`.
struct LetterStyle: Sendable {
    let look: LetterLook
    let isRightToLeft: Bool
    let font: String
    /// Upon white, and as a ground of its own.
    let link: Colour
    let linkDark: Colour
    let button: Colour
    let buttonDark: Colour
    let lineHeight: String
    private let styles: [String: String]
    private let footStyles: [String: String]

    /// The card in dark mode.
    static let darkCard = Colour(red: 0x1D, green: 0x21, blue: 0x26)
    static let darkText = "#e4e7ea"
    static let darkMuted = "#a9b2bc"
    /// What is left and right of the text, at a desk, in pixels.
    static let padding = 40
    static let muted = "#5f6b76"

    /// Around what stands below a letter, its own or its list's: small and grey.
    static let foot =
        "margin:32px 0 0; padding:16px 0 0; border-top:1px solid #dfe3e7; font-size:13px; line-height:1.55; "
        + "color:\(muted);"

    private static let smallStyles = [
        "p": "margin:0 0 8px; font-size:13px; color:\(muted);", "a": "color:\(muted); text-decoration:underline;",
        "ul": "margin:0 0 8px; padding:0 18px;", "ol": "margin:0 0 8px; padding:0 18px;",
        "img": "max-width:100%; height:auto; border:0;",
    ]

    init(_ look: LetterLook, language: String?, isRightToLeft: Bool) {
        self.look = look
        self.isRightToLeft = isRightToLeft
        let primary = LanguageTag.primary(language) ?? ""
        font = LetterFont.families(look.font, language: primary)
        link = look.accent.readable(on: .white, contrast: 4.5)
        linkDark = look.accent.readable(on: Self.darkCard, contrast: 6)
        button = look.accent
        buttonDark = look.accent.readable(on: Self.darkCard, contrast: 3)
        let isTall = ["ja", "zh", "ko", "ar", "fa", "ur", "he", "th", "hi"].contains(primary)
        lineHeight = isTall ? "1.75" : "1.6"
        // Letters that join, and ideographs, are not drawn together.
        let heading = "font-weight:bold;" + (isTall ? "" : " letter-spacing:-0.01em;")
        let start = isRightToLeft ? "right" : "left"
        let list = "margin:0 0 16px; padding:0; padding-\(start):24px;"
        styles = [
            "h1": "margin:0 0 18px; font-size:28px; line-height:1.25; \(heading)",
            "h2": "margin:30px 0 10px; font-size:21px; line-height:1.3; \(heading)",
            "h3": "margin:24px 0 8px; font-size:17px; line-height:1.4; font-weight:bold;",
            "h4": "margin:20px 0 8px; font-size:16px; line-height:1.4; font-weight:bold;",
            "p": "margin:0 0 16px;",
            "a": "color:\(link); text-decoration:underline;",
            "ul": list, "ol": list,
            "li": "margin:0 0 6px;",
            "blockquote":
                "margin:0 0 16px; padding:2px 0; padding-\(start):16px; border-\(start):3px solid \(look.accent); "
                + "color:#4a545e;",
            "pre":
                "margin:0 0 16px; padding:12px 14px; border-radius:6px; background:#f2f4f6; font-family:\(LetterFont.mono); "
                + "font-size:14px; line-height:1.5; white-space:pre-wrap; text-align:left;",
            "code":
                "padding:1px 4px; border-radius:4px; background:#f2f4f6; font-family:\(LetterFont.mono); font-size:14px;",
            "table": "width:100%; margin:0 0 20px; border-collapse:collapse; font-size:15px; line-height:1.45;",
            "th":
                "padding:9px 10px; border-bottom:2px solid #cfd5db; color:#4a545e; font-size:14px; "
                + "vertical-align:bottom; text-align:\(start);",
            "td": "padding:10px; border-bottom:1px solid #dfe3e7; vertical-align:top; text-align:\(start);",
            "hr": "margin:28px 0; border:0; border-top:1px solid #dfe3e7;",
            "img": "max-width:100%; height:auto; border:0;",
        ]
        footStyles = styles.merging(Self.smallStyles) { $1 }
    }

    /// What the card leaves for text, at a desk, in pixels.
    var contentWidth: Int { look.width - 2 * Self.padding }

    /// - Parameters:
    ///   - alignment: as Markdown says of a cell: `left`, `center`, `right`.
    ///   - inQuotation: whose last paragraph has its end right below it.
    ///   - isCode: the element is `code` within `pre`, which has its ground already.
    func style(
        of name: String, inFoot: Bool, alignment: String? = nil, isCode: Bool = false,
        inQuotation: Bool = false
    ) -> String? {
        if isCode { return "font-family:\(LetterFont.mono); font-size:14px;" }
        if inQuotation, name == "p" { return "margin:4px 0 8px;" }
        guard let style = inFoot ? footStyles[name] : styles[name] else { return nil }
        guard let alignment, let end = style.firstRange(of: "text-align:") else { return style }
        return "\(style[..<end.upperBound])\(alignment);"
    }

    /// A fragment that a list puts below letters, with the style of the small print.
    static func footed(_ html: String) -> String {
        let bytes = Array(html.utf8)
        var edits = MarkupEdits()
        for token in HTMLTokenizer.tokens(bytes) where token.kind == .startTag && token.attribute("style") == nil {
            guard let style = smallStyles[token.name] else { continue }
            edits.replace(token.nameEnd..<token.nameEnd, with: " style=\"\(style)\"")
        }
        let styled = String(decoding: edits.applied(to: bytes), as: UTF8.self)
        return "<div class=\"foot\" style=\"\(foot)\">\n\(styled)\n</div>\n"
    }
}
