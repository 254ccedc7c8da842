/// A rule of a style sheet, by the numbers of its tokens (CSS Syntax Level 3, 5.4).
struct CSSRule {
    /// `media`, in lower case; nil for a rule with selectors.
    let atName: String?
    let prelude: Range<Int>
    /// Between the brackets; nil for `@import …;`.
    let block: Range<Int>?
    /// Within a section of the letter, and so not in everybody's copy.
    let isConditional: Bool
}

/// `color: red`, by the numbers of its tokens.
struct CSSDeclaration {
    /// In lower case.
    let name: String
    /// From the name to the end of the value, without `!important`.
    let tokens: Range<Int>
    let isImportant: Bool
}
