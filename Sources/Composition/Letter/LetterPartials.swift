/// The partials that a letter names, each as HTML and as plain text.
struct LetterPartials {
    private(set) var html: [String: String] = [:]
    private(set) var plain: [String: String] = [:]

    private static let deepest = 8

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
                let template = try TemplateText(source, file: base + ".md")
                try scan.take(template, file: base + ".md")
                try take(template, from: &files, scan: &scan, within: inner)
                let markdown = Markdown(template)
                html[tag.name] = LetterLayout.inlined(markdown.html)
                plain[tag.name] = markdown.plain
            } else if let source = try files.text(base + ".html"), let text = try files.text(base + ".txt") {
                let template = try TemplateText(source, file: base + ".html")
                let other = try TemplateText(text, file: base + ".txt")
                try scan.take(template, file: base + ".html")
                try scan.take(other, file: base + ".txt")
                try take(template, from: &files, scan: &scan, within: inner)
                try take(other, from: &files, scan: &scan, within: inner)
                html[tag.name] = template.mustache(escape: EscapedHTML.escaped)
                plain[tag.name] = other.mustache()
            } else {
                throw CompositionFailure(
                    line: tag.line,
                    "there is no partial \(tag.name); write templates/\(base).md, or both \(base).html and .txt")
            }
        }
    }
}
