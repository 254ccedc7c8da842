import CMarkGFM
import FanmailBasics

/// What an author wrote, looked over element by element: pictures without words, links that lead nowhere.
package struct AuthoredBody {
    package struct Problem {
        package let weight: LetterFinding.Weight
        /// Which of the checks: `alt-text`, `html`.
        package let check: String
        /// Of the body, from 0.
        package let line: Int
        package let problem: String
        package let remedy: String
    }

    package private(set) var problems: [Problem] = []
    /// Made once: that takes longer than looking for one in a few words of code.
    private let placeholder = /\{\{\s*(?:subscriber|attributes|unsubscribe|confirm|list)\.[^}`]{1,80}\}\}/

    private static let removed: Set<String> = ["script", "form", "iframe", "object", "embed", "video", "audio"]

    init(_ source: LetterSource) {
        switch source.format {
        case .markdown: takeMarkdown(source.template)
        case .html: take(html: source.body, line: 0)
        case .plain: take(text: source.body)
        }
    }

    /// HTML whose source is not there.
    package init(html: String) { take(html: html, line: 0) }

    private mutating func add(
        _ weight: LetterFinding.Weight, _ check: String, _ line: Int, _ problem: String, _ remedy: String
    ) {
        problems.append(Problem(weight: weight, check: check, line: line, problem: problem, remedy: remedy))
    }

    // MARK: - Markdown

    private mutating func takeMarkdown(_ template: TemplateText) {
        let mark = MarkdownMark(notIn: template.texts)
        var text = template.texts.first ?? ""
        for (index, following) in template.texts.dropFirst().enumerated() { text += mark.text(index) + following }
        guard let tree = MarkdownTree(text, options: Int32(CMARK_OPT_UNSAFE)) else { return }
        tree.forEachNodeLeft { node, type in
            let line = max(0, MarkdownTree.line(of: node) - 1)
            switch type {
            case "image":
                // Behind what is said of its text.
                defer {
                    take(address: cmark_node_get_url(node).map { String(cString: $0) } ?? "", line: line, isLink: false)
                }
                guard cmark_node_first_child(node) == nil else { return }
                add(
                    .error, "alt-text", line, "the image has no alternative text",
                    "write what it shows: ![two people reading](picture.png)")
            case "link":
                take(address: cmark_node_get_url(node).map { String(cString: $0) } ?? "", line: line, isLink: true)
            case "html_block", "html_inline":
                take(html: cmark_node_get_literal(node).map { String(cString: $0) } ?? "", line: line)
            case "code", "code_block": take(code: cmark_node_get_literal(node).map { String(cString: $0) } ?? "", line)
            default: return
            }
        }
    }

    private mutating func take(code: String, _ line: Int) {
        guard let found = code.firstMatch(of: placeholder) else { return }
        add(
            .warning, "placeholder", line,
            "\(String(found.0).escapedForTerminal) stands in code, and is shown as it is",
            "take it out of the code where it should be filled in")
    }

    // MARK: - HTML

    private mutating func take(html: String, line first: Int) {
        let bytes = Array(html.utf8)
        var (line, at) = (first, 0)
        for token in HTMLTokenizer.tokens(bytes) {
            line += bytes[at..<token.range.lowerBound].count { $0 == 0x0A }
            at = token.range.lowerBound
            if token.kind == .rawText, token.name == "style" { take(style: bytes, in: token.range, line: line) }
            guard token.kind == .startTag else { continue }
            let isPicture =
                token.name == "img"
                || token.name == "input" && token.attribute("type")?.text(in: bytes).lowercased() == "image"
            // alt="" says that the image only decorates.
            if isPicture, token.attribute("alt") == nil {
                add(
                    .error, "alt-text", line, "the image has no alternative text",
                    "write alt=\"what it shows\", or alt=\"\" where it only decorates")
            }
            if Self.removed.contains(token.name) {
                add(.error, "html", line, "mail programs remove <\(token.name)>", "link to a page that has it")
            }
            for attribute in token.attributes {
                let text = attribute.text(in: bytes)
                switch AddressAttribute.kind(of: attribute.name, on: token, bytes) {
                case .pictures:
                    let octets = Array(text.utf8)
                    for range in SourceSet.addresses(in: text) {
                        take(address: String(decoding: octets[range], as: UTF8.self), line: line, isLink: false)
                    }
                case .link: take(address: text, line: line, isLink: attribute.name == "href")
                case .picture, .resource: take(address: text, line: line, isLink: false)
                case nil where attribute.name == "style":
                    let octets = Array(text.utf8)
                    take(style: octets, in: 0..<octets.count, line: line)
                case nil: continue
                }
            }
        }
    }

    private mutating func take(style octets: [UInt8], in range: Range<Int>, line: Int) {
        _ = try? CSSAddresses.changed(octets, in: range) { address in
            take(address: address, line: line, isLink: false)
            return nil
        }
    }

    private mutating func take(address: String, line: Int, isLink: Bool) {
        if isLink, case .none = AddressForm(address) {
            add(.error, "link", line, "the link leads nowhere", "give it an address, https://...")
        }
        guard address.utf8.prefix(7).map(\.lowercase).elementsEqual("http://".utf8),
            // The names of document types and namespaces are no links.
            !address.hasPrefix("http://www.w3.org/")
        else { return }
        add(.warning, "https", line, "\(address.escapedForTerminal) is not encrypted", "link to https://")
    }

    // MARK: - Plain text

    private mutating func take(text: String) {
        let ends = Array(" \n\t<>\"')]}".utf8)
        let bytes = Array(text.utf8)
        var (line, at) = (0, 0)
        for found in bytes.map(\.lowercase).ranges(of: Array("http://".utf8)) {
            line += bytes[at..<found.lowerBound].count { $0 == 0x0A }
            at = found.lowerBound
            let address = bytes[at...].prefix { !ends.contains($0) }
            take(address: String(decoding: address, as: UTF8.self), line: line, isLink: false)
        }
    }
}
