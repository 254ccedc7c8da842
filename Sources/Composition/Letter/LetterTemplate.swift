import Mustache

/// A compiled text of a letter: its subject, its HTML or its plain text.
struct LetterTemplate: Sendable {
    /// Tells Mustache not to escape.
    static let plainText = "{{% CONTENT_TYPE:TEXT}}"

    private let mustache: MustacheTemplate
    private let flat: FlatTemplate?

    init(_ text: String, isHTML: Bool, _ file: String) throws(CompositionFailure) {
        mustache = try Self.compiled((isHTML ? EscapedHTML.tag : Self.plainText) + text, file)
        flat = FlatTemplate(text, escapes: isHTML)
    }

    func render(_ context: [String: Any], library: MustacheLibrary) -> String {
        flat?.render(context) ?? mustache.render(context, library: library)
    }

    static func compiled(_ text: String, _ file: String) throws(CompositionFailure) -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: text)
        } catch {
            throw CompositionFailure(
                "\(file): Markdown and placeholders do not nest here; put {{#…}} and {{/…}} on lines of their own")
        }
    }
}
