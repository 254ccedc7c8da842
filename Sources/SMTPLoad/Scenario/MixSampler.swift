/// Takes one of several kinds by their weights: in random order, and in any number of draws each kind as often as its
/// weight says, to within a few.
struct MixSampler {
    /// Of so many draws each kind has its share, but for a fraction that is carried over.
    private static let block = 100

    private let shares: [Double]
    private var draws: SeededDraws
    /// What each kind is owed.
    private var owed: [Double]
    private var drawn: [Int] = []

    init(_ weights: [Double], seed: UInt64) {
        let sum = weights.reduce(0, +)
        shares = weights.map { $0 / sum }
        owed = weights.map { _ in 0 }
        draws = SeededDraws(seed: seed)
    }

    mutating func next() -> Int {
        guard shares.count > 1 else { return 0 }
        if drawn.isEmpty { fill() }
        return drawn.removeLast()
    }

    private mutating func fill() {
        var left = Self.block
        for kind in shares.indices {
            owed[kind] += shares[kind] * Double(Self.block)
            let whole = min(left, max(0, Int(owed[kind] + 1e-9)))
            take(kind, whole)
            left -= whole
        }
        while left > 0, let kind = owed.indices.max(by: { owed[$0] < owed[$1] }) {
            take(kind, 1)
            left -= 1
        }
        drawn.shuffle(using: &draws)
    }

    private mutating func take(_ kind: Int, _ count: Int) {
        owed[kind] -= Double(count)
        drawn += repeatElement(kind, count: count)
    }
}
