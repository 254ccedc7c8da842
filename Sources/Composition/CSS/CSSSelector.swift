/// A selector that can be held against elements as they stand in a letter (Selectors Level 4).
struct CSSSelector {
    enum Combinator {
        case descendant, child, adjacent, sibling
    }

    /// `td.lead[align=left]:first-child`.
    struct Compound {
        /// In lower case; nil for any.
        var element: String?
        var id: String?
        var classes: [String] = []
        var attributes: [CSSAttributeTest] = []
        var isFirst = false
        var isLast = false

        func matches(_ element: HTMLElement) -> Bool {
            (self.element == nil || self.element == element.name) && (id == nil || id == element.id)
                && (!isFirst || element.isFirst) && (!isLast || element.isLast)
                && classes.allSatisfy(element.classes.contains)
                && attributes.allSatisfy { $0.matches(element.attributes[$0.name]) }
        }
    }

    /// Ids; classes, attributes and pseudo-classes; elements (section 17).
    struct Specificity: Comparable {
        var (ids, classes, elements) = (0, 0, 0)

        static func < (one: Specificity, other: Specificity) -> Bool {
            (one.ids, one.classes, one.elements) < (other.ids, other.classes, other.elements)
        }
    }

    /// The element itself last.
    var compounds: [Compound] = []
    /// What stands before each compound but the first.
    var combinators: [Combinator] = []
    var specificity = Specificity()
}

/// `[href^="https:"]`.
struct CSSAttributeTest {
    enum Relation {
        case present, equal, word, language, prefix, suffix, part
    }

    /// In lower case.
    let name: String
    var relation = Relation.present
    var value = ""
    var ignoresCase = false

    func matches(_ found: String?) -> Bool {
        guard let found else { return false }
        let (text, value) = (folded(found), folded(self.value))
        switch relation {
        case .present: return true
        case .equal: return text == value
        case .word: return !value.isEmpty && text.split(whereSeparator: \.isMarkupSpace).contains { Array($0) == value }
        case .language: return text == value || text.starts(with: value + [UInt8(ascii: "-")])
        case .prefix: return !value.isEmpty && text.starts(with: value)
        case .suffix: return !value.isEmpty && text.suffix(value.count).elementsEqual(value)
        case .part: return !value.isEmpty && text.firstRange(of: value) != nil
        }
    }

    private func folded(_ text: String) -> [UInt8] { ignoresCase ? text.utf8.map(\.lowercase) : Array(text.utf8) }
}
