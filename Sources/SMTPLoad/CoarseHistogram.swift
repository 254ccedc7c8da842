/// Times, counted within 3 %: small enough that there is one for each second of a run, and that the whole of it is looked
/// at while it goes on.
public struct CoarseHistogram: Sendable, Equatable {
    static let layout = BucketLayout(magnitude: 5)
    /// 73 minutes in microseconds; what is longer counts as that.
    private static let highest: UInt64 = 1 << 32 - 1

    /// How many there are.
    public private(set) var count = 0
    private var first = 0
    /// From the bucket ``first`` on.
    private var counts: [Int] = []

    public init() {}

    /// - Parameter value: microseconds.
    mutating func record(_ value: UInt64, count more: Int = 1) {
        let index = Self.layout.index(of: min(value, Self.highest))
        if index < first || index >= first + counts.count { grow(to: index) }
        counts[index - first] += more
        count += more
    }

    /// Some more than one, since its neighbours come next.
    private mutating func grow(to index: Int) {
        let room = 16
        if counts.isEmpty { first = max(0, index - room / 2) }
        if index < first {
            let low = max(0, index - room / 2)
            counts.insert(contentsOf: repeatElement(0, count: first - low), at: 0)
            first = low
        }
        if index >= first + counts.count {
            counts.append(contentsOf: repeatElement(0, count: index + room - first - counts.count))
        }
    }

    mutating func add(_ other: CoarseHistogram) {
        for (place, more) in other.counts.enumerated() where more > 0 {
            let index = other.first + place
            if index < first || index >= first + counts.count { grow(to: index) }
            counts[index - first] += more
        }
        count += other.count
    }

    /// What came since an earlier state of the same.
    public func since(_ earlier: CoarseHistogram) -> CoarseHistogram {
        var rest = self
        for (place, less) in earlier.counts.enumerated() where less > 0 {
            let index = earlier.first + place - first
            if counts.indices.contains(index) { rest.counts[index] -= less }
        }
        rest.count -= earlier.count
        return rest
    }

    /// Buckets with something in them: their place in the layout, and how many.
    var cells: [(index: Int, count: Int)] {
        counts.enumerated().compactMap { $1 > 0 ? (first + $0, $1) : nil }
    }

    /// In milliseconds, the middle of the bucket; nil when there is none.
    ///
    /// - Parameter percentile: from 0 to 100.
    public func value(atPercentile percentile: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((percentile / 100 * Double(count)).rounded(.up)))
        var sum = 0
        for (place, more) in counts.enumerated() where more > 0 {
            sum += more
            if sum >= rank { return Self.middle(of: first + place) }
        }
        return counts.lastIndex { $0 > 0 }.map { Self.middle(of: first + $0) }
    }

    /// Milliseconds of all of them together.
    public var sum: Double { cells.reduce(0) { $0 + Self.middle(of: $1.index) * Double($1.count) } }

    /// How many took at most so many milliseconds, within the width of a bucket.
    public func count(upTo milliseconds: Double) -> Int {
        cells.reduce(0) { $0 + (Self.middle(of: $1.index) <= milliseconds ? $1.count : 0) }
    }

    private static func middle(of index: Int) -> Double {
        (Double(layout.lowest(at: index)) + Double(layout.width(at: index) - 1) / 2) / 1000
    }

    public static func == (left: CoarseHistogram, right: CoarseHistogram) -> Bool {
        left.cells.elementsEqual(right.cells) { $0 == $1 }
    }
}
