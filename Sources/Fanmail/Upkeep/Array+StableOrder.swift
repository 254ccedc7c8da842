extension Array {
    /// Sorted; what is equal keeps its order.
    func sortedStably(by areInOrder: (Element, Element) -> Bool) -> [Element] {
        enumerated().sorted {
            areInOrder($0.element, $1.element)
                || !areInOrder($1.element, $0.element) && $0.offset < $1.offset
        }.map(\.element)
    }
}
