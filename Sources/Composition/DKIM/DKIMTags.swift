/// A list of tags, as a signature and a key's record are written (RFC 6376, 3.2).
enum DKIMTags {
    /// Values by names, both without white space; of a name that stands there twice the first counts, and what is no tag
    /// is passed over.
    static func read(_ text: String) -> [String: String] {
        var tags: [String: String] = [:]
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let name = pair[0].filter { !$0.isWhitespace }
            if tags[name] == nil { tags[name] = pair[1].filter { !$0.isWhitespace } }
        }
        return tags
    }
}
