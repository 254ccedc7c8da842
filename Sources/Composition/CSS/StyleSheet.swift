/// A style sheet of a page, apart into what can stand in elements, and what stays in the sheet alone.
struct StyleSheet {
    struct Rule {
        let selector: CSSSelector
        /// The number of its declarations among the sheet's.
        let block: Int
    }

    /// What no element can carry, so that readers whose programs drop style sheets do not see it.
    struct Kept: Sendable {
        /// `a:hover`, `@font-face`.
        let text: String
        let reason: String
    }

    private(set) var rules: [Rule] = []
    /// For each block, its declarations, those that are important apart; of those that say the same, the last.
    private(set) var blocks: [(usual: [String], important: [String])] = []
    private(set) var kept: [Kept] = []

    /// What programs that keep sheets do better is no loss to the others.
    private static let expected: Set<String> = ["media", "charset", "namespace"]
    private static let longestName = 80
    /// Of one sheet; those who say more mean no letter.
    static let mostSelectors = 20_000

    /// - Throws: `TooLarge`.
    init(_ bytes: [UInt8], in range: Range<Int>) throws(TooLarge) {
        let tokens = CSSTokenizer.tokens(bytes, in: range)
        let parser = CSSParser(tokens)
        for rule in parser.rules(in: bytes) {
            if let name = rule.atName {
                if !Self.expected.contains(name) {
                    keep("@\(name)", "mail programs do not do what it says")
                }
                continue
            }
            guard let block = rule.block else { continue }
            let head = Self.source(tokens[rule.prelude], bytes)
            guard !rule.isConditional, let declarations = parser.declarations(block) else {
                keep(head, "a section of the letter stands in it, or around it")
                continue
            }
            guard !declarations.isEmpty else { continue }
            let readings = CSSSelectorParser.readings(tokens[rule.prelude])
            guard !readings.contains(where: { if case .invalid = $0.reading { true } else { false } }) else {
                keep(head, "it is no selector")
                continue
            }
            for reading in readings {
                guard case .selector(let selector) = reading.reading else {
                    keep(Self.source(tokens[reading.range], bytes), "it cannot stand in an element")
                    continue
                }
                rules.append(Rule(selector: selector, block: blocks.count))
            }
            guard rules.count + kept.count <= Self.mostSelectors else { throw TooLarge() }
            func texts(important: Bool) -> [String] {
                var seen: Set<String> = []
                return declarations.reversed().filter { $0.isImportant == important }
                    .map { Self.text(tokens[$0.tokens], bytes) }.filter { seen.insert($0).inserted }.reversed()
            }
            blocks.append((texts(important: false), texts(important: true)))
        }
    }

    struct TooLarge: Error {}

    private mutating func keep(_ text: String, _ reason: String) {
        let scalars = text.unicodeScalars
        let short = scalars.count > Self.longestName ? String(scalars.prefix(Self.longestName)) + "…" : text
        kept.append(Kept(text: short, reason: reason))
    }

    private static func source(_ tokens: ArraySlice<CSSToken>, _ bytes: [UInt8]) -> String {
        guard let first = tokens.first(where: { $0.kind != .whitespace }),
            let last = tokens.last(where: { $0.kind != .whitespace })
        else { return "{" }
        return String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
    }

    /// For an attribute in double quotation marks: strings have the others, as far as they can.
    private static func text(_ tokens: ArraySlice<CSSToken>, _ bytes: [UInt8]) -> String {
        var result = ""
        var end = tokens.first?.range.lowerBound ?? 0
        for token in tokens {
            let raw = String(decoding: bytes[token.range], as: UTF8.self)
            switch token.kind {
            case .whitespace: result += " "
            case .string where !raw.utf8.contains(UInt8(ascii: "\\")) && !token.text.utf8.contains(0x27):
                result += "'\(token.text)'"
            // A comment stood before it.
            default: result += (token.range.lowerBound > end && !result.hasSuffix(" ") ? " " : "") + raw
            }
            end = token.range.upperBound
        }
        return result
    }
}
