import CMarkGFM
import FanmailBasics

/// Markdown as plain text: tables in columns, links as footnotes.
struct PlainMarkdown {
    /// What the tag of a mark is.
    typealias Kind = (_ mark: Int) -> TemplateText.Tag.Kind?

    private let mark: MarkdownMark
    private let kind: Kind
    /// Nil: each address stands behind its words.
    private var footnotes: [String]?
    /// How many sections are open: what stands in one may not be shown, nor then its footnote.
    private var sections = 0

    /// In columns; RFC 3676 breaks lines that are longer.
    static let width = 72

    /// - Parameter hasFootnotes: whether addresses are gathered at the end.
    static func text(
        of root: OpaquePointer, _ mark: MarkdownMark, hasFootnotes: Bool, kind: @escaping Kind
    ) -> String {
        var writer = PlainMarkdown(mark: mark, kind: kind, footnotes: hasFootnotes ? [] : nil)
        var lines = writer.blocks(in: root)
        if let notes = writer.footnotes, !notes.isEmpty {
            lines.append("")
            for (index, note) in notes.enumerated() { lines.append("[\(index + 1)] \(note)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private init(mark: MarkdownMark, kind: @escaping Kind, footnotes: [String]?) {
        (self.mark, self.kind, self.footnotes) = (mark, kind, footnotes)
    }

    private static func type(_ node: OpaquePointer) -> String { String(cString: cmark_node_get_type_string(node)) }

    private static func literal(_ node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    static func children(_ node: OpaquePointer) -> [OpaquePointer] {
        Array(
            sequence(first: cmark_node_first_child(node)) { cmark_node_next($0) }.prefix { $0 != nil }.compactMap(
                \.self))
    }

    // MARK: - Blocks

    private mutating func blocks(in node: OpaquePointer, isTight: Bool = false) -> [String] {
        var lines: [String] = []
        for child in Self.children(node) {
            let block = block(child)
            guard !block.isEmpty else { continue }
            if !lines.isEmpty, !isTight { lines.append("") }
            lines += block
        }
        return lines
    }

    private mutating func block(_ node: OpaquePointer) -> [String] {
        switch Self.type(node) {
        case "paragraph": return paragraph(node)
        case "heading": return heading(node)
        case "block_quote": return blocks(in: node).flatMap { wrapped($0, by: 2) }.map { $0.isEmpty ? ">" : "> \($0)" }
        case "list": return list(node)
        case "code_block":
            let lines = Self.literal(node).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            return lines.last == "" ? lines.dropLast() : lines
        case "thematic_break": return ["---"]
        case "table": return table(node)
        case "html_block": return []
        default: return blocks(in: node)
        }
    }

    private mutating func paragraph(_ node: OpaquePointer) -> [String] {
        if let link = Self.only(node, "link") ?? Self.only(node, "strong").flatMap({ Self.only($0, "link") }) {
            return [self.link(link, isAlone: true)]
        }
        return inlines(of: node).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The only child, if it is of that type.
    private static func only(_ node: OpaquePointer, _ type: String) -> OpaquePointer? {
        guard let child = cmark_node_first_child(node), cmark_node_next(child) == nil, self.type(child) == type else {
            return nil
        }
        return child
    }

    private mutating func heading(_ node: OpaquePointer) -> [String] {
        let text = inlines(of: node)
        let level = cmark_node_get_heading_level(node)
        // Of what is filled in later nobody knows how long it is.
        guard level <= 2, !mark.occurs(in: text) else { return [text] }
        return [text, String(repeating: level == 1 ? "=" : "-", count: min(Self.width, max(3, text.columns)))]
    }

    private mutating func list(_ node: OpaquePointer) -> [String] {
        let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        let isTight = cmark_node_get_list_tight(node) != 0
        let first = Int(cmark_node_get_list_start(node))
        var lines: [String] = []
        for (index, item) in Self.children(node).enumerated() {
            let head = isOrdered ? "\(first + index). " : "- "
            if !lines.isEmpty, !isTight { lines.append("") }
            for (number, line) in blocks(in: item, isTight: isTight).enumerated() {
                lines.append(
                    line.isEmpty ? "" : (number == 0 ? head : String(repeating: " ", count: head.count)) + line)
            }
        }
        return lines
    }

    private mutating func table(_ node: OpaquePointer) -> [String] {
        let count = Int(cmark_gfm_extensions_get_table_columns(node))
        let alignments = cmark_gfm_extensions_get_table_alignments(node)
        var rows: [[String]] = []
        for row in Self.children(node) {
            var cells: [String] = []
            for cell in Self.children(row) {
                cells.append(inlines(of: cell).split(whereSeparator: \.isNewline).joined(separator: " "))
            }
            rows.append(cells)
        }
        let sides = (0..<count).map { PlainTable.Side(alignments?[$0] ?? 0) }
        return PlainTable(rows: rows, sides: sides, mark: mark).lines(width: Self.width)
    }

    /// Quoted lines are broken here: one that a reader's program breaks has its mark only once.
    private func wrapped(_ line: String, by margin: Int) -> [String] {
        guard line.columns > Self.width - margin, !mark.occurs(in: line) else { return [line] }
        var lines = [""]
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            let longer = lines[lines.count - 1].isEmpty ? String(word) : "\(lines[lines.count - 1]) \(word)"
            if longer.columns > Self.width - margin, !lines[lines.count - 1].isEmpty {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = longer
            }
        }
        return lines
    }

    // MARK: - Inlines

    private mutating func inlines(of node: OpaquePointer) -> String {
        var text = ""
        for child in Self.children(node) { text += inline(child) }
        return text
    }

    private mutating func inline(_ node: OpaquePointer) -> String {
        switch Self.type(node) {
        case "text":
            let text = Self.literal(node)
            count(text)
            return text
        case "code": return Self.literal(node)
        case "softbreak": return " "
        case "linebreak": return "\n"
        case "html_inline": return Self.literal(node).lowercased().hasPrefix("<br") ? "\n" : ""
        case "image": return "[\(inlines(of: node))]"
        case "link": return link(node, isAlone: false)
        default: return inlines(of: node)
        }
    }

    private mutating func count(_ text: String) {
        for index in mark.marks(in: text) {
            switch kind(index) {
            case .section, .inverted: sections += 1
            case .close: sections -= 1
            default: continue
            }
        }
    }

    private mutating func link(_ node: OpaquePointer, isAlone: Bool) -> String {
        let words = inlines(of: node)
        let address = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        guard !address.isEmpty, !["", "mailto:", "http://", "https://"].contains(where: { $0 + words == address })
        else {
            return words
        }
        if isAlone { return "\(words): <\(address)>" }
        guard sections == 0, let notes = footnotes else { return "\(words) <\(address)>" }
        if let known = notes.firstIndex(of: address) { return "\(words) [\(known + 1)]" }
        footnotes?.append(address)
        return "\(words) [\(notes.count + 1)]"
    }
}
