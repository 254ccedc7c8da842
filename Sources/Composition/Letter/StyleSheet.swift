/// The rules of a style sheet that can stand in `style` attributes: those without `@`, pseudo-classes and siblings.
struct StyleSheet {
    /// An element as a selector asks for it: `td.lead#first`.
    struct Compound: Equatable {
        var element: String?
        var classes: [String] = []
        var id: String?

        func matches(_ tag: StyleInliner.Tag) -> Bool {
            (element == nil || element == tag.name) && (id == nil || id == tag.id)
                && classes.allSatisfy(tag.classes.contains)
        }
    }

    struct Rule: Equatable {
        /// The element itself last, its ancestors before it.
        var path: [Compound]
        /// `color: red; margin: 0`.
        var declarations: String
        /// As CSS counts it (Selectors Level 4, section 17), in one number.
        var specificity: Int
    }

    /// In the order in which a later one wins.
    private(set) var rules: [Rule] = []

    private static let most = 2000

    init(_ text: String) {
        var rest = Self.withoutComments(text)[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == ";" }), rules.count < Self.most {
            let head = rest[..<open].trimmed
            if rest[open] == ";" {
                // `@import ...;` has no block.
                rest = rest[rest.index(after: open)...]
                continue
            }
            let end = Self.end(ofBlock: rest, from: open)
            let inner = rest[rest.index(after: open)..<end].trimmed
            rest = end < rest.endIndex ? rest[rest.index(after: end)...] : ""
            guard !head.hasPrefix("@"), !inner.isEmpty, !inner.contains("{") else { continue }
            for selector in head.split(separator: ",") {
                if let rule = Self.rule(selector.trimmed, String(inner)) { rules.append(rule) }
            }
        }
        rules = rules.enumerated().sorted {
            ($0.element.specificity, $0.offset) < ($1.element.specificity, $1.offset)
        }.map(\.element)
    }

    private static func withoutComments(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "/*") {
            result += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstRange(of: "*/") else { return result }
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    private static func end(ofBlock text: Substring, from open: String.Index) -> String.Index {
        var depth = 0
        for index in text[open...].indices {
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return text.endIndex
    }

    private static func rule(_ selector: Substring, _ declarations: String) -> Rule? {
        guard !selector.isEmpty, !selector.contains(where: { ":[]+~*>@".contains($0) }) else { return nil }
        let path = selector.split(whereSeparator: \.isWhitespace).map(compound)
        guard path.allSatisfy({ $0 != nil }) else { return nil }
        let parts = path.compactMap(\.self)
        let specificity = parts.reduce(0) {
            $0 + ($1.id == nil ? 0 : 1_000_000) + $1.classes.count * 1000 + ($1.element == nil ? 0 : 1)
        }
        return Rule(path: parts, declarations: declarations, specificity: specificity)
    }

    private static func compound(_ text: Substring) -> Compound? {
        var result = Compound()
        var rest = text
        let name = rest.prefix { $0 != "." && $0 != "#" }
        if !name.isEmpty { result.element = name.lowercased() }
        rest = rest.dropFirst(name.count)
        while let mark = rest.first {
            let word = rest.dropFirst().prefix { $0 != "." && $0 != "#" }
            guard !word.isEmpty else { return nil }
            if mark == "#" { result.id = String(word) } else { result.classes.append(String(word)) }
            rest = rest.dropFirst(word.count + 1)
        }
        return result
    }
}

extension Substring {
    /// Without white space at the ends.
    var trimmed: Substring {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return self[start...end]
    }
}
