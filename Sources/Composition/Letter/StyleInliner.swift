/// Gives each element the style that the page's own style sheets say it has: mail programs drop style sheets.
///
/// The sheets stay where they are: who keeps them also has what cannot stand in an element, dark colours for instance.
/// Sheets within comments are for the programs that read these; those for print are for paper.
struct StyleInliner {
    /// What the inlined letter may have, in octets.
    private static let largest = 4 << 20
    /// Of elements with parts of selectors.
    private static let mostComparisons = 4_000_000
    /// They show nothing of themselves.
    private static let unstyled = HTMLRules.metadata.union(["head", "html"])

    let html: String
    let kept: [StyleSheet.Kept]

    /// - Parameter html: in the form that `TemplateText.written` gives.
    /// - Throws: when the style sheets would make the letter, or the work, too large.
    init(_ html: String, file: String) throws(CompositionFailure) {
        let bytes = Array(html.utf8)
        let tokens = HTMLTokenizer.tokens(bytes)
        var sheets: [StyleSheet] = []
        do throws(StyleSheet.TooLarge) {
            for (index, token) in tokens.enumerated().dropLast() where token.kind == .startTag && token.name == "style"
            {
                let next = tokens[index + 1]
                guard next.kind == .rawText, Self.isForEverybody(token, bytes) else { continue }
                sheets.append(try StyleSheet(bytes, in: next.range))
            }
        } catch {
            throw CompositionFailure(
                "\(file): a style sheet has more than \(StyleSheet.mostSelectors) selectors; leave out those that the letter does not use"
            )
        }
        kept = sheets.flatMap(\.kept)
        guard sheets.contains(where: { !$0.rules.isEmpty }) else {
            self.html = html
            return
        }
        let tree = HTMLTree(tokens, bytes)
        var cascade = Cascade(sheets, SelectorMatcher(tree.elements, budget: Self.mostComparisons))
        var edits = MarkupEdits()
        var size = bytes.count
        for (number, element) in tree.elements.enumerated() where !Self.unstyled.contains(element.name) {
            guard let token = element.token else { continue }
            let style = cascade.style(of: number)
            guard cascade.matcher.budget > 0 else {
                throw CompositionFailure(
                    "\(file): its style sheets ask too much of its elements; use fewer, shorter selectors, or classes")
            }
            guard !style.usual.isEmpty || !style.important.isEmpty else { continue }
            size += style.usual.utf8.count + style.important.utf8.count
            guard size <= Self.largest else {
                throw CompositionFailure(
                    "\(file): with its style sheets written into its elements it is larger than \(Self.largest >> 20) MiB; shorten the rules that many elements share"
                )
            }
            Self.give(style, to: tokens[token], bytes, &edits)
        }
        self.html = edits.isEmpty ? html : String(decoding: edits.applied(to: bytes), as: UTF8.self)
    }

    /// CSS, and not only for paper or for speech.
    private static func isForEverybody(_ tag: HTMLToken, _ bytes: [UInt8]) -> Bool {
        let type = tag.attribute("type")?.text(in: bytes).lowercased() ?? ""
        let media = tag.attribute("media")?.text(in: bytes).lowercased() ?? ""
        let names = media.utf8.split(separator: UInt8(ascii: ",")).map { $0.filter { !$0.isMarkupSpace } }
        let shown = names.contains { $0.elementsEqual("all".utf8) || $0.elementsEqual("screen".utf8) }
        let isBlank = media.utf8.allSatisfy(\.isMarkupSpace)
        return (type.isEmpty || type == "text/css") && (isBlank || shown)
            && !tag.attributes.contains { ["type", "media"].contains($0.name) && $0.isConditional }
    }

    /// The author's own `style` comes behind what sheets say, and before what they call important.
    private static func give(
        _ style: (usual: String, important: String), to tag: HTMLToken, _ bytes: [UInt8], _ edits: inout MarkupEdits
    ) {
        guard let own = tag.attribute("style") else {
            let text = [style.usual, style.important].filter { !$0.isEmpty }.joined(separator: " ")
            edits.replace(
                tag.nameEnd..<tag.nameEnd, with: " style=\"\(HTMLAttribute.escaped(text, quote: 0x22))\"")
            return
        }
        // Where the reader has the author's own, the first counts: theirs.
        if own.isConditional {
            let end = tag.range.upperBound - (tag.isSelfClosing ? 2 : 1)
            let text = [style.usual, style.important].filter { !$0.isEmpty }.joined(separator: " ")
            edits.replace(end..<end, with: " style=\"\(HTMLAttribute.escaped(text, quote: 0x22))\"")
            return
        }
        let quote = own.quote ?? 0x22
        let (usual, important) = (
            HTMLAttribute.escaped(style.usual, quote: quote), HTMLAttribute.escaped(style.important, quote: quote)
        )
        var written = own.value.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
        if own.quote == nil { written = written.replacingOctets("\"", with: "&quot;") }
        if !important.isEmpty, !written.isEmpty,
            !written.utf8.reversed().drop(while: \.isMarkupSpace).starts(with: ";".utf8)
        {
            written += ";"
        }
        let mark = quote == 0x27 ? "'" : "\""
        let name = String(decoding: bytes[own.range.lowerBound..<own.range.lowerBound + 5], as: UTF8.self)
        let whole = [usual, written, important].filter { !$0.isEmpty }.joined(separator: " ")
        edits.replace(own.range, with: "\(name)=\(mark)\(whole)\(mark)")
    }
}
