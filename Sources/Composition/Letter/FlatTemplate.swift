/// A template that only fills in names and their defaults, as nearly all do, without the machinery that sections,
/// lists and partials need: a mailing renders it once for each recipient.
struct FlatTemplate: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case value(path: [String], isEscaped: Bool)
        /// What stands there when the name before it finds nothing.
        case fallback(path: [String], text: String)
    }

    private let pieces: [Piece]
    private let size: Int

    /// - Parameters:
    ///   - mustache: the template as Mustache.
    ///   - escapes: whether values are escaped for HTML.
    /// - Returns: nil when it asks for more.
    init?(_ mustache: String, escapes: Bool) {
        guard let text = try? TemplateText(mustache, file: "") else { return nil }
        var pieces: [Piece] = [.text(text.texts.first ?? "")]
        var inverted: (path: [String], text: String)?
        for (tag, following) in zip(text.tags, text.texts.dropFirst()) {
            let path = tag.name.split(separator: ".").map(String.init)
            switch tag.kind {
            case .variable where inverted == nil && path.count > 1 && tag.fallback == nil:
                pieces.append(.value(path: path, isEscaped: escapes))
                pieces.append(.text(following))
            case .inverted where inverted == nil && path.count > 1 && !Self.isAlone(tag, in: mustache):
                inverted = (path, following)
            case .close:
                guard let open = inverted else { return nil }
                pieces.append(.fallback(path: open.path, text: open.text))
                pieces.append(.text(following))
                inverted = nil
            default: return nil
            }
        }
        self.pieces = pieces
        size = mustache.utf8.count
    }

    /// A section's tag on a line of its own takes the line away: Mustache knows how.
    private static func isAlone(_ tag: TemplateText.Tag, in mustache: String) -> Bool {
        mustache.split(separator: "\n").contains { line in
            line.contains(tag.source) && line.filter { $0 != " " } == tag.source
        }
    }

    /// - Returns: nil when a value is neither text nor number: Mustache knows what to do with it.
    func render(_ context: [String: Any]) -> String? {
        var output = ""
        output.reserveCapacity(size + size / 8)
        for piece in pieces {
            switch piece {
            case .text(let text): output += text
            case .value(let path, let isEscaped):
                guard let value = Self.value(path[...], in: context) else { continue }
                guard let text = Self.text(value) else { return nil }
                output += isEscaped ? EscapedHTML.escaped(text) : text
            case .fallback(let path, let text):
                guard let value = Self.value(path[...], in: context) else {
                    output += text
                    continue
                }
                if Self.text(value) == nil { return nil }
            }
        }
        return output
    }

    private static func value(_ path: ArraySlice<String>, in context: [String: Any]) -> Any? {
        guard let first = path.first, let value = context[first] else { return nil }
        if path.count == 1 { return value }
        guard let fields = value as? [String: Any] else { return nil }
        return Self.value(path.dropFirst(), in: fields)
    }

    private static func text(_ value: Any) -> String? {
        if let text = value as? String { return text }
        if let number = value as? Int { return String(number) }
        return (value as? Double).map { String($0) }
    }
}
