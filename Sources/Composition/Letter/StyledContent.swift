/// What Markdown made, each element with its style, unless the author gave it one.
///
/// A link in bold that stands alone is a button; what stands below the last line, and says how to leave, is the small print;
/// a table that is wider than a phone is shown row by row there.
struct StyledContent {
    private let style: LetterStyle
    private let tokens: [HTMLToken]
    private let bytes: [UInt8]
    private var edits = MarkupEdits()
    /// The number of the `<hr>` above the small print.
    private var foot = Int.max
    private var table: LetterTable?
    private var column = -1
    private var isInPre = false
    /// How many quotations are open.
    private var quotes = 0

    /// - Parameter html: in the form that `TemplateText.written` gives.
    static func html(_ html: String, _ style: LetterStyle) -> String {
        var content = StyledContent(html, style)
        content.take()
        return String(decoding: content.edits.applied(to: content.bytes), as: UTF8.self)
    }

    private init(_ source: String, _ style: LetterStyle) {
        self.style = style
        bytes = Array(source.utf8)
        tokens = HTMLTokenizer.tokens(bytes)
        foot = Self.foot(tokens, bytes) ?? .max
    }

    private mutating func take() {
        var index = 0
        while index < tokens.count {
            if index == foot {
                edits.replace(tokens[index].range, with: "<div class=\"foot\" style=\"\(LetterStyle.foot)\">")
                index += 1
            } else if index < foot, let close = button(at: index) {
                take(button: index, close)
                index = close + 3
            } else {
                take(tokens[index], at: index)
                index += 1
            }
        }
        if foot < tokens.count { edits.replace(bytes.count..<bytes.count, with: "</div>\n") }
    }

    private mutating func take(_ token: HTMLToken, at index: Int) {
        if token.name == "pre" { isInPre = token.kind == .startTag }
        if token.name == "blockquote" { quotes += token.kind == .startTag ? 1 : -1 }
        if let known = table, index >= known.end { table = nil }
        guard token.kind == .startTag else { return }
        if token.name == "table" { table = LetterTable(at: index, tokens, bytes, width: style.contentWidth) }
        if token.name == "tr" { column = -1 }
        if token.name == "td" || token.name == "th" { column += 1 }
        guard token.attribute("style") == nil,
            var text = style.style(
                of: token.name, inFoot: index > foot, alignment: alignment(of: token),
                isCode: token.name == "code" && isInPre, inQuotation: quotes > 0)
        else { return }
        let isWide = table?.isWide == true
        if token.name == "td" || token.name == "th", table?.isTooWide == true || hasPlaceholder(behind: index) {
            text += " word-break:break-word;"
        }
        if column == 0, token.name == "td", table?.keepsFirst == true, !hasPlaceholder(behind: index) {
            text += " white-space:nowrap;"
        }
        let classed = isWide && token.name == "table" ? " class=\"wide\"" : ""
        edits.replace(token.nameEnd..<token.nameEnd, with: "\(classed) style=\"\(text)\"")
        if isWide, token.name == "td", let label = table?.labels.dropFirst(column).first, !label.isEmpty {
            // Where each row is a block, the heading of its column stands before each cell.
            edits.replace(
                token.range.upperBound..<token.range.upperBound,
                with:
                    "<span class=\"label\" style=\"display:none; color:\(LetterStyle.muted); mso-hide:all;\">\(label): </span>"
            )
        }
    }

    private func alignment(of token: HTMLToken) -> String? {
        guard token.name == "td" || token.name == "th" else { return nil }
        let text = token.attribute("align")?.text(in: bytes).lowercased() ?? ""
        return ["left", "center", "right"].contains(text) ? text : nil
    }

    /// Whether what a cell says is not known yet.
    private func hasPlaceholder(behind index: Int) -> Bool {
        tokens[(index + 1)...].prefix { $0.name != "td" && $0.name != "th" }.contains {
            bytes[$0.range].firstRange(of: [0x7B, 0x7B] as [UInt8]) != nil
        }
    }

    // MARK: - Buttons

    private mutating func take(button index: Int, _ close: Int) {
        let link = tokens[index + 2]
        let address = link.attributes[0].value.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
        let label = String(decoding: bytes[link.range.upperBound..<tokens[close].range.lowerBound], as: UTF8.self)
        edits.replace(
            tokens[index].range.lowerBound..<tokens[close + 2].range.upperBound,
            with: LetterButton(address: address, label: label).html(style))
    }

    /// - Returns: the `</a>` of `<p><strong><a href="…">…</a></strong></p>`, if that begins there.
    private func button(at index: Int) -> Int? {
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

    // MARK: - The small print

    private static let leaving = ["{{list.unsubscribe}}", "{{unsubscribe.url}}"].map { Array($0.utf8) }
    private static let tooLarge: Set<String> = ["h1", "h2", "h3", "table", "blockquote", "pre"]

    private static func foot(_ tokens: [HTMLToken], _ bytes: [UInt8]) -> Int? {
        guard let line = tokens.lastIndex(where: { $0.name == "hr" && $0.kind == .startTag }),
            tokens[line].attributes.isEmpty
        else { return nil }
        let rest = bytes[tokens[line].range.upperBound...]
        guard leaving.contains(where: { rest.firstRange(of: $0) != nil }),
            !tokens[line...].contains(where: { tooLarge.contains($0.name) })
        else { return nil }
        // Nothing that began above the line ends below it.
        var depth = 0
        for token in tokens[(line + 1)...] where !HTMLRules.void.contains(token.name) && !token.isSelfClosing {
            if token.kind == .startTag { depth += 1 }
            if token.kind == .endTag { depth -= 1 }
            guard depth >= 0 else { return nil }
        }
        return depth == 0 ? line : nil
    }
}
