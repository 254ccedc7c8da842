/// The Mustache tags of a text, found before anything else reads it.
///
/// All is found in octets: a name may be followed by a joiner, a vowel sign or an accent, which would make one character
/// of the bracket before it and of itself.
struct TemplateText: Sendable {
    struct Tag: Sendable {
        enum Kind: Sendable {
            case variable, unescaped, section, inverted, close, partial, comment
            /// Of the written form alone: an address that a link leads to, and a `{` that opens nothing.
            case address, brace
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

    /// An author's text. `\{{` is two brackets that open nothing.
    ///
    /// - Parameters:
    ///   - firstLine: the number of the text's first line in its file, from 1.
    ///   - literal: the offsets, in octets, of further `{{` that open nothing.
    init(_ text: String, file: String, firstLine: Int = 1, literal: Set<Int> = []) throws(CompositionFailure) {
        try self.init(text, file: file, firstLine: firstLine, literal: literal, isWritten: false)
    }

    /// A text in the form that `written` gives it.
    ///
    /// - Throws: where what made the text put sections across each other.
    init(written text: String, file: String) throws(CompositionFailure) {
        do { try self.init(text, file: file, firstLine: 1, literal: [], isWritten: true) } catch {
            throw CompositionFailure(
                "\(file): Markdown and placeholders do not nest here; put {{#…}} and {{/…}} on lines of their own")
        }
    }

    private init(
        _ text: String, file: String, firstLine: Int, literal: Set<Int>, isWritten: Bool
    ) throws(CompositionFailure) {
        let bytes = Array(text.utf8)
        var (start, at, line) = (0, 0, firstLine)
        var before: [UInt8] = []
        var open: [Tag] = []
        while at + 1 < bytes.count {
            guard bytes[at] == Self.brace, bytes[at + 1] == Self.brace else {
                if bytes[at] == 0x0A { line += 1 }
                at += 1
                continue
            }
            if !isWritten, literal.contains(at) || Self.isEscaped(at, from: start, in: bytes) {
                before += bytes[start..<(literal.contains(at) ? at : at - 1)] + [Self.brace, Self.brace]
                at += 2
                start = at
                continue
            }
            let isTriple = at + 2 < bytes.count && bytes[at + 2] == Self.brace
            let closing = Array((isTriple ? "}}}" : "}}").utf8)
            let inner = at + (isTriple ? 3 : 2)
            guard let end = bytes[inner...].firstRange(of: closing) else {
                throw CompositionFailure(
                    line: line, "\(file): {{ is not closed; write }} behind the name, or \\{{ for two brackets")
            }
            let source = String(decoding: bytes[at..<end.upperBound], as: UTF8.self)
            let tag = try Self.tag(
                String(decoding: bytes[inner..<end.lowerBound], as: UTF8.self), source: source, isTriple: isTriple,
                isWritten: isWritten, file: file, line: line)
            if tag.kind == .section || tag.kind == .inverted { open.append(tag) }
            if tag.kind == .close {
                guard let last = open.popLast(), last.name == tag.name else {
                    throw CompositionFailure(
                        line: line,
                        "\(file): \(source) closes nothing that is open here; write {{#\(tag.name)}} before it")
                }
            }
            // What is written has each default as a section, and brackets as tags.
            guard open.count <= Self.deepest + (isWritten ? Self.deepest : 0), isWritten || tags.count < Self.most
            else {
                throw CompositionFailure(
                    line: line,
                    "\(file): there are more than \(Self.deepest) sections within each other, or \(Self.most) placeholders"
                )
            }
            texts.append(String(decoding: before + bytes[start..<at], as: UTF8.self))
            before = []
            tags.append(tag)
            line += source.utf8.count { $0 == 0x0A }
            at = end.upperBound
            start = at
        }
        if let last = open.last {
            throw CompositionFailure(
                line: last.line, "\(file): \(last.source) is not closed; write {{/\(last.name)}} behind it")
        }
        texts.append(String(decoding: before + bytes[start...], as: UTF8.self))
    }

    private static let brace = UInt8(ascii: "{")

    /// Whether an odd number of backslashes stands before.
    private static func isEscaped(_ at: Int, from start: Int, in bytes: [UInt8]) -> Bool {
        var first = at
        while first > start, bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
        return (at - first) % 2 == 1
    }

    private static func tag(
        _ inner: String, source: String, isTriple: Bool, isWritten: Bool, file: String, line: Int
    ) throws(CompositionFailure) -> Tag {
        var name = inner.unicodeScalars.drop { $0 == " " }
        var kind = Tag.Kind.variable
        if isTriple {
            kind = .unescaped
        } else if let mark = name.first, let marked = Self.kind(mark, isWritten: isWritten) {
            kind = marked
            name = name.dropFirst()
        } else if let mark = name.first, "=%<$".unicodeScalars.contains(mark) {
            throw CompositionFailure(
                line: line,
                "\(file): \(source) is not for letters; there are {{name}}, {{name|default}}, {{#name}}, {{^name}}, "
                    + "{{/name}}, {{>partial}}, {{!comment}}; two brackets are \\{{")
        }
        if kind == .comment || kind == .brace {
            return Tag(kind: kind, name: "", fallback: nil, source: source, line: line)
        }
        let parts = name.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let plain = parts.first?.trimmedOfSpaces ?? ""
        let fallback = parts.count > 1 ? parts[1].trimmedOfSpaces : nil
        guard isName(plain), fallback == nil || kind == .variable else {
            throw CompositionFailure(
                line: line,
                "\(file): \(source) is no placeholder; write {{subscriber.name}} or {{subscriber.name|reader}}, "
                    + "or \\{{ for two brackets")
        }
        return Tag(kind: kind, name: plain, fallback: fallback, source: source, line: line)
    }

    private static func kind(_ mark: Unicode.Scalar, isWritten: Bool) -> Tag.Kind? {
        switch mark {
        case "&": .unescaped
        case "#": .section
        case "^": .inverted
        case "/": .close
        case ">": .partial
        case "!": .comment
        case "%" where isWritten: .address
        case "=" where isWritten: .brace
        default: nil
        }
    }

    private static func isName(_ name: String) -> Bool {
        name == "."
            || !name.isEmpty
                && name.unicodeScalars.allSatisfy {
                    switch $0.properties.generalCategory {
                    case .nonspacingMark, .spacingMark, .enclosingMark: true
                    default:
                        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0.properties.isJoinControl
                            || "._-".unicodeScalars.contains($0)
                    }
                }
    }

    // MARK: - The written form

    /// The text in one form: each name without blanks, each default as a section, no comments, and a `{{` only where a
    /// tag begins. HTML's syntax is untouched by it.
    ///
    /// - Parameters:
    ///   - text: changes each piece between the tags.
    ///   - escape: changes each default.
    ///   - replace: what stands in a tag's place, itself in this form; nil: the tag.
    func written(
        text: (String) -> String = { $0 }, escape: (String) -> String = { $0 }, replace: (Tag) -> String? = { _ in nil }
    ) -> String {
        var result = ""
        let texts = texts(without: [.comment, .partial])
        for (index, piece) in texts.enumerated() {
            result += Self.literal(text(piece))
            if index < tags.count { result += replace(tags[index]) ?? Self.written(tags[index], escape: escape) }
        }
        return result
    }

    static func written(_ tag: Tag, escape: (String) -> String) -> String {
        switch tag.kind {
        case .comment: return ""
        case .brace: return "{{=}}"
        case .variable:
            guard let fallback = tag.fallback else { return "{{\(tag.name)}}" }
            return "{{\(tag.name)}}{{^\(tag.name)}}\(literal(escape(fallback)))" + "{{/\(tag.name)}}"
        case .unescaped: return "{{&\(tag.name)}}"
        case .section: return "{{#\(tag.name)}}"
        case .inverted: return "{{^\(tag.name)}}"
        case .close: return "{{/\(tag.name)}}"
        case .partial: return "{{>\(tag.name)}}"
        case .address: return "{{%\(tag.name)}}"
        }
    }

    /// Text in which no bracket opens a tag, whatever follows it.
    static func literal(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(brace) else { return text }
        var output: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let opens = byte == brace && (index + 1 == bytes.count || bytes[index + 1] == brace)
            if opens { output += Array("{{=}}".utf8) } else { output.append(byte) }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The texts, where a tag of these kinds that stands alone on its line takes the line away with it.
    func texts(without kinds: Set<Tag.Kind>) -> [String] {
        var result = texts
        for (index, tag) in tags.enumerated() where kinds.contains(tag.kind) {
            let (before, after) = (texts[index].utf8, texts[index + 1].utf8)
            let lead = before.reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
            let isFirst = lead == before.count ? index == 0 : before.dropLast(lead).last == 0x0A
            let trail = after.prefix { $0 == 0x20 || $0 == 0x09 }.count
            let isLast = trail == after.count ? index + 1 == tags.count : after.dropFirst(trail).first == 0x0A
            guard isFirst, isLast else { continue }
            result[index] = String(Substring(result[index].utf8.dropLast(lead)))
            result[index + 1] = String(
                Substring(result[index + 1].utf8.dropFirst(trail + (trail == after.count ? 0 : 1))))
        }
        return result
    }
}

extension Substring.UnicodeScalarView {
    fileprivate var trimmedOfSpaces: String {
        let end = lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex
        return String(Substring(self[..<end].drop { $0 == " " }))
    }
}
