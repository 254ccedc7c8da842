/// Which elements end which (HTML standard, 13.1.2.4 and 13.2.6.4.7).
enum HTMLRules {
    /// Elements that have no end (13.1.2).
    static let void: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
        "meta", "param", "source", "track", "wbr",
    ]
    /// What may stand before the body.
    static let metadata: Set<String> = [
        "base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "script", "style", "template", "title",
    ]
    static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
    static let tableParts: Set<String> = ["table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"]
    /// End tags do not reach beyond these.
    static let scope: Set<String> = [
        "html", "table", "td", "th", "caption", "button", "marquee", "object", "template", "applet",
    ]
    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl", "fieldset",
        "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "listing", "main", "menu", "nav", "ol", "p",
        "plaintext", "pre", "search", "section", "summary", "table", "ul", "xmp", "li", "dd", "dt",
    ]
    private static let lists: Set<String> = scope.union(["ul", "ol", "menu", "dir", "dl"])

    /// The innermost of these is ended, unless a barrier is in between.
    struct Ending {
        let names: Set<String>
        let barrier: Set<String>
    }

    private static let paragraph = Ending(names: ["p"], barrier: scope)
    private static let endings: [String: [Ending]] = {
        let (select, table): (Set<String>, Set<String>) = (["select", "datalist"], ["table"])
        let parts = Ending(names: ["thead", "tbody", "tfoot", "caption", "colgroup"], barrier: table)
        let term = Ending(names: ["dd", "dt"], barrier: lists)
        let cell = Ending(names: ["td", "th"], barrier: table)
        let ruby = Ending(names: ["rp", "rt"], barrier: ["ruby"])
        return [
            "li": [Ending(names: ["li"], barrier: lists), paragraph], "dd": [term, paragraph], "dt": [term, paragraph],
            "option": [Ending(names: ["option"], barrier: select)],
            "optgroup": [Ending(names: ["option"], barrier: select), Ending(names: ["optgroup"], barrier: select)],
            "rp": [ruby], "rt": [ruby], "a": [Ending(names: ["a"], barrier: scope)], "td": [cell], "th": [cell],
            "tr": [Ending(names: ["tr"], barrier: table)], "thead": [parts], "tbody": [parts], "tfoot": [parts],
            "caption": [parts], "colgroup": [parts],
        ]
    }()

    /// What a start tag ends, in this order.
    static func ended(by name: String) -> [Ending] {
        endings[name] ?? (blocks.contains(name) || headings.contains(name) ? [paragraph] : [])
    }
}
