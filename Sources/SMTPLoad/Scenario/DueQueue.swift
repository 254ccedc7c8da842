/// What waits for its turn, first come, first served, and no more of it than can be remembered.
struct DueQueue<Element> {
    private let limit: Int
    private var elements: [Element] = []
    private var first = 0

    /// - Parameter limit: the most that wait at once.
    init(limit: Int) { self.limit = limit }

    var count: Int { elements.count - first }
    var isEmpty: Bool { count == 0 }

    /// - Returns: false where it is full, and this one was not taken.
    mutating func append(_ element: Element) -> Bool {
        guard count < limit else { return false }
        elements.append(element)
        return true
    }

    mutating func popFirst() -> Element? {
        guard first < elements.count else { return nil }
        let element = elements[first]
        first += 1
        if first > 1024, first * 2 > elements.count {
            elements.removeFirst(first)
            first = 0
        }
        return element
    }
}
