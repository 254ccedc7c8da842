import MailCore

/// The Mustache tags of a text, found before anything else reads it.
struct TemplateText {
    struct Tag {
        enum Kind {
            case variable, unescaped, section, inverted, close, partial, comment
        }
        let kind: Kind
        let name: String
        let fallback: String?
        /// As it was written.
        let source: String
        let line: Int
    }

    /// Text and tags in turn: one text more than there are tags.
    private(set) var texts: [String] = []
    private(set) var tags: [Tag] = []

    private static let deepest = 32
    private static let most = 10_000

    /// - Parameter firstLine: the number of the text's first line in its file, from 1.
    init(_ text: String, file: String, firstLine: Int = 1) throws(CompositionFailure) {
        var rest = text[...]
        var line = firstLine
        var open: [Tag] = []
        while let start = rest.firstRange(of: "{{") {
            let before = rest[..<start.lowerBound]
            line += before.utf8.count { $0 == 0x0A }
            texts.append(String(before))
            let isTriple = rest[start.upperBound...].hasPrefix("{")
            let closing = isTriple ? "}}}" : "}}"
            guard let end = rest[start.upperBound...].firstRange(of: closing) else {
                throw CompositionFailure(line: line, "\(file): {{ is not closed; write }} behind the name")
            }
            let source = String(rest[start.lowerBound..<end.upperBound])
            let inner = rest[start.upperBound..<end.lowerBound].dropFirst(isTriple ? 1 : 0)
            let tag = try Self.tag(String(inner), source: source, isTriple: isTriple, file: file, line: line)
            if tag.kind == .section || tag.kind == .inverted { open.append(tag) }
            if tag.kind == .close {
                guard let last = open.popLast(), last.name == tag.name else {
                    throw CompositionFailure(
                        line: line,
                        "\(file): \(source) closes nothing that is open here; write {{#\(tag.name)}} before it")
                }
            }
            guard open.count <= Self.deepest, tags.count < Self.most else {
                throw CompositionFailure(
                    line: line,
                    "\(file): there are more than \(Self.deepest) sections within each other, or \(Self.most) placeholders"
                )
            }
            tags.append(tag)
            line += source.utf8.count { $0 == 0x0A }
            rest = rest[end.upperBound...]
        }
        if let last = open.last {
            throw CompositionFailure(
                line: last.line, "\(file): \(last.source) is not closed; write {{/\(last.name)}} behind it")
        }
        texts.append(String(rest))
    }

    private static func tag(
        _ inner: String, source: String, isTriple: Bool, file: String, line: Int
    ) throws(CompositionFailure) -> Tag {
        var name = inner.drop { $0 == " " }
        let kind: Tag.Kind
        switch name.first {
        case _ where isTriple: kind = .unescaped
        case "&": kind = .unescaped
        case "#": kind = .section
        case "^": kind = .inverted
        case "/": kind = .close
        case ">": kind = .partial
        case "!": kind = .comment
        case "=", "%", "<", "$":
            throw CompositionFailure(
                line: line,
                "\(file): \(source) is not for letters; there are {{name}}, {{name|default}}, {{#name}}, {{^name}}, {{/name}}, {{>partial}}, {{!comment}}"
            )
        default: kind = .variable
        }
        if kind != .variable, !isTriple { name = name.dropFirst() }
        if kind == .comment { return Tag(kind: kind, name: "", fallback: nil, source: source, line: line) }
        let parts = name.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let plain = (parts.first ?? "").trimming()
        let fallback = parts.count > 1 ? parts[1].trimming() : nil
        let isName =
            plain == "."
            || !plain.isEmpty
                && plain.unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil || "._-".unicodeScalars.contains($0)
                }
        guard isName, fallback == nil || kind == .variable else {
            throw CompositionFailure(
                line: line,
                "\(file): \(source) is no placeholder; write {{subscriber.name}} or {{subscriber.name|reader}}")
        }
        return Tag(kind: kind, name: plain, fallback: fallback, source: source, line: line)
    }

    /// The text as Mustache, each piece between the tags changed by `text`, each default by `escape`.
    func mustache(text: (String) -> String = { $0 }, escape: (String) -> String = { $0 }) -> String {
        var result = text(texts.first ?? "")
        for (tag, following) in zip(tags, texts.dropFirst()) {
            result += Self.mustache(tag, escape: escape) + text(following)
        }
        return result
    }

    static func mustache(_ tag: Tag, escape: (String) -> String) -> String {
        guard let fallback = tag.fallback else { return tag.source }
        return "{{\(tag.name)}}{{^\(tag.name)}}\(escape(fallback))"
            + "{{/\(tag.name)}}"
    }
}

extension Substring {
    fileprivate func trimming() -> String {
        let end = lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex
        return String(self[..<end].drop { $0 == " " })
    }
}
