import CMarkGFM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Markdown with tables, strikethrough and autolinks, made into HTML and into plain text, both still with their tags, in
/// the form that `TemplateText.written` gives.
struct Markdown {
    let html: String
    let plain: String

    /// - Parameter hasFootnotes: whether the plain text has its addresses at its end.
    /// - Throws: where elements stand too deep within each other.
    init(_ source: TemplateText, file: String, hasFootnotes: Bool = true) throws(CompositionFailure) {
        let mark = MarkdownMark(notIn: source.texts)
        var text = source.texts.first ?? ""
        for (index, following) in source.texts.dropFirst().enumerated() {
            let before = text.utf8.last
            let isAlone =
                (before == nil || before == 0x0A) && (following.isEmpty || following.utf8.first == 0x0A)
            let isBlock = isAlone && ![.variable, .unescaped].contains(source.tags[index].kind)
            // A section's line of its own is a paragraph of its own: it must not be drawn into a list before it.
            text += isBlock ? "\n\(mark.text(index))\n" : mark.text(index)
            text += following
        }
        let rendered = try Self.render(text, file, mark, hasFootnotes: hasFootnotes) { index in
            source.tags.indices.contains(index) ? source.tags[index].kind : nil
        }
        html = mark.restored(mark.unwrapped(rendered.html)) { index in
            source.tags.indices.contains(index)
                ? TemplateText.written(source.tags[index], escape: EscapedHTML.escaped) : ""
        }
        plain = mark.restored(rendered.plain) { index in
            source.tags.indices.contains(index) ? TemplateText.written(source.tags[index]) { $0 } : ""
        }
    }

    private static func render(
        _ text: String, _ file: String, _ mark: MarkdownMark, hasFootnotes: Bool, kind: @escaping PlainMarkdown.Kind
    ) throws(CompositionFailure) -> (html: String, plain: String) {
        // The author's own HTML is the author's to write.
        let options = Int32(CMARK_OPT_UNSAFE) | Int32(CMARK_OPT_VALIDATE_UTF8)
        guard let tree = MarkdownTree(text, options: options) else { return ("", text) }
        // The plain text is made in a time that grows with the depth.
        guard tree.depth <= MarkdownTree.deepest else {
            throw CompositionFailure(
                "\(file): more than \(MarkdownTree.deepest) elements stand within each other, as emphasis within emphasis; "
                    + "leave some out")
        }
        let html = taken(cmark_render_html(tree.root, options, tree.extensions))
        return (html, PlainMarkdown.text(of: tree.root, mark, hasFootnotes: hasFootnotes, kind: kind))
    }

    private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { return "" }
        defer { free(text) }
        return String(cString: text)
    }
}
