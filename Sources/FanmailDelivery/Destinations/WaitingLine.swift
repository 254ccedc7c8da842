/// First come, first served.
struct WaitingLine<Element> {
    private var elements: [Element] = []
    private var served = 0

    var isEmpty: Bool { served == elements.count }
    var count: Int { elements.count - served }
    var first: Element? { isEmpty ? nil : elements[served] }

    mutating func append(_ element: Element) { elements.append(element) }

    @discardableResult
    mutating func popFirst() -> Element? {
        guard let first else { return nil }
        served += 1
        // What was served is let go of once it is most of it.
        if served * 2 >= elements.count {
            elements.removeFirst(served)
            served = 0
        }
        return first
    }
}
