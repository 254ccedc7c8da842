/// A token of a style sheet (CSS Syntax Level 3, section 4), by where it stands.
struct CSSToken {
    enum Kind: Equatable {
        case ident, function, atKeyword
        /// `#name`; whether the name is an identifier.
        case hash(isID: Bool)
        case string, badString, url, badURL
        case number, delimiter(UInt8), whitespace
        case colon, semicolon, comma
        case open(UInt8), close(UInt8)
        /// `<!--` and `-->`.
        case comment
        /// A placeholder of the letter.
        case placeholder
    }

    let kind: Kind
    let range: Range<Int>
    /// Of names, strings and addresses, with their escapes resolved.
    var text = ""
}
