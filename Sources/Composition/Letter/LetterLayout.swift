/// The layout that letters have unless they name another: 600 px, one column on a phone, and a dark version.
enum LetterLayout {
    static let `default` = """
        <!DOCTYPE html>
        <html lang="{{language}}" dir="{{direction}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>{{subject}}</title>
        <style>
        @media (max-width: 620px) {
          .page { padding: 0 !important; }
          .sheet { border-radius: 0 !important; padding: 24px 18px !important; }
        }
        @media (prefers-color-scheme: dark) {
          body, .page { background: #14171a !important; }
          .sheet { background: #1f2429 !important; color: #e6e8ea !important; }
          .sheet a { color: #8ab8ff !important; }
          .sheet a.button { background: #2f74c0 !important; color: #ffffff !important; }
          .sheet th, .sheet td, .sheet hr { border-color: #434a52 !important; }
          .sheet pre, .sheet code { background: #2b3137 !important; color: #e6e8ea !important; }
          .sheet blockquote { color: #b6bcc2 !important; border-color: #59626b !important; }
        }
        </style>
        </head>
        <body style="margin:0; padding:0; background:#eef0f2;">
        <div style="display:none; max-height:0; overflow:hidden;">{{preheader}}</div>
        <table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" \
        style="border-collapse:separate; background:#eef0f2; padding:24px 0;"><tr><td align="center">
        <table role="presentation" width="600" cellpadding="0" cellspacing="0" \
        style="border-collapse:separate; width:100%; max-width:600px;"><tr>
        <td class="sheet" style="background:#ffffff; color:#1d2125; border-radius:8px; padding:36px 40px; text-align:start; \
        font:16px/1.6 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;">
        {{{content}}}
        </td></tr></table>
        </td></tr></table>
        </body>
        </html>

        """

    /// Mail clients drop style sheets: what Markdown makes carries its style itself.
    private static let styles = [
        "h1": "font-size:28px; line-height:1.25; margin:0 0 16px;",
        "h2": "font-size:21px; line-height:1.3; margin:28px 0 10px;",
        "h3": "font-size:17px; margin:24px 0 8px;",
        "p": "margin:0 0 16px;",
        "a": "color:#0b5cad;",
        "ul": "margin:0 0 16px; padding-inline-start:24px;",
        "ol": "margin:0 0 16px; padding-inline-start:24px;",
        "blockquote":
            "margin:0 0 16px; padding-inline-start:16px; border-inline-start:3px solid #c3c9cf; color:#555d65;",
        "pre": "background:#f2f4f6; padding:12px; border-radius:6px; overflow-x:auto; font-size:14px;",
        "code": "background:#f2f4f6; font-family:ui-monospace,Menlo,Consolas,monospace; font-size:14px;",
        "table": "border-collapse:collapse; margin:0 0 16px; width:100%;",
        "th": "border-bottom:2px solid #c3c9cf; padding:6px 8px; text-align:start;",
        "td": "border-bottom:1px solid #dde1e5; padding:6px 8px;",
        "hr": "border:0; border-top:1px solid #c3c9cf; margin:24px 0;",
        "img": "max-width:100%; height:auto; border:0;",
    ]

    private static let button =
        "display:inline-block; padding:11px 22px; border-radius:6px; background:#0b5cad; color:#ffffff; "
        + "text-decoration:none; font-weight:bold;"

    /// Each element of the content with its style, unless the author gave it one.
    ///
    /// A link in bold that stands alone is a button.
    static func inlined(_ html: String) -> String {
        let bytes = Array(html.utf8)
        let tokens = HTMLTokenizer.tokens(bytes)
        var edits = MarkupEdits()
        var index = 0
        while index < tokens.count {
            if let close = button(at: index, tokens, bytes) {
                let (start, end) = (tokens[index + 2], tokens[close])
                let address = start.attributes[0].value.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
                edits.replace(
                    tokens[index].range.lowerBound..<start.range.upperBound,
                    with: "<p style=\"margin:24px 0;\"><a class=\"button\" href=\"\(address)\" style=\"\(button)\">")
                style(tokens[(index + 3)..<close], &edits)
                edits.replace(end.range.lowerBound..<tokens[close + 2].range.upperBound, with: "</a></p>")
                index = close + 3
            } else {
                style(tokens[index...index], &edits)
                index += 1
            }
        }
        return String(decoding: edits.applied(to: bytes), as: UTF8.self)
    }

    private static func style(_ tokens: ArraySlice<HTMLToken>, _ edits: inout MarkupEdits) {
        for token in tokens where token.kind == .startTag && token.attribute("style") == nil {
            guard let style = styles[token.name] else { continue }
            edits.replace(token.nameEnd..<token.nameEnd, with: " style=\"\(style)\"")
        }
    }

    /// - Returns: the `</a>` of `<p><strong><a href="…">…</a></strong></p>`, if that begins there.
    private static func button(at index: Int, _ tokens: [HTMLToken], _ bytes: [UInt8]) -> Int? {
        guard index + 5 < tokens.count,
            zip(tokens[index...], ["p", "strong", "a"]).allSatisfy({ $0.kind == .startTag && $0.name == $1 }),
            tokens[index].attributes.isEmpty, tokens[index + 1].attributes.isEmpty,
            tokens[index + 2].attributes.map(\.name) == ["href"], tokens[index + 2].attributes[0].quote == 0x22
        else { return nil }
        // Links and paragraphs hold none of their kind.
        let close = tokens[(index + 3)...].firstIndex { ["a", "p"].contains($0.name) && $0.kind != .text }
        guard let close, close + 2 < tokens.count,
            zip(tokens[close...], ["a", "strong", "p"]).allSatisfy({ $0.kind == .endTag && $0.name == $1 }),
            !bytes[tokens[index].range.lowerBound..<tokens[close].range.lowerBound].contains(0x0A)
        else { return nil }
        return close
    }
}
