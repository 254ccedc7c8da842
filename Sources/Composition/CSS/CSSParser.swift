/// The rules and declarations of a style sheet (CSS Syntax Level 3, section 5), found without recursion.
struct CSSParser {
    let tokens: [CSSToken]
    /// For each bracket and function that opens a block, the token that ends it, or the end.
    private let ends: [Int: Int]

    init(_ tokens: [CSSToken]) {
        self.tokens = tokens
        var ends: [Int: Int] = [:]
        var open: [(index: Int, close: UInt8)] = []
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .function: open.append((index, UInt8(ascii: ")")))
            case .open(UInt8(ascii: "(")): open.append((index, UInt8(ascii: ")")))
            case .open(UInt8(ascii: "[")): open.append((index, UInt8(ascii: "]")))
            case .open: open.append((index, UInt8(ascii: "}")))
            // One that ends nothing is a token like others.
            case .close(let byte) where open.last?.close == byte: ends[open.removeLast().index] = index
            default: continue
            }
        }
        for left in open { ends[left.index] = tokens.count }
        self.ends = ends
    }

    /// Behind the token and all that it opens, no further than `limit`.
    private func next(_ index: Int, _ limit: Int) -> Int { min(ends[index].map { $0 + 1 } ?? index + 1, limit) }

    func rules(in bytes: [UInt8]) -> [CSSRule] {
        var rules: [CSSRule] = []
        var (index, depth) = (0, 0)
        while index < tokens.count {
            switch tokens[index].kind {
            case .whitespace, .comment:
                index += 1
                continue
            case .placeholder:
                depth += tokens[index].sectionStep(in: bytes)
                index += 1
                continue
            default: break
            }
            var atName: String?
            if tokens[index].kind == .atKeyword { atName = tokens[index].text.lowercased() }
            let start = atName == nil ? index : index + 1
            var end = start
            while end < tokens.count, tokens[end].kind != .open(UInt8(ascii: "{")),
                atName == nil || tokens[end].kind != .semicolon
            { end = next(end, tokens.count) }
            guard end < tokens.count else {
                if atName != nil {
                    rules.append(CSSRule(atName: atName, prelude: start..<end, block: nil, isConditional: depth > 0))
                }
                break
            }
            let block = tokens[end].kind == .semicolon ? nil : end + 1..<max(end + 1, ends[end] ?? tokens.count)
            rules.append(CSSRule(atName: atName, prelude: start..<end, block: block, isConditional: depth > 0))
            index = next(end, tokens.count)
        }
        return rules
    }

    /// - Returns: nil when a section of the letter goes across declarations.
    func declarations(_ block: Range<Int>) -> [CSSDeclaration]? {
        var found: [CSSDeclaration] = []
        var index = block.lowerBound
        while index < block.upperBound {
            switch tokens[index].kind {
            case .whitespace, .semicolon:
                index += 1
                continue
            case .placeholder: return nil
            default: break
            }
            let start = index
            let isCustom = tokens[start].kind == .ident && tokens[start].text.hasPrefix("--")
            var isNested = tokens[start].kind == .atKeyword
            while index < block.upperBound, tokens[index].kind != .semicolon {
                let isBlock = tokens[index].kind == .open(UInt8(ascii: "{"))
                index = next(index, block.upperBound)
                if isBlock, !isCustom {
                    isNested = true
                    break
                }
            }
            if !isNested, let declaration = declaration(start..<index) { found.append(declaration) }
        }
        return found
    }

    private func declaration(_ range: Range<Int>) -> CSSDeclaration? {
        guard tokens[range.lowerBound].kind == .ident else { return nil }
        let name = tokens[range.lowerBound].text
        guard let colon = nextSolid(range.lowerBound + 1, range.upperBound), tokens[colon].kind == .colon,
            nextSolid(colon + 1, range.upperBound) != nil,
            !tokens[range].contains(where: { $0.kind == .badString || $0.kind == .badURL })
        else { return nil }
        var end = lastSolid(range.lowerBound, range.upperBound)
        var isImportant = false
        if tokens[end - 1].kind == .ident, tokens[end - 1].text.lowercased() == "important" {
            let mark = lastSolid(range.lowerBound, end - 1)
            if tokens[mark - 1].kind == .delimiter(UInt8(ascii: "!")) {
                isImportant = true
                end = lastSolid(range.lowerBound, mark - 1)
            }
        }
        guard end > colon + 1 else { return nil }
        return CSSDeclaration(
            name: name.hasPrefix("--") ? name : name.lowercased(), tokens: range.lowerBound..<end,
            isImportant: isImportant)
    }

    private func nextSolid(_ start: Int, _ end: Int) -> Int? {
        (start..<max(start, end)).first { tokens[$0].kind != .whitespace }
    }

    /// Behind the last token that is no white space.
    private func lastSolid(_ start: Int, _ end: Int) -> Int {
        var index = end
        while index > start + 1, tokens[index - 1].kind == .whitespace { index -= 1 }
        return index
    }
}

extension CSSToken {
    /// How a placeholder changes the number of open sections.
    func sectionStep(in bytes: [UInt8]) -> Int {
        switch bytes[range.lowerBound + 2] {
        case UInt8(ascii: "#"), UInt8(ascii: "^"): 1
        case UInt8(ascii: "/"): -1
        default: 0
        }
    }
}
