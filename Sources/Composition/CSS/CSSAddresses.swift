/// The addresses in a style sheet or a `style` attribute: `url(…)`, `image-set("…")`, `@import "…"`.
enum CSSAddresses {
    /// What stands in the place of the addresses for which `change` gives another.
    static func changed(
        _ bytes: [UInt8], in range: Range<Int>? = nil,
        _ change: (String) throws(CompositionFailure) -> String?
    ) throws(CompositionFailure) -> [(range: Range<Int>, text: String)] {
        var result: [(range: Range<Int>, text: String)] = []
        var functions: [String] = []
        var isImport = false
        for token in CSSTokenizer.tokens(bytes, in: range) {
            switch token.kind {
            case .url:
                if let other = try change(token.text) { result.append((token.range, "url(\(other))")) }
            case .function: functions.append(token.text.lowercased())
            case .open: functions.append("")
            case .close: _ = functions.popLast()
            case .atKeyword: isImport = token.text.lowercased() == "import"
            case .semicolon: isImport = false
            case .string:
                let function = functions.last ?? ""
                guard isImport || function == "url" || function == "src" || function.hasSuffix("image-set") else {
                    continue
                }
                if let other = try change(token.text) {
                    let mark = bytes[token.range.lowerBound] == 0x27 ? "'" : "\""
                    result.append((token.range, "\(mark)\(other)\(mark)"))
                }
            default: continue
            }
        }
        return result
    }
}
