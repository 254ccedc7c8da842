/// The partials that a letter names, each as HTML and as plain text, with those that they name in their places.
struct LetterPartials {
    private var html: [String: String] = [:]
    private var plain: [String: String] = [:]
    private let style: LetterStyle

    private static let deepest = 8
    /// Of a letter with its partials, in octets.
    private static let largest = 4 << 20

    init(_ style: LetterStyle) { self.style = style }

    /// - Throws: a partial that is missing, or that leads back to itself.
    mutating func take(
        _ text: TemplateText, from files: inout LetterFiles, scan: inout PlaceholderScan, within: [String] = []
    ) throws(CompositionFailure) {
        for tag in text.tags where tag.kind == .partial {
            guard !within.contains(tag.name), within.count < Self.deepest else {
                throw CompositionFailure(
                    line: tag.line,
                    "\(tag.source) leads back to itself, or partials are nested more than \(Self.deepest) deep")
            }
            guard html[tag.name] == nil else { continue }
            let base = "partials/\(tag.name)"
            let inner = within + [tag.name]
            if let source = try files.text(base + ".md") {
                try MarkdownBounds.expect(source, file: base + ".md")
                let template = try TemplateText(
                    source, file: base + ".md", literal: MarkdownMark.brackets(inCodeOf: source))
                try scan.take(template, file: base + ".md")
                try take(template, from: &files, scan: &scan, within: inner)
                let markdown = try Markdown(template, file: base + ".md", hasFootnotes: false)
                html[tag.name] = try expanded(html: StyledContent.html(markdown.html, style), base + ".md")
                plain[tag.name] = try expanded(plain: markdown.plain, base + ".md")
            } else if let source = try files.text(base + ".html"), let text = try files.text(base + ".txt") {
                let template = try TemplateText(source, file: base + ".html")
                let other = try TemplateText(text, file: base + ".txt")
                try scan.take(template, file: base + ".html")
                try scan.take(other, file: base + ".txt")
                try take(template, from: &files, scan: &scan, within: inner)
                try take(other, from: &files, scan: &scan, within: inner)
                html[tag.name] = try expanded(html: template.written(escape: EscapedHTML.escaped), base + ".html")
                plain[tag.name] = try expanded(plain: other.written(), base + ".txt")
            } else {
                throw CompositionFailure(
                    line: tag.line,
                    "there is no partial \(tag.name); write templates/\(base).md, or both \(base).html and .txt")
            }
        }
    }

    /// HTML in its written form, with the partials in their places.
    func expanded(html text: String, _ file: String) throws(CompositionFailure) -> String {
        try Self.expanded(text, html, file)
    }

    func expanded(plain text: String, _ file: String) throws(CompositionFailure) -> String {
        try Self.expanded(text, plain, file)
    }

    private static func expanded(
        _ text: String, _ partials: [String: String], _ file: String
    ) throws(CompositionFailure) -> String {
        let source = try TemplateText(written: text, file: file)
        let named = source.tags.filter { $0.kind == .partial }
        guard !named.isEmpty else { return text }
        let size = named.reduce(text.utf8.count) { $0 + (partials[$1.name]?.utf8.count ?? 0) }
        guard size <= largest else {
            throw CompositionFailure(
                "\(file): with its partials it is larger than \(largest >> 20) MiB; name each partial fewer times")
        }
        return source.written(replace: { tag in tag.kind == .partial ? partials[tag.name] : nil })
    }
}
