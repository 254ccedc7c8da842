/// Cuts HTML into tokens as the HTML standard's tokenizer does (13.2.5), in one pass; every octet is in one token.
///
/// Placeholders within tags are part of names and values; a section's tags there are neither.
struct HTMLTokenizer {
    private let bytes: [UInt8]
    private let end: Int
    private var at: Int
    /// The element whose raw text comes next.
    private var raw = ""
    /// How deep within SVG or MathML, where there is no raw text, and CDATA is text.
    private var foreignDepth = 0

    /// - Parameter range: nil takes all.
    static func tokens(_ bytes: [UInt8], in range: Range<Int>? = nil) -> [HTMLToken] {
        var tokenizer = HTMLTokenizer(bytes: bytes, range ?? 0..<bytes.count)
        var tokens: [HTMLToken] = []
        while let token = tokenizer.next() { tokens.append(token) }
        return tokens
    }

    private init(bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        at = range.lowerBound
        end = range.upperBound
    }

    private mutating func next() -> HTMLToken? {
        guard at < end else { return nil }
        let start = at
        if !raw.isEmpty {
            let name = raw
            raw = ""
            at = RawText.end(of: name, in: bytes[start..<end])
            if at > start { return HTMLToken(kind: .rawText, range: start..<at, name: name) }
        }
        guard let kind = opens(start) else {
            at = start + 1
            while at < end, bytes[at] != UInt8(ascii: "<") || opens(at) == nil { at += 1 }
            return HTMLToken(kind: .text, range: start..<at)
        }
        switch kind {
        case .startTag, .endTag: return tag(kind, from: start)
        case .comment: at = commentEnd(start)
        default: at = declarationEnd(start)
        }
        return HTMLToken(kind: kind, range: start..<at)
    }

    /// What the `<` there begins (13.2.5.6 and .42); nil: text.
    private func opens(_ index: Int) -> HTMLToken.Kind? {
        guard bytes[index] == UInt8(ascii: "<"), index + 1 < end else { return nil }
        switch bytes[index + 1] {
        case let byte where byte.isASCIILetter: return .startTag
        case UInt8(ascii: "/"):
            guard index + 2 < end else { return nil }
            return bytes[index + 2].isASCIILetter ? .endTag : .declaration
        case UInt8(ascii: "!"): return bytes[index..<end].dropFirst(2).starts(with: "--".utf8) ? .comment : .declaration
        case UInt8(ascii: "?"): return .declaration
        default: return nil
        }
    }

    /// 13.2.5.43 to .51: `-->`, `--!>`, and at once `>` or `->`.
    private func commentEnd(_ start: Int) -> Int {
        var index = start + 4
        if bytes[index..<end].starts(with: ">".utf8) { return index + 1 }
        if bytes[index..<end].starts(with: "->".utf8) { return index + 2 }
        while index + 2 < end {
            if bytes[index] == UInt8(ascii: "-"), bytes[index + 1] == UInt8(ascii: "-") {
                if bytes[index + 2] == UInt8(ascii: ">") { return index + 3 }
                if bytes[index + 2] == UInt8(ascii: "!"), index + 3 < end, bytes[index + 3] == UInt8(ascii: ">") {
                    return index + 4
                }
            }
            index += 1
        }
        return end
    }

    private func declarationEnd(_ start: Int) -> Int {
        if foreignDepth > 0, bytes[start..<end].starts(with: "<![CDATA[".utf8) {
            return bytes[start..<end].firstRange(of: Array("]]>".utf8))?.upperBound ?? end
        }
        return bytes[start..<end].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? end
    }

    // MARK: - Tags (13.2.5.8, .32 to .40)

    private mutating func tag(_ kind: HTMLToken.Kind, from start: Int) -> HTMLToken {
        let nameStart = start + (kind == .startTag ? 1 : 2)
        at = nameStart
        while at < end, !bytes[at].isMarkupSpace, bytes[at] != UInt8(ascii: "/"), bytes[at] != UInt8(ascii: ">") {
            at += 1
        }
        let nameEnd = at
        var attributes: [HTMLAttribute] = []
        var depth = 0
        while at < end {
            switch bytes[at] {
            case UInt8(ascii: ">"):
                let isSelfClosing =
                    at > nameStart && bytes[at - 1] == UInt8(ascii: "/")
                    && (attributes.last?.range.upperBound ?? nameEnd) < at
                at += 1
                let token = HTMLToken(
                    kind: kind, range: start..<at, name: lowercased(nameStart..<nameEnd), nameEnd: nameEnd,
                    attributes: attributes, isSelfClosing: isSelfClosing)
                enter(token)
                return token
            case let byte where byte.isMarkupSpace || byte == UInt8(ascii: "/"): at += 1
            default:
                if let section = sectionTag(at) {
                    depth += section.opens ? 1 : -1
                    at = section.end
                } else {
                    attributes.append(attribute(isConditional: depth > 0))
                }
            }
        }
        return HTMLToken(kind: .broken, range: start..<end)
    }

    private mutating func attribute(isConditional: Bool) -> HTMLAttribute {
        let start = at
        // A = in front is the name's first octet.
        at += 1
        while at < end, !bytes[at].isMarkupSpace, bytes[at] != UInt8(ascii: "/"), bytes[at] != UInt8(ascii: ">"),
            bytes[at] != UInt8(ascii: "="), sectionTag(at) == nil
        { at = placeholderEnd(at) ?? at + 1 }
        let name = lowercased(start..<at)
        func made(_ value: Range<Int>?, quote: UInt8?, end: Int) -> HTMLAttribute {
            HTMLAttribute(name: name, range: start..<end, value: value, quote: quote, isConditional: isConditional)
        }
        var next = at
        while next < end, bytes[next].isMarkupSpace { next += 1 }
        guard next < end, bytes[next] == UInt8(ascii: "=") else { return made(nil, quote: nil, end: at) }
        next += 1
        while next < end, bytes[next].isMarkupSpace { next += 1 }
        guard next < end else {
            at = end
            return made(nil, quote: nil, end: end)
        }
        if bytes[next] == 0x22 || bytes[next] == 0x27 {
            let close = bytes[(next + 1)..<end].firstIndex(of: bytes[next]) ?? end
            at = min(close + 1, end)
            return made(next + 1..<close, quote: bytes[next], end: at)
        }
        at = next
        var depth = 0
        while at < end, !bytes[at].isMarkupSpace, bytes[at] != UInt8(ascii: ">") {
            guard let section = sectionTag(at) else {
                at = placeholderEnd(at) ?? at + 1
                continue
            }
            depth += section.opens ? 1 : -1
            // It was opened before the attribute.
            if depth < 0 { break }
            at = section.end
        }
        return made(next..<at, quote: nil, end: at)
    }

    private static let longestPlaceholder = 256

    /// Behind the placeholder that begins there.
    private func placeholderEnd(_ index: Int) -> Int? {
        guard bytes[index] == UInt8(ascii: "{"), index + 1 < end, bytes[index + 1] == UInt8(ascii: "{") else {
            return nil
        }
        return bytes[index..<end].prefix(Self.longestPlaceholder).firstRange(of: Array("}}".utf8))?.upperBound
    }

    private func sectionTag(_ index: Int) -> (opens: Bool, end: Int)? {
        guard bytes[index] == UInt8(ascii: "{"), let close = placeholderEnd(index) else { return nil }
        switch bytes[index + 2] {
        case UInt8(ascii: "#"), UInt8(ascii: "^"): return (true, close)
        case UInt8(ascii: "/"): return (false, close)
        default: return nil
        }
    }

    private func lowercased(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].map(\.lowercase), as: UTF8.self)
    }

    // MARK: - What follows a start tag (13.2.6.4.4, .7; 13.2.6.5)

    /// Those that end foreign content wherever they stand in it.
    private static let breakouts: Set<String> = [
        "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
        "h5", "h6", "head", "hr", "i", "img", "li", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike",
        "sub", "sup", "table", "tt", "u", "ul", "var",
    ]

    private mutating func enter(_ token: HTMLToken) {
        let isForeign = token.name == "svg" || token.name == "math"
        guard token.kind == .startTag else {
            if isForeign { foreignDepth = max(0, foreignDepth - 1) }
            return
        }
        if isForeign, !token.isSelfClosing { foreignDepth += 1 }
        if Self.breakouts.contains(token.name) { foreignDepth = 0 }
        if foreignDepth == 0, RawText.elements.contains(token.name) { raw = token.name }
    }
}
