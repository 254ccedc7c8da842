/// The elements of a page in the order of their start tags, put together as the HTML standard's tree construction does
/// (13.2.6), as far as selectors see it: elements without end tags, those that others close, html, body and tbody that
/// nobody wrote.
struct HTMLTree {
    private(set) var elements: [HTMLElement] = []
    private var open: [Int] = []
    private var lastChild: [Int: Int] = [:]
    private var body: Int?

    /// Elements deeper than this have the one at this depth as their parent.
    private static let deepest = 256

    init(_ tokens: [HTMLToken], _ bytes: [UInt8]) {
        append("html", token: nil)
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .startTag: start(token, index, bytes)
            case .endTag: end(token.name)
            default: continue
            }
        }
    }

    private mutating func append(_ name: String, token: Int?) {
        let parent = open.last
        let previous = parent.flatMap { lastChild[$0] }
        if let previous { elements[previous].isLast = false }
        elements.append(HTMLElement(name, token: token, parent: parent, previous: previous))
        let index = elements.count - 1
        if let parent { lastChild[parent] = index }
        if open.count < Self.deepest { open.append(index) }
    }

    private mutating func start(_ tag: HTMLToken, _ index: Int, _ bytes: [UInt8]) {
        switch tag.name {
        case "html":
            if elements[0].token == nil { give(tag, index, to: 0, bytes) }
            return
        case "body":
            if body == nil { openBody() }
            if let body, elements[body].token == nil { give(tag, index, to: body, bytes) }
            return
        case "head":
            if body == nil, !isOpen("head") {
                append("head", token: index)
                elements[elements.count - 1].take(tag, from: bytes)
            }
            return
        case let name where body == nil && !HTMLRules.metadata.contains(name): openBody()
        default: break
        }
        for ending in HTMLRules.ended(by: tag.name) { close(ending.names, upTo: ending.barrier) }
        if HTMLRules.headings.contains(tag.name), let last = open.last, HTMLRules.headings.contains(elements[last].name)
        {
            open.removeLast()
        }
        if tag.name == "tr", let last = open.last, elements[last].name == "table" { append("tbody", token: nil) }
        if tag.name == "td" || tag.name == "th", let last = open.last {
            if elements[last].name == "table" { append("tbody", token: nil) }
            if ["table", "tbody", "thead", "tfoot"].contains(elements[last].name) { append("tr", token: nil) }
        }
        append(tag.name, token: index)
        elements[elements.count - 1].take(tag, from: bytes)
        // Only foreign elements close themselves; those with a colon are Office's.
        let isEmpty = HTMLRules.void.contains(tag.name) || tag.isSelfClosing && isForeign(tag.name)
        if isEmpty, open.last == elements.count - 1 { open.removeLast() }
    }

    private mutating func give(_ tag: HTMLToken, _ index: Int, to element: Int, _ bytes: [UInt8]) {
        elements[element].token = index
        elements[element].take(tag, from: bytes)
    }

    private mutating func openBody() {
        open.removeSubrange(1...)
        append("body", token: nil)
        body = elements.count - 1
    }

    private func isOpen(_ name: String) -> Bool { open.contains { elements[$0].name == name } }

    private func isForeign(_ name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: ":")) || open.contains { ["svg", "math"].contains(elements[$0].name) }
    }

    /// Ends the innermost of these, with all within it, unless a barrier is in between.
    private mutating func close(_ names: Set<String>, upTo barrier: Set<String>) {
        for place in open.indices.reversed().dropLast() {
            let name = elements[open[place]].name
            if names.contains(name) {
                open.removeSubrange(place...)
                return
            }
            if barrier.contains(name) { return }
        }
    }

    private mutating func end(_ name: String) {
        switch name {
        // What stands behind them is within the body all the same.
        case "html", "body": return
        case "head":
            if body == nil { close(["head"], upTo: []) }
        case let name where HTMLRules.tableParts.contains(name): close([name], upTo: name == "table" ? [] : ["table"])
        case let name where HTMLRules.headings.contains(name): close(HTMLRules.headings, upTo: HTMLRules.scope)
        default: close([name], upTo: HTMLRules.scope)
        }
    }
}
