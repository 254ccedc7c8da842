/// What the parser of TOML says, in the words of somebody who writes such a file.
package enum TOMLWords {
    private static let usual: [(sign: String, words: String)] = [
        ("unescaped control characters", "a text has no end in this line; write a \" behind it"),
        ("encountered end-of-file", "a text or a list has no end in this file; write its \" or ] behind it"),
        ("could not determine value type", "this is no value; texts stand in quotes, such as \"announce\""),
        ("cannot redefine existing", "this key stands above already; keep one of them"),
        ("expected '=', saw", "a key has no value; write key = value"),
    ]

    /// - Parameter description: of an error, such as `Error while parsing string: …`.
    package static func reason(_ description: String) -> String {
        guard let words = usual.first(where: { description.contains($0.sign) })?.words else {
            return "not valid TOML: \(description)"
        }
        return "not valid TOML: \(words)"
    }
}
