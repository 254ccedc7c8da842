import CMarkGFM

/// Stands for tags while Markdown is read: letters and digits pass through it untouched, also within links.
struct MarkdownMark {
    private let word: [UInt8]

    /// A word that does not occur in the texts.
    init(notIn texts: [String]) {
        let base = Array("fmtag".utf8)
        var longest = -1
        for text in texts {
            let bytes = Array(text.utf8)
            for found in bytes.ranges(of: base) {
                longest = max(longest, bytes[found.upperBound...].prefix { $0 == UInt8(ascii: "q") }.count)
            }
        }
        word = base + Array(repeating: UInt8(ascii: "q"), count: longest + 1)
    }

    func text(_ index: Int) -> String { String(decoding: word, as: UTF8.self) + "x\(index)z" }

    /// The text with each mark replaced.
    func restored(_ text: String, _ replacement: (Int) -> String) -> String {
        var output: [UInt8] = []
        var start = 0
        let bytes = Array(text.utf8)
        func take(upTo end: Int) {
            output += Array(TemplateText.literal(String(decoding: bytes[start..<end], as: UTF8.self)).utf8)
        }
        for found in indices(in: bytes) {
            take(upTo: found.range.lowerBound)
            output += Array(replacement(found.index).utf8)
            start = found.range.upperBound
        }
        take(upTo: bytes.count)
        return String(decoding: output, as: UTF8.self)
    }

    /// A paragraph that holds nothing but a mark is only that mark.
    func unwrapped(_ html: String) -> String {
        let (open, close) = (Array("<p>".utf8), Array("</p>".utf8))
        let bytes = Array(html.utf8)
        var output: [UInt8] = []
        var start = 0
        for found in indices(in: bytes) {
            let (before, after) = (bytes[start..<found.range.lowerBound], bytes[found.range.upperBound...])
            guard before.ends(with: open), after.starts(with: close),
                before.count == open.count || before.dropLast(open.count).last == 0x0A,
                after.count == close.count || after.dropFirst(close.count).first == 0x0A
            else { continue }
            output += before.dropLast(open.count) + bytes[found.range]
            start = found.range.upperBound + close.count
        }
        return String(decoding: output + bytes[start...], as: UTF8.self)
    }

    func occurs(in text: String) -> Bool { text.utf8.firstRange(of: word) != nil }

    /// The numbers of the marks in a text, in their order.
    func marks(in text: String) -> [Int] { occurs(in: text) ? indices(in: Array(text.utf8)).map(\.index) : [] }

    private func indices(in bytes: [UInt8]) -> [(range: Range<Int>, index: Int)] {
        bytes.ranges(of: word + [UInt8(ascii: "x")]).compactMap { found in
            let digits = bytes[found.upperBound...].prefix { (0x30...0x39).contains($0) }
            guard digits.endIndex < bytes.count, bytes[digits.endIndex] == UInt8(ascii: "z"),
                let index = Int(String(decoding: digits, as: UTF8.self))
            else { return nil }
            return (found.lowerBound..<digits.endIndex + 1, index)
        }
    }

    // MARK: - What stands in code

    /// The offsets of the `{{` that stand in code, where they are shown as they are.
    static func brackets(inCodeOf text: String) -> Set<Int> {
        let bytes = Array(text.utf8)
        let open = Array("{{".utf8)
        var offsets: [Int] = []
        var marked: [UInt8] = []
        let mark = MarkdownMark(notIn: [text])
        var start = 0
        for found in bytes.ranges(of: open) where found.lowerBound >= start {
            marked += bytes[start..<found.lowerBound] + Array(mark.text(offsets.count).utf8)
            offsets.append(found.lowerBound)
            // A whole tag, so that a bar or a blank in it ends no cell and no address.
            let inner = bytes[found.upperBound...].prefix(longestTag).prefix {
                $0 != 0x60 && $0 != 0x0A && $0 != 0x7B && $0 != 0x7D
            }
            let end = bytes[inner.endIndex...].starts(with: "}}".utf8) ? inner.endIndex + 2 : found.upperBound
            start = end
        }
        guard !offsets.isEmpty else { return [] }
        marked += bytes[start...]
        var literal: Set<Int> = []
        guard let tree = MarkdownTree(String(decoding: marked, as: UTF8.self), options: 0) else { return [] }
        tree.forEachNodeLeft { node, type in
            guard type == "code" || type == "code_block", let code = cmark_node_get_literal(node) else { return }
            let words = String(cString: code) + (cmark_node_get_fence_info(node).map { String(cString: $0) } ?? "")
            for found in mark.indices(in: Array(words.utf8)) where offsets.indices.contains(found.index) {
                literal.insert(offsets[found.index])
            }
        }
        return literal
    }

    private static let longestTag = 200
}

extension ArraySlice<UInt8> {
    fileprivate func ends(with end: [UInt8]) -> Bool { suffix(end.count).elementsEqual(end) }
}
