import GRDB

extension Row {
    /// A column that holds one of a few words; the schema lets no other in.
    ///
    /// - Throws: where another stands there all the same, instead of taking it for one of them.
    func word<Word: RawRepresentable>(_ column: String) throws -> Word where Word.RawValue == String {
        try Self.word(self[column], column)
    }

    /// The same by the column's place.
    func word<Word: RawRepresentable>(_ index: Int, as type: Word.Type = Word.self) throws -> Word
    where Word.RawValue == String {
        try Self.word(self[index], "column \(index)")
    }

    private static func word<Word: RawRepresentable>(
        _ text: String?, _ column: String
    ) throws -> Word where Word.RawValue == String {
        guard let word = text.flatMap({ Word(rawValue: $0) }) else {
            throw DatabaseError(message: "\(column) holds a word that does not belong there")
        }
        return word
    }
}
