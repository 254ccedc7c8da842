/// Which placeholders all the text of a letter uses, sections that nobody may see included.
struct PlaceholderScan {
    private(set) var uses: [PlaceholderUse] = []
    /// All that are used, personal or not.
    private(set) var names: Set<String> = []
    private let defaults: [String: String]
    /// Unknown names, where all that is wrong is asked for.
    private(set) var failures: [CompositionFailure] = []
    private let gathersFailures: Bool

    private static let known: [String: Set<String>] = [
        "subscriber": ["address", "name", "language"], "unsubscribe": ["url"], "confirm": ["url"],
        "list": ["name", "address", "description", "unsubscribe"],
    ]
    private static let personal: Set<String> = ["subscriber", "attributes", "unsubscribe", "confirm"]
    private static let layout: Set<String> = [
        "subject", "preheader", "language", "direction", "accent", "font", "width", "content", "logo", "footer",
    ]
    /// HTML.
    private static let markup: Set<String> = ["content", "logo", "footer"]

    init(defaults: [String: String], gathersFailures: Bool = false) {
        self.defaults = defaults
        self.gathersFailures = gathersFailures
    }

    /// - Throws: an unknown name, with its line.
    mutating func take(
        _ text: TemplateText, file: String, isLayout: Bool = false, sections: [String] = []
    ) throws(CompositionFailure) {
        var open = sections
        for tag in text.tags {
            let root = tag.name.split(separator: ".").first.map(String.init) ?? ""
            switch tag.kind {
            case .close:
                open.removeLast()
                continue
            case .comment, .partial, .address, .brace: continue
            case .unescaped where !isLayout || !Self.markup.contains(tag.name):
                throw CompositionFailure(
                    line: tag.line, "\(file): \(tag.source) would let a value write HTML; write {{\(tag.name)}}")
            case .section, .inverted, .variable, .unescaped: break
            }
            do throws(CompositionFailure) {
                try check(tag, root, file, isLayout, isInSection: !open.isEmpty)
            } catch {
                guard gathersFailures else { throw error }
                failures.append(error)
                // Its end is looked for all the same.
                if tag.kind == .section || tag.kind == .inverted { open.append(tag.name) }
                continue
            }
            names.insert(tag.name)
            if Self.personal.contains(root) {
                let isGuarded = tag.kind != .variable || tag.fallback != nil || open.contains(tag.name)
                uses.append(
                    PlaceholderUse(
                        name: tag.name, file: file, line: tag.line,
                        hasDefault: isGuarded || defaults[tag.name] != nil))
            }
            if tag.kind == .section || tag.kind == .inverted { open.append(tag.name) }
        }
    }

    private func check(
        _ tag: TemplateText.Tag, _ root: String, _ file: String, _ isLayout: Bool, isInSection: Bool
    ) throws(CompositionFailure) {
        if isLayout, Self.layout.contains(tag.name) { return }
        if root == "attributes", tag.name != root { return }
        if let fields = Self.known[root], fields.contains(String(tag.name.dropFirst(root.count + 1))) { return }
        // Within a section a name may belong to the value that opened it.
        if isInSection, Self.known[root] == nil, root != "attributes" { return }
        throw CompositionFailure(
            line: tag.line,
            "\(file): unknown placeholder \(tag.source); there are subscriber.name, subscriber.address, "
                + "subscriber.language, attributes.NAME, unsubscribe.url, list.name, list.address, list.description, "
                + "list.unsubscribe")
    }
}
