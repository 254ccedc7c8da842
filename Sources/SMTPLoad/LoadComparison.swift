/// Two reports against each other, by their seconds: a difference counts when its confidence interval leaves out zero.
///
/// Rates are compared by their means. Latencies are so by their logarithms: a few slow seconds would widen the interval of
/// a mean until it holds everything, and a percentile that is many times another would not differ from it.
public struct LoadComparison: Sendable, Codable {
    public struct Row: Sendable, Codable {
        public var name: String
        public var before, after: Double
        /// After against before, as a share: 0.1 is 10 % more.
        public var change: Double
        /// 95 % confidence interval of that; nil when there are fewer than three seconds on a side.
        public var low, high: Double?
        public var isSignificant: Bool

        public enum Verdict: Sendable {
            case differs
            /// What difference there may be is less than a tenth.
            case same
            /// The seconds are too few, or too unlike each other, to tell.
            case unclear
        }

        public var verdict: Verdict {
            guard let low, let high else { return .unclear }
            return isSignificant ? .differs : low > -0.1 && high < 0.1 ? .same : .unclear
        }

        /// The interval in words; nil where there is none.
        package var interval: String? {
            guard let low, let high else { return nil }
            return "\(LoadComparison.percent(low)) to \(LoadComparison.percent(high))"
        }
    }

    public let rows: [Row]

    /// A change with its sign, to a tenth of a percent.
    package static func percent(_ share: Double) -> String {
        "\(share > 0 ? "+" : "")\((share * 1000).rounded() / 10) %"
    }

    init(rows: [Row]) { self.rows = rows }

    public init(_ before: LoadReport, _ after: LoadReport) {
        // The first and the last second are not whole.
        func whole(_ report: LoadReport) -> [LoadReport.Second] {
            var seconds = report.series.drop { $0.transactions == 0 }[...]
            while let last = seconds.last, last.finished ?? last.transactions == 0 { seconds.removeLast() }
            return seconds.count > 4 ? Array(seconds.dropFirst().dropLast()) : Array(seconds)
        }
        /// Where nothing was sent there is no latency.
        func latency(_ seconds: [LoadReport.Second], _ value: KeyPath<LoadReport.Second, Double>) -> [Double] {
            seconds.filter { $0.transactions > 0 }.map { $0[keyPath: value] }
        }
        /// Of what was reached: in an open loop what was to begin is the rate that was asked for, however slow the server.
        func rates(_ seconds: [LoadReport.Second]) -> [Double] {
            seconds.map { Double($0.finished ?? $0.transactions) / Double($0.length ?? 1) }
        }
        /// Recipients of what ended in a second, who are known by the second in which it was to begin.
        func recipients(_ seconds: [LoadReport.Second]) -> [Double] {
            let accepted = Double(seconds.reduce(0) { $0 + $1.accepted })
            let mean = accepted / Double(max(1, seconds.reduce(0) { $0 + $1.transactions }))
            return zip(rates(seconds), seconds).map { rate, second in
                rate * (second.transactions > 0 ? Double(second.accepted) / Double(second.transactions) : mean)
            }
        }
        let (one, two) = (whole(before), whole(after))
        rows = [
            Self.row("transactions/s", rates(one), rates(two)),
            Self.row("recipients/s", recipients(one), recipients(two)),
            Self.ratio("p50 ms", latency(one, \.p50), latency(two, \.p50)),
            Self.ratio("p99 ms", latency(one, \.p99), latency(two, \.p99)),
        ]
    }

    /// The difference of two means, by the mean before.
    private static func row(_ name: String, _ before: [Double], _ after: [Double]) -> Row {
        let (one, two) = (mean(before), mean(after))
        let change = one == 0 ? 0 : (two - one) / one
        guard before.count >= 3, after.count >= 3, one != 0 else {
            return Row(name: name, before: one, after: two, change: change, isSignificant: false)
        }
        let half = half(before, after) / one
        return Row(
            name: name, before: one, after: two, change: change, low: change - half, high: change + half,
            isSignificant: change - half > 0 || change + half < 0)
    }

    /// The ratio of two geometric means, as a change.
    private static func ratio(_ name: String, _ before: [Double], _ after: [Double]) -> Row {
        // Nothing takes no time: a microsecond is the least that is measured.
        let (one, two) = (
            before.map { naturalLogarithm(max($0, 0.001)) }, after.map { naturalLogarithm(max($0, 0.001)) }
        )
        let difference = mean(two) - mean(one)
        func change(_ logarithm: Double) -> Double { exponential(logarithm) - 1 }
        var row = Row(
            name: name, before: one.isEmpty ? 0 : exponential(mean(one)),
            after: two.isEmpty ? 0 : exponential(mean(two)),
            change: one.isEmpty || two.isEmpty ? 0 : change(difference), isSignificant: false)
        guard before.count >= 3, after.count >= 3 else { return row }
        let half = half(one, two)
        (row.low, row.high) = (change(difference - half), change(difference + half))
        row.isSignificant = difference - half > 0 || difference + half < 0
        return row
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// Half of Welch's interval of the difference of two means.
    private static func half(_ before: [Double], _ after: [Double]) -> Double {
        /// The variance of the mean.
        func spread(_ values: [Double]) -> Double {
            let (count, mean) = (Double(values.count), mean(values))
            return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count
        }
        let (a, b) = (spread(before), spread(after))
        let sum = a + b
        let freedom =
            sum == 0 ? 100 : sum * sum / (a * a / Double(before.count - 1) + b * b / Double(after.count - 1))
        return quantile(freedom) * sum.squareRoot()
    }

    /// Student's t at 97.5 %, by the expansion about the normal distribution; from 2 degrees on within 3 %.
    private static func quantile(_ freedom: Double) -> Double {
        let z = 1.959964
        let f = max(2, freedom)
        let (z3, z5, z7) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z)
        return z + (z3 + z) / (4 * f) + (5 * z5 + 16 * z3 + 3 * z) / (96 * f * f)
            + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * f * f * f)
    }
}
