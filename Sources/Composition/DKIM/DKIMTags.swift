/// A list of tags, as a signature and a key's record are written (RFC 6376, 3.2).
struct DKIMTags: Sendable, Equatable {
    /// By names, both without white space; of a name that stands there twice the first.
    private(set) var values: [String: String] = [:]
    /// The name of the first one; nil where there is none.
    private(set) var first: String?
    /// Why it is no such list, a clause: then none of it counts. Nil where it is one.
    private(set) var fault: String?

    init(_ text: String) {
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = pair[0].filter { !$0.isWhitespace }
            // Behind the last semicolon nothing has to stand.
            if name.isEmpty, pair.count == 1 { continue }
            guard pair.count == 2, !name.isEmpty else {
                fault = fault ?? "it is not made of tags such as p=..."
                continue
            }
            first = first ?? name
            guard values[name] == nil else {
                fault = fault ?? "it has the tag \(name.prefix(20))= twice"
                continue
            }
            values[name] = pair[1].filter { !$0.isWhitespace }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// Whether a tag that has names in it, with colons between, has one of these; also where there is no such tag.
    func allows(_ tag: String, _ names: [String]) -> Bool {
        guard let list = values[tag] else { return true }
        return list.lowercased().split(separator: ":").contains { names.contains(String($0)) }
    }
}
