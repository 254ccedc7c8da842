/// How often what took how long: what a report's histogram holds, for whoever draws it.
public struct LatencyDistribution: Sendable {
    public struct Bucket: Sendable {
        /// Milliseconds, the upper one excluded.
        public let from, to: Double
        public let count: Int
    }

    /// In order, without empty ones.
    public let buckets: [Bucket]
    public let count: Int

    /// - Parameter text: as ``LoadReport/Latency/histogram`` and ``LoadReport/Second/histogram`` have it.
    /// - Returns: nil for what is no histogram, or an empty one.
    public init?(_ text: String?) {
        guard let text, let (digits, cells) = HistogramText.cells(text), let layout = BucketLayout(digits: digits),
            !cells.isEmpty
        else { return nil }
        buckets = cells.map { index, count in
            let low = layout.lowest(at: index)
            return Bucket(
                from: Double(low) / 1000, to: Double(low + layout.width(at: index)) / 1000, count: Int(clamping: count))
        }
        var sum = 0
        for bucket in buckets {
            let (next, isTooMuch) = sum.addingReportingOverflow(bucket.count)
            guard !isTooMuch else { return nil }
            sum = next
        }
        count = sum
    }

    /// - Parameter counts: how many took so many whole milliseconds.
    /// - Returns: nil where there are none.
    package init?(milliseconds counts: [Int: Int]) {
        buckets = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { millisecond, count in
            Bucket(from: Double(millisecond), to: Double(millisecond) + 1, count: count)
        }
        count = buckets.reduce(0) { $0 + $1.count }
        guard count > 0 else { return nil }
    }

    /// The value that this percentage does not exceed, in milliseconds, for each of the percentages, which go up.
    public func values(atPercentiles percentiles: [Double]) -> [Double] {
        var values: [Double] = []
        var (place, sum) = (0, buckets[0].count)
        for percentile in percentiles {
            let rank = Double(count) * percentile / 100
            while Double(sum) < rank, place + 1 < buckets.count {
                place += 1
                sum += buckets[place].count
            }
            values.append(buckets[place].to)
        }
        return values
    }
}
