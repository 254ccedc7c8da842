import FanmailBasics

/// The layout that letters have unless they name another: a card, one column on a phone, and a dark version.
enum LetterLayout {
    /// Behind a preheader, so that no program shows the letter's first words there; some 24 characters that take no
    /// room of their own.
    private static let filler = String(repeating: "&#847;&nbsp;", count: 24)

    /// Still with its placeholders.
    ///
    /// - Parameter content: what it is for; what it has no use for is left out, since every copy carries it.
    static func page(_ style: LetterStyle, for content: String, hasPreheader: Bool) -> String {
        let page = whole(style, hidden: hasPreheader ? preheader : "")
        return LetterSheet.fitted(page, to: content + (style.look.logo == nil ? "" : "brand logo-light logo-dark"))
    }

    private static let preheader = """
        <div style="display:none; max-height:0; overflow:hidden; font-size:1px; line-height:1px; mso-hide:all;">\
        {{preheader}}\(filler)</div>

        """

    private static func whole(_ style: LetterStyle, hidden: String) -> String {
        let look = style.look
        let start = style.isRightToLeft ? "right" : "left"
        return """
            <!DOCTYPE html>
            <html lang="{{language}}" dir="{{direction}}" xmlns:o="urn:schemas-microsoft-com:office:office">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="x-apple-disable-message-reformatting">
            <meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>{{subject}}</title>
            <!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>\
            <![endif]-->
            <style>
            @media (max-width: \(look.width + 40)px) {
              .page { padding: 0 !important; }
              .brand { padding: 16px 20px !important; }
              .card { border-left: 0 !important; border-right: 0 !important; border-radius: 0 !important; }
              .sheet { padding: 24px 20px 28px !important; }
              .sheet h1 { font-size: 25px !important; }
              .wide, .wide tbody { display: block !important; }
              .wide thead { display: none !important; }
              .wide tr { display: block !important; padding: 10px 0 !important; border-bottom: 1px solid #dfe3e7 !important; }
              .wide td { display: block !important; padding: 2px 0 !important; border: 0 !important; \
            text-align: \(start) !important; }
              .wide .label { display: inline !important; }
            }
            @media (max-width: 480px) {
              .button { display: block !important; }
            }
            @media (prefers-color-scheme: dark) {
              body, .page { background: #121518 !important; }
              .card { background: \(LetterStyle.darkCard) !important; border-color: #343b43 !important; \
            border-top-color: \(style.buttonDark) !important; }
              .sheet, .sheet h1, .sheet h2, .sheet h3 { color: \(LetterStyle.darkText) !important; }
              .sheet a { color: \(style.linkDark) !important; }
              .sheet a.button { background: \(style.buttonDark) !important; color: \(style.buttonDark.ink) !important; }
              .sheet th, .sheet td, .sheet tr, .sheet hr, .foot { border-color: #3a424b !important; }
              .sheet th, .sheet .label { color: \(LetterStyle.darkMuted) !important; }
              .sheet pre, .sheet code { background: #2a3037 !important; color: \(LetterStyle.darkText) !important; }
              .sheet blockquote { color: #c3cad1 !important; border-color: \(style.buttonDark) !important; }
              .foot, .foot p, .foot li, .sheet .foot a { color: \(LetterStyle.darkMuted) !important; }
            \(look.logoDark == nil ? "" : darkLogo)}
            \(look.logoDark == nil ? "" : outlookLogo)</style>
            </head>
            <body style="margin:0; padding:0; background:#eef0f2;">
            \(hidden)<table class="page" role="presentation" lang="{{language}}" dir="{{direction}}" width="100%" \
            cellpadding="0" cellspacing="0" bgcolor="#eef0f2" style="width:100%; table-layout:fixed; border-collapse:separate; \
            background:#eef0f2; padding:28px 16px;"><tr><td align="center">
            <!--[if mso]><table role="presentation" align="center" width="\(look.width)" cellpadding="0" cellspacing="0">\
            <tr><td><![endif]-->
            {{{logo}}}
            <table class="card" role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#ffffff" \
            style="width:100%; max-width:\(look.width)px; table-layout:fixed; border-collapse:separate; background:#ffffff; \
            border:1px solid #dfe3e7; border-top:4px solid \(look.accent); border-radius:8px;"><tr>
            <td class="sheet" style="padding:36px \(LetterStyle.padding)px 32px; color:#1d2329; font-family:\(style.font); \
            font-size:16px; line-height:\(style.lineHeight); text-align:\(start); word-wrap:break-word; \
            overflow-wrap:break-word;">
            {{{content}}}
            {{{footer}}}
            </td></tr></table>
            <!--[if mso]></td></tr></table><![endif]-->
            </td></tr></table>
            </body>
            </html>

            """
    }

    private static let darkLogo = """
          .logo-light { display: none !important; }
          .logo-dark { display: block !important; }

        """

    /// For Outlook's own dark mode, on the web and on phones.
    private static let outlookLogo = """
        [data-ogsc] .logo-light { display: none !important; }
        [data-ogsc] .logo-dark { display: block !important; }

        """

    /// Nothing where the list has no logo.
    ///
    /// - Parameter width: of the picture as it is shown, in pixels; nil where it is not known.
    static func logo(_ style: LetterStyle, width: Int?) -> String {
        guard let logo = style.look.logo else { return "" }
        func picture(_ source: String, _ name: String, _ hidden: String) -> String {
            "<img class=\"logo logo-\(name)\" src=\"\(EscapedHTML.escaped(source))\" "
                + "alt=\"\(EscapedHTML.escaped(style.look.logoText))\" "
                + (width.map { "width=\"\($0)\" " } ?? "")
                + "style=\"\(hidden) max-width:100%; height:auto; border:0; font-family:\(style.font); font-size:18px; "
                + "font-weight:bold;\">"
        }
        var pictures = picture(logo, "light", "display:block;")
        if let dark = style.look.logoDark {
            pictures +=
                "<!--[if !mso]><!-->" + picture(dark, "dark", "display:none;") + "<!--<![endif]-->"
        }
        let start = style.isRightToLeft ? "right" : "left"
        return """
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="width:100%; \
            max-width:\(style.look.width)px; table-layout:fixed;"><tr><td class="brand" align="\(start)" \
            style="padding:0 0 18px; text-align:\(start);">\(pictures)</td></tr></table>
            """
    }
}
