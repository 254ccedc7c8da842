/// The tables that come with the program, as ``ShapingFile`` reads them.
package enum ShapingTexts {
    /// Each by its name, for telling where something stands.
    package static let all: [(name: String, text: String)] = [
        ("limits", limits), ("large receivers", large), ("receivers by country", countries), ("everybody", everybody),
    ]
}

extension ShapingTable {
    /// That of the program. A text that does not read is missing here, and told by the tests.
    package static let standard: ShapingTable = {
        let tables = ShapingTexts.all.compactMap { try? ShapingFile.table($0.text, file: nil) }
        return ShapingTable(entries: tables.flatMap(\.entries), rules: tables.flatMap(\.rules))
    }()
}
