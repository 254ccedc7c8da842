/// Reads the selectors before a rule's block (Selectors Level 4, section 19).
struct CSSSelectorParser {
    enum Reading {
        case selector(CSSSelector)
        /// It depends on what an element's own style cannot say, such as `:hover`.
        case other
        /// It is none, and with it the whole rule.
        case invalid
    }

    private let tokens: ArraySlice<CSSToken>
    private var at: Int

    /// Of one selector.
    static let mostCompounds = 64

    /// Attributes whose values HTML compares without regard to case (HTML standard, 4.16.2).
    private static let foldedAttributes: Set<String> = [
        "align", "alink", "bgcolor", "charset", "color", "dir", "face", "lang", "link", "media", "method", "nowrap",
        "rel", "rules", "scope", "shape", "target", "text", "type", "valign", "vlink",
    ]

    /// Each selector of the list with its tokens.
    static func readings(_ tokens: ArraySlice<CSSToken>) -> [(reading: Reading, range: Range<Int>)] {
        var result: [(reading: Reading, range: Range<Int>)] = []
        var (start, depth) = (tokens.startIndex, 0)
        for index in tokens.indices {
            switch tokens[index].kind {
            case .function, .open: depth += 1
            case .close: depth -= 1
            case .comma where depth <= 0:
                result.append((reading(tokens[start..<index]), start..<index))
                start = index + 1
            default: continue
            }
        }
        result.append((reading(tokens[start...]), start..<tokens.endIndex))
        return result
    }

    private static func reading(_ tokens: ArraySlice<CSSToken>) -> Reading {
        let start = tokens.drop { $0.kind == .whitespace }
        let end = start.lastIndex { $0.kind != .whitespace }.map { $0 + 1 } ?? start.startIndex
        guard end > start.startIndex else { return .invalid }
        var parser = CSSSelectorParser(tokens: start[start.startIndex..<end], at: start.startIndex)
        return parser.read()
    }

    private init(tokens: ArraySlice<CSSToken>, at: Int) {
        self.tokens = tokens
        self.at = at
    }

    private var kind: CSSToken.Kind? { at < tokens.endIndex ? tokens[at].kind : nil }

    private func isDelimiter(_ character: Unicode.Scalar, at index: Int) -> Bool {
        index < tokens.endIndex && tokens[index].kind == .delimiter(UInt8(ascii: character))
    }

    private mutating func read() -> Reading {
        var selector = CSSSelector()
        while true {
            var compound = CSSSelector.Compound()
            let start = at
            while let kind, let result = take(kind, isFirst: at == start, &compound, &selector.specificity) {
                if case .selector = result { continue }
                return result
            }
            guard at > start else { return .invalid }
            selector.compounds.append(compound)
            guard kind != nil else { return .selector(selector) }
            guard selector.compounds.count < Self.mostCompounds else { return .other }
            guard let combinator = combinator() else { return .invalid }
            selector.combinators.append(combinator)
        }
    }

    private mutating func combinator() -> CSSSelector.Combinator? {
        let hasSpace = kind == .whitespace
        if hasSpace { at += 1 }
        let found: CSSSelector.Combinator? =
            switch kind {
            case .delimiter(UInt8(ascii: ">")): .child
            case .delimiter(UInt8(ascii: "+")): .adjacent
            case .delimiter(UInt8(ascii: "~")): .sibling
            default: nil
            }
        guard let found else { return hasSpace ? .descendant : nil }
        at += 1
        if kind == .whitespace { at += 1 }
        return found
    }

    /// - Returns: nil when the compound ends here; `.selector` when something was taken.
    private mutating func take(
        _ kind: CSSToken.Kind, isFirst: Bool, _ compound: inout CSSSelector.Compound,
        _ specificity: inout CSSSelector.Specificity
    ) -> Reading? {
        let taken = Reading.selector(CSSSelector())
        switch kind {
        case .ident:
            guard isFirst else { return .invalid }
            compound.element = tokens[at].text.lowercased()
            specificity.elements += 1
        case .delimiter(UInt8(ascii: "*")):
            guard isFirst else { return .invalid }
        case .hash(let isID):
            guard isID, compound.id == nil || compound.id == tokens[at].text else { return isID ? .other : .invalid }
            compound.id = tokens[at].text
            specificity.ids += 1
        case .delimiter(UInt8(ascii: ".")):
            guard at + 1 < tokens.endIndex, tokens[at + 1].kind == .ident else { return .invalid }
            at += 1
            compound.classes.append(tokens[at].text)
            specificity.classes += 1
        case .open(UInt8(ascii: "[")):
            specificity.classes += 1
            return attribute(&compound)
        case .colon:
            guard at + 1 < tokens.endIndex, tokens[at + 1].kind == .ident else {
                let next = at + 1 < tokens.endIndex ? tokens[at + 1].kind : nil
                return next == .colon || next == .function ? .other : .invalid
            }
            switch tokens[at + 1].text.lowercased() {
            case "first-child": compound.isFirst = true
            case "last-child": compound.isLast = true
            default: return .other
            }
            at += 1
            specificity.classes += 1
        case .delimiter(UInt8(ascii: "&")), .delimiter(UInt8(ascii: "|")), .placeholder: return .other
        case .whitespace, .delimiter(UInt8(ascii: ">")), .delimiter(UInt8(ascii: "+")), .delimiter(UInt8(ascii: "~")):
            return nil
        default: return .invalid
        }
        at += 1
        return taken
    }

    private mutating func attribute(_ compound: inout CSSSelector.Compound) -> Reading {
        at += 1
        skipSpace()
        guard kind == .ident else { return .invalid }
        var test = CSSAttributeTest(name: tokens[at].text.lowercased())
        at += 1
        skipSpace()
        if kind != .close(UInt8(ascii: "]")) {
            guard case .delimiter(let mark)? = kind else { return .invalid }
            let relations: [UInt8: CSSAttributeTest.Relation] = [
                UInt8(ascii: "~"): .word, UInt8(ascii: "|"): .language, UInt8(ascii: "^"): .prefix,
                UInt8(ascii: "$"): .suffix, UInt8(ascii: "*"): .part,
            ]
            if let relation = relations[mark] {
                test.relation = relation
                at += 1
                guard isDelimiter("=", at: at) else { return test.relation == .language ? .other : .invalid }
            } else {
                guard isDelimiter("=", at: at) else { return .invalid }
                test.relation = .equal
            }
            at += 1
            skipSpace()
            guard kind == .ident || kind == .string else { return kind == .placeholder ? .other : .invalid }
            test.value = tokens[at].text
            guard !test.value.utf8.contains(UInt8(ascii: "{")) else { return .other }
            at += 1
            skipSpace()
            test.ignoresCase = Self.foldedAttributes.contains(test.name)
            if kind == .ident {
                let flag = tokens[at].text.lowercased()
                guard flag == "i" || flag == "s" else { return .invalid }
                test.ignoresCase = flag == "i"
                at += 1
                skipSpace()
            }
        }
        guard kind == .close(UInt8(ascii: "]")) else { return .invalid }
        at += 1
        compound.attributes.append(test)
        return .selector(CSSSelector())
    }

    private mutating func skipSpace() { while kind == .whitespace { at += 1 } }
}
