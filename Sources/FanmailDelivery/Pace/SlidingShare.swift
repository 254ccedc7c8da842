/// How many of the latest answers were of one kind. Kept by runs: a million answers of the other kind are one entry.
struct SlidingShare {
    /// How many answers are looked back at.
    let window: Int
    private(set) var count = 0
    /// How many of ``count`` were of the kind.
    private(set) var hits = 0
    private var runs: [(count: Int, hits: Int)] = []

    init(window: Int) {
        self.window = window
    }

    mutating func add(_ added: Int, hits addedHits: Int) {
        guard added > 0, window > 0 else { return }
        if addedHits == 0, runs.last?.hits == 0 {
            runs[runs.count - 1].count += added
        } else {
            runs.append((added, addedHits))
        }
        count += added
        hits += addedHits
        while count > window { forget(count - window) }
    }

    /// Which answers of a run were hits is not kept: where a part of it leaves, its hits leave in proportion.
    private mutating func forget(_ surplus: Int) {
        let oldest = runs[0]
        let leaving = min(surplus, oldest.count)
        let leavingHits = oldest.hits * leaving / oldest.count
        if leaving == oldest.count {
            runs.removeFirst()
        } else {
            runs[0] = (oldest.count - leaving, oldest.hits - leavingHits)
        }
        count -= leaving
        hits -= leavingHits
    }

    mutating func clear() {
        self = SlidingShare(window: window)
    }
}
