/// Holds selectors against the elements of a page, from the right, and gives up what no other ancestor or sibling could
/// mend. What it does for a page is bounded.
struct SelectorMatcher {
    private enum Fit {
        case fits
        /// Another element may fit in its place.
        case failsHere
        /// No sibling of it can.
        case failsAmongSiblings
        case fails
    }

    let elements: [HTMLElement]
    /// How many comparisons of an element with a part of a selector, and declarations taken, are left.
    private(set) var budget: Int

    init(_ elements: [HTMLElement], budget: Int) {
        self.elements = elements
        self.budget = budget
    }

    /// - Returns: whether something is left for what follows.
    mutating func charge(_ count: Int) -> Bool {
        budget -= count
        return budget > 0
    }

    mutating func matches(_ selector: CSSSelector, _ element: Int) -> Bool {
        fit(selector, selector.compounds.count - 1, element) == .fits
    }

    private mutating func fit(_ selector: CSSSelector, _ index: Int, _ element: Int) -> Fit {
        budget -= 1
        guard budget > 0 else { return .fails }
        guard selector.compounds[index].matches(elements[element]) else { return .failsHere }
        guard index > 0 else { return .fits }
        switch selector.combinators[index - 1] {
        case .descendant:
            var next = elements[element].parent
            while let ancestor = next {
                let found = fit(selector, index - 1, ancestor)
                if found == .fits || found == .fails { return found }
                next = elements[ancestor].parent
            }
            return .fails
        case .child:
            guard let parent = elements[element].parent else { return .fails }
            let found = fit(selector, index - 1, parent)
            return found == .failsHere ? .failsAmongSiblings : found
        case .adjacent:
            guard let previous = elements[element].previous else { return .failsAmongSiblings }
            return fit(selector, index - 1, previous)
        case .sibling:
            var next = elements[element].previous
            while let sibling = next {
                let found = fit(selector, index - 1, sibling)
                if found != .failsHere { return found }
                next = elements[sibling].previous
            }
            return .failsAmongSiblings
        }
    }
}
