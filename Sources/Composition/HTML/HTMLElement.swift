/// An element of a page, with what selectors ask of it.
struct HTMLElement {
    let name: String
    /// The number of its start tag among the tokens; nil where HTML puts it in by itself.
    var token: Int?
    let parent: Int?
    /// The element before it within the same parent.
    let previous: Int?
    var isLast = true
    var id: String?
    var classes: [String] = []
    /// Resolved, the first of each name; without those that stand in a section.
    var attributes: [String: String] = [:]

    var isFirst: Bool { previous == nil }

    init(_ name: String, token: Int?, parent: Int?, previous: Int?) {
        self.name = name
        self.token = token
        self.parent = parent
        self.previous = previous
    }

    mutating func take(_ tag: HTMLToken, from bytes: [UInt8]) {
        for attribute in tag.attributes where !attribute.isConditional && attributes[attribute.name] == nil {
            attributes[attribute.name] = attribute.text(in: bytes)
        }
        id = attributes["id"]
        let words = attributes["class"]?.utf8.split(whereSeparator: \.isMarkupSpace) ?? []
        // A class that depends on the reader is nobody's.
        classes = words.map { String(Substring($0)) }.filter { !$0.utf8.contains(UInt8(ascii: "{")) }
    }
}
