/// Chooses one of several after the other in proportion to their weights, evenly mixed: of 5, 1 and 1 it is a a b a c a a.
struct WeightedChoice {
    private let weights: [Int]
    private var credits: [Int]

    /// - Parameter weights: where one is below 1, it counts as 1.
    init(weights: [Int]) {
        self.weights = weights.map { max(1, $0) }
        credits = weights.map { _ in 0 }
    }

    /// The next one among those for which this holds; nil where there is none. The others gather nothing meanwhile.
    mutating func next(where isUp: (Int) -> Bool) -> Int? {
        var total = 0
        var best: Int?
        for place in weights.indices where isUp(place) {
            credits[place] += weights[place]
            total += weights[place]
            if credits[place] > best.map({ credits[$0] }) ?? .min { best = place }
        }
        if let best { credits[best] -= total }
        return best
    }
}
