/// The one address that a field such as From of a message that came in means, however it is written.
///
/// What follows RFC 5322 is read by it. In what does not, an address between angle brackets counts before one that stands
/// alone; names, comments and encoded words may hold whatever they like.
public enum WrittenAddress {
    /// Much longer ones are nobody's name and address.
    private static let longest = 10_000

    /// - Returns: local-part@domain as it is written; nil when there is none, or more than one.
    public static func only(in text: String) -> String? {
        let text = String(text.prefix(longest))
        if let list = try? AddressList(text), !list.entries.isEmpty { return one(of: list.entries.map(\.address)) }
        return loose(text)
    }

    private static func loose(_ text: String) -> String? {
        for written in [text, EncodedWord.decode(text)] {
            // Full-width brackets are brackets.
            let text = written.replacing("\u{FF1C}", with: "<").replacing("\u{FF1E}", with: ">")
            let angled = text.split(separator: "<").dropFirst().compactMap { rest -> String? in
                guard let end = rest.firstIndex(of: ">") else { return nil }
                return bare(rest[..<end])
            }
            if !angled.isEmpty { return one(of: angled) }
            let alone = text.split { " \t,;:()[]<>\"'".contains($0) }.compactMap(bare)
            if !alone.isEmpty { return one(of: alone) }
        }
        return nil
    }

    /// Nil when it is no address by the look of it.
    private static func bare(_ text: Substring) -> String? {
        let text = text.filter { $0 != " " && $0 != "\t" }
        guard let at = text.lastIndex(of: "@"), at > text.startIndex, text.index(after: at) < text.endIndex else {
            return nil
        }
        return text
    }

    private static func one(of addresses: [String]) -> String? {
        guard let first = addresses.first,
            addresses.allSatisfy({ $0.lowercased() == first.lowercased() })
        else { return nil }
        return first
    }
}
