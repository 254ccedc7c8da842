import CMarkGFM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Markdown with tables, strikethrough and autolinks, made into HTML and into plain text, both still with their tags.
struct Markdown {
    let html: String
    let plain: String

    init(_ source: TemplateText) {
        // Letters and digits pass through Markdown untouched, also within links; the mark must not occur in the text.
        let whole = source.texts.joined(separator: " ")
        var mark = "fmtag"
        while whole.contains(mark) { mark += "q" }
        var text = source.texts.first ?? ""
        for (index, following) in source.texts.dropFirst().enumerated() {
            let before = text.last
            let isAlone = (before == nil || before == "\n") && (following.isEmpty || following.hasPrefix("\n"))
            let isBlock = isAlone && ![.variable, .unescaped].contains(source.tags[index].kind)
            // A section's line of its own is a paragraph of its own: it must not be drawn into a list before it.
            text += isBlock ? "\n\(mark)x\(index)z\n" : "\(mark)x\(index)z"
            text += following
        }
        let rendered = Self.render(text)
        html = Self.restored(Self.unwrapped(rendered.html, mark), mark, source.tags, EscapedHTML.escaped)
        plain = Self.restored(rendered.plain, mark, source.tags) { $0 }
    }

    private static func render(_ text: String) -> (html: String, plain: String) {
        cmark_gfm_core_extensions_ensure_registered()
        // The author's own HTML is the author's to write.
        let options = Int32(CMARK_OPT_UNSAFE) | Int32(CMARK_OPT_VALIDATE_UTF8)
        guard let parser = cmark_parser_new(options) else { return ("", text) }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "autolink"] {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        cmark_parser_feed(parser, text, text.utf8.count)
        guard let root = cmark_parser_finish(parser) else { return ("", text) }
        defer { cmark_node_free(root) }
        let html = taken(cmark_render_html(root, options, cmark_parser_get_syntax_extensions(parser)))
        nameLinks(in: root)
        return (html, taken(cmark_render_plaintext(root, options, 0)))
    }

    private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { return "" }
        defer { free(text) }
        return String(cString: text)
    }

    /// In plain text a link's address stands behind its words.
    private static func nameLinks(in root: OpaquePointer) {
        guard let walk = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(walk) }
        while true {
            let event = cmark_iter_next(walk)
            if event == CMARK_EVENT_DONE { return }
            guard event == CMARK_EVENT_EXIT, let node = cmark_iter_get_node(walk),
                String(cString: cmark_node_get_type_string(node)) == "link", let address = cmark_node_get_url(node)
            else { continue }
            let url = String(cString: address)
            let words = cmark_node_first_child(node).flatMap { cmark_node_get_literal($0) }.map { String(cString: $0) }
            guard let words, words != url, "mailto:" + words != url, "http://" + words != url else { continue }
            guard let text = cmark_node_new(CMARK_NODE_TEXT) else { continue }
            cmark_node_set_literal(text, " <\(url)>")
            if cmark_node_insert_after(node, text) == 0 { cmark_node_free(text) }
        }
    }

    /// A paragraph that holds nothing but a section's tag is only that tag.
    private static func unwrapped(_ html: String, _ mark: String) -> String {
        html.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("<p>\(mark)x"), line.hasSuffix("z</p>") else { return String(line) }
            let inner = line.dropFirst(3).dropLast(4)
            return inner.dropFirst(mark.count + 1).dropLast().allSatisfy(\.isNumber) ? String(inner) : String(line)
        }.joined(separator: "\n")
    }

    private static func restored(
        _ text: String, _ mark: String, _ tags: [TemplateText.Tag], _ escape: (String) -> String
    ) -> String {
        let pieces = text.split(separator: mark + "x", omittingEmptySubsequences: false)
        var result = String(pieces.first ?? "")
        for piece in pieces.dropFirst() {
            guard let end = piece.firstIndex(of: "z"), let index = Int(piece[..<end]), tags.indices.contains(index)
            else {
                continue
            }
            result += TemplateText.mustache(tags[index], escape: escape) + piece[piece.index(after: end)...]
        }
        return result
    }
}
