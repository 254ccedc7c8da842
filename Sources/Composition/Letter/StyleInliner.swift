/// Gives each element the style that the page's own style sheets say it has: mail programs drop style sheets.
///
/// The sheets stay where they are: who keeps them also has what cannot stand in an element, dark colours for instance.
struct StyleInliner {
    /// The start of an element.
    struct Tag {
        let name: String
        var classes: [String] = []
        var id: String?
    }

    /// Elements that have no end (HTML, section 13.1.2).
    private static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
    private static let deepest = 256

    static func inlined(_ html: String) -> String {
        let sheets = html.matches(of: /(?is)<style\b[^>]*>(.*?)<\/style>/).map { String($0.1) }
        let sheet = StyleSheet(sheets.joined(separator: "\n"))
        guard !sheet.rules.isEmpty else { return html }
        var open: [Tag] = []
        var result = ""
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            result += rest[..<start]
            rest = rest[start...]
            let after = rest.dropFirst()
            if after.hasPrefix("!--") {
                let end = rest.firstRange(of: "-->")?.upperBound ?? rest.endIndex
                result += rest[..<end]
                rest = rest[end...]
                continue
            }
            let end = end(ofTag: rest)
            let text = rest[..<end]
            rest = rest[end...]
            if after.first == "/" {
                let name = after.dropFirst().prefix(while: isName).lowercased()
                if let index = open.lastIndex(where: { $0.name == name }) { open.removeSubrange(index...) }
                result += text
                continue
            }
            let name = after.prefix(while: isName).lowercased()
            guard !name.isEmpty else {
                result += text
                continue
            }
            if name == "style" || name == "script" {
                // What is within is no HTML.
                let close = rest.firstRange(of: "</\(name)")?.lowerBound ?? rest.endIndex
                result += text + rest[..<close]
                rest = rest[close...]
                continue
            }
            let tag = tag(name, text)
            let style = sheet.rules.filter { matches($0.path, tag, open) }
                .map { $0.declarations.last == ";" ? $0.declarations : $0.declarations + ";" }.joined(separator: " ")
            result += style.isEmpty ? String(text) : styled(text, name, style)
            if !void.contains(name), !text.hasSuffix("/>"), open.count < deepest { open.append(tag) }
        }
        return result + rest
    }

    private static func isName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-")
    }

    /// Behind the `>` that is not within quotes.
    private static func end(ofTag text: Substring) -> String.Index {
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ">" {
                return text.index(after: index)
            }
        }
        return text.endIndex
    }

    private static func tag(_ name: String, _ text: Substring) -> Tag {
        Tag(
            name: name,
            classes: (attribute("class", in: text) ?? "").split(whereSeparator: \.isWhitespace).map(String.init),
            id: attribute("id", in: text).map(String.init))
    }

    private static func attribute(_ name: String, in text: Substring) -> Substring? {
        for match in text.matches(of: /\s([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/)
        where match.1.lowercased() == name {
            return match.2 ?? match.3
        }
        return nil
    }

    /// Whether the last of the path is this element and the others are its ancestors, in order.
    private static func matches(_ path: [StyleSheet.Compound], _ tag: Tag, _ ancestors: [Tag]) -> Bool {
        guard let last = path.last, last.matches(tag) else { return false }
        var wanted = path.dropLast()
        for ancestor in ancestors.reversed() {
            guard let next = wanted.last else { return true }
            if next.matches(ancestor) { wanted = wanted.dropLast() }
        }
        return wanted.isEmpty
    }

    /// The author's own `style` comes last, and so wins.
    private static func styled(_ text: Substring, _ name: String, _ style: String) -> String {
        let style = style.replacing("\"", with: "'").replacing(/\s+/, with: " ")
        if let own = text.firstMatch(of: /\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/.ignoresCase()) {
            let kept = (own.1 ?? own.2 ?? "").replacing("\"", with: "'")
            return text.replacingCharacters(own.range, " style=\"\(style) \(kept)\"")
        }
        return "<\(text.dropFirst().prefix(name.count)) style=\"\(style)\"" + text.dropFirst(name.count + 1)
    }
}

extension Substring {
    fileprivate func replacingCharacters(_ range: Range<String.Index>, _ text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
