/// A compiled text of a letter: its subject, its HTML or its plain text.
///
/// It says what Mustache says, in what letters may use of it. Libraries look for brackets among characters, where a name
/// followed by U+200C or a vowel sign has no end.
struct LetterTemplate: Sendable {
    private enum Escape {
        case none, html, address
    }

    private indirect enum Piece: Sendable {
        case text(String)
        case value(path: [String], Escape)
        case section(path: [String], [Piece])
        case inverted(path: [String], [Piece])
    }

    private let pieces: [Piece]
    private let size: Int

    /// - Parameters:
    ///   - text: in the form that `TemplateText.written` gives.
    ///   - isHTML: whether values are escaped.
    init(_ text: String, isHTML: Bool, _ file: String) throws(CompositionFailure) {
        let source = try TemplateText(written: text, file: file)
        var kinds: [TemplateText.Tag.Kind] = []
        /// What each open section holds so far, below them the text itself.
        var levels: [[Piece]] = [[]]
        for (index, text) in source.texts(without: [.section, .inverted, .close]).enumerated() {
            if !text.isEmpty { levels[kinds.count].append(.text(text)) }
            guard index < source.tags.count else { break }
            let tag = source.tags[index]
            let path = Self.path(tag.name)
            switch tag.kind {
            case .section, .inverted:
                kinds.append(tag.kind)
                levels.append([])
            case .close:
                guard let kind = kinds.popLast() else { continue }
                let inner = levels.removeLast()
                levels[kinds.count].append(
                    kind == .section ? .section(path: path, inner) : .inverted(path: path, inner))
            case .variable: levels[kinds.count].append(.value(path: path, isHTML ? .html : .none))
            case .address: levels[kinds.count].append(.value(path: path, isHTML ? .address : .none))
            case .brace: levels[kinds.count].append(.text("{"))
            // Only what a layout has from the list: `PlaceholderScan` lets no other through.
            case .unescaped: levels[kinds.count].append(.value(path: path, .none))
            case .partial, .comment: continue
            }
        }
        pieces = levels[0]
        size = text.utf8.count
    }

    /// `["subscriber", "name"]`; nothing before a leading dot; nothing at all for the value that opened the section.
    private static func path(_ name: String) -> [String] {
        if name == "." { return [] }
        let parts = name.split(separator: ".").map(String.init)
        return name.utf8.first == UInt8(ascii: ".") ? [""] + parts : parts
    }

    func render(_ context: [String: Any]) -> String {
        var output = ""
        output.reserveCapacity(size + size / 8)
        Self.render(pieces, context, [], &output)
        return output
    }

    /// - Parameter stack: what the sections opened, the innermost last.
    private static func render(
        _ pieces: [Piece], _ context: [String: Any], _ stack: [Any], _ output: inout String
    ) {
        for piece in pieces {
            switch piece {
            case .text(let text): output += text
            case .value(let path, let escape):
                guard let value = value(path, context, stack) else { continue }
                let text = value as? String ?? String(describing: value)
                switch escape {
                case .none: output += text
                case .html: output += EscapedHTML.escaped(text)
                case .address: output += EscapedHTML.escaped(LinkAddress.harmless(text))
                }
            case .section(let path, let inner):
                switch value(path, context, stack) {
                case let values as [Any]: for value in values { render(inner, context, stack + [value], &output) }
                case let bool as Bool: if bool { render(inner, context, stack, &output) }
                case let value?: render(inner, context, stack + [value], &output)
                case nil: continue
                }
            case .inverted(let path, let inner):
                switch value(path, context, stack) {
                // What nearly all are: the other casts are dear.
                case is String: continue
                case let values as [Any]: if values.isEmpty { render(inner, context, stack, &output) }
                case let bool as Bool: if !bool { render(inner, context, stack, &output) }
                case _?: continue
                case nil: render(inner, context, stack, &output)
                }
            }
        }
    }

    /// The first part is looked for in what the sections opened, the innermost first, and in the context; the others
    /// within what it finds.
    private static func value(_ path: [String], _ context: [String: Any], _ stack: [Any]) -> Any? {
        guard let first = path.first else { return stack.last }
        if first.isEmpty { return within(stack.last ?? context, path.dropFirst()) }
        for object in stack.reversed() {
            guard let found = (object as? [String: Any])?[first] else { continue }
            return within(found, path.dropFirst())
        }
        return context[first].flatMap { within($0, path.dropFirst()) }
    }

    private static func within(_ value: Any, _ path: ArraySlice<String>) -> Any? {
        var value = value
        for name in path {
            guard let next = (value as? [String: Any])?[name] else { return nil }
            value = next
        }
        return value
    }
}
