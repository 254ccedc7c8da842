/// Atoms and quoted strings in a row: a display name, the name of a group, or the local-part before an `@`.
struct AddressWords {
    private struct Word {
        /// Without quotes and backslashes.
        let content: String
        let raw: String
        /// Blanks or a comment stand before it.
        let isApart: Bool
    }

    private var words: [Word] = []

    var isEmpty: Bool { words.isEmpty }

    mutating func append(content: String, raw: String, isApart: Bool) {
        words.append(Word(content: content, raw: raw, isApart: isApart && !words.isEmpty))
    }

    /// As a name: every gap is one space.
    var phrase: String { words.reduce(into: "") { $0 += ($1.isApart ? " " : "") + $1.content } }

    /// As a local-part, quotes kept; nil when there is nothing, or a gap that no dot bridges.
    var localPart: String? {
        guard !words.isEmpty else { return nil }
        var local = ""
        for word in words {
            guard !word.isApart || local.hasSuffix(".") || word.raw.hasPrefix(".") else { return nil }
            local += word.raw
        }
        return local
    }

    /// As it is written, cut for a message to a person.
    var shown: String {
        let text = words.reduce(into: "") { $0 += ($1.isApart ? " " : "") + $1.raw }
        return text.count > 60 ? text.prefix(60) + "…" : text
    }
}
