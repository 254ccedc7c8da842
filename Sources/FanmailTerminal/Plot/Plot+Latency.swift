import Foundation
package import SMTPLoad

/// How long it took: by percentile, how often, and when.
extension Plot {
    /// A run among others on one plot.
    package struct Run {
        package let latency: LatencyDistribution
        /// A class of ``PlotPageStyle``.
        package let style: String
        /// In the key; nil where there is but one.
        package var name: String?

        package init(latency: LatencyDistribution, style: String, name: String? = nil) {
            (self.latency, self.style, self.name) = (latency, style, name)
        }
    }

    private static func scale(_ runs: [Run]) -> PlotAxis {
        let ends = runs.flatMap { run in
            run.latency.values(atPercentiles: [0.5]) + [run.latency.buckets[run.latency.buckets.count - 1].to]
        }
        return .logarithmic(ends, time)
    }

    /// - Parameter runs: not empty.
    package static func percentiles(_ runs: [Run], title: String) -> Plot {
        let x = PlotAxis.percentiles(of: runs.map(\.latency.count).max() ?? 1)
        var plot = Plot(
            title: title, note: "To the right each further nine is as far again: 90\u{A0}%, 99\u{A0}%, 99.9\u{A0}%.",
            x: x,
            y: scale(runs))
        for run in runs {
            // As far as a single one counts.
            let end = min(nines(run.latency.count), nines(runs.map(\.latency.count).max() ?? 1))
            let places = stride(from: 0, through: end, by: 0.02).map { $0 } + [end]
            let values = run.latency.values(atPercentiles: places.map { (1 - power(-$0)) * 100 })
            plot.line(zip(places, values).map { ($0, $1) }, style: run.style, name: run.name)
        }
        return plot
    }

    /// As ``PlotAxis/percentiles(of:)`` has it, at most.
    private static func nines(_ count: Int) -> Double {
        var (nines, left) = (0, count)
        while left >= 10, nines < 6 { (nines, left) = (nines + 1, left / 10) }
        return Double(max(2, nines))
    }

    private static func power(_ exponent: Double) -> Double { pow(10, exponent) }

    /// How many took how long: shares of all, in classes that are each a part longer than the one before.
    package static func frequencies(_ runs: [Run], title: String) -> Plot {
        let x = scale(runs)
        let classes = 56
        let shares = runs.map { run in
            var shares = [Double](repeating: 0, count: classes)
            for bucket in run.latency.buckets {
                let middle = (bucket.from + bucket.to) / 2
                let place = min(classes - 1, Int(x.place(middle) * Double(classes)))
                shares[place] += Double(bucket.count) / Double(run.latency.count) * 100
            }
            return shares
        }
        let y = PlotAxis.linear(to: shares.joined().max() ?? 1) { "\(number($0)) %" }
        var plot = Plot(title: title, x: x, y: y)
        for (run, shares) in zip(runs, shares) {
            plot.classes(shares, style: run.style, name: run.name, areLines: runs.count > 1)
        }
        return plot
    }

    /// Over the whole width.
    private mutating func classes(_ shares: [Double], style: String, name: String?, areLines: Bool) {
        let width = 1000 / Double(shares.count)
        var path = areLines ? "M0 1000" : ""
        for (place, share) in shares.enumerated() where share > 0 || areLines {
            let (left, right) = (Self.number(Double(place) * width), Self.number(Double(place + 1) * width))
            let top = Self.number(1000 - y.place(share) * 1000)
            path += areLines ? "V\(top)H\(right)" : "M\(left) 1000V\(top)H\(right)V1000z"
        }
        layers.append(Layer(kind: areLines ? .line : .area, style: style, path: path, name: name))
    }

    /// When it took how long: the darker, the more; and two percentiles as lines.
    package static func heatMap(_ series: [LoadReport.Second], title: String) -> Plot? {
        let seconds = series.compactMap { second in
            LatencyDistribution(second.histogram).map { (second, $0) }
        }
        guard seconds.count > 1, let first = series.first, let last = series.last else { return nil }
        let x = PlotAxis.time(Double(first.second), Double(last.second + (last.length ?? 1)))
        let y = PlotAxis.logarithmic(
            seconds.flatMap { [$0.1.buckets[0].from, $0.1.buckets[$0.1.buckets.count - 1].to] }.filter { $0 > 0 }, time)
        let (columns, rows) = (min(seconds.count, 100), 28)
        var counts = [[Int]](repeating: Array(repeating: 0, count: rows), count: columns)
        for (second, latency) in seconds {
            let middle = Double(second.second) + Double(second.length ?? 1) / 2
            let column = min(columns - 1, Int(x.place(middle) * Double(columns)))
            for bucket in latency.buckets {
                let row = min(rows - 1, Int(y.place((bucket.from + bucket.to) / 2) * Double(rows)))
                counts[column][row] += bucket.count
            }
        }
        var plot = Plot(
            title: title, note: "The stronger the colour, the more transactions that were to begin then took so long.",
            x: x, y: y)
        plot.heat(counts)
        func points(_ value: KeyPath<LoadReport.Second, Double>) -> [(x: Double, y: Double)] {
            seconds.map { (Double($0.0.second) + Double($0.0.length ?? 1) / 2, $0.0[keyPath: value]) }
        }
        plot.line(points(\.p99), style: "two", name: "p99")
        plot.line(points(\.p50), style: "three", name: "p50")
        return plot
    }

    /// Eight shades, by the number's logarithm.
    private mutating func heat(_ counts: [[Int]]) {
        let top = counts.joined().max() ?? 1
        var paths = [String](repeating: "", count: 8)
        for (column, rows) in counts.enumerated() {
            for (row, count) in rows.enumerated() where count > 0 {
                let shade = top == 1 ? 7 : Int(log(Double(count)) / log(Double(top)) * 7.99)
                let (left, right) = (place(column, counts.count), place(column + 1, counts.count))
                let (low, high) = (place(rows.count - row, rows.count), place(rows.count - row - 1, rows.count))
                paths[min(7, shade)] += "M\(left) \(low)V\(high)H\(right)V\(low)z"
            }
        }
        for (shade, path) in paths.enumerated() where !path.isEmpty {
            layers.append(Layer(kind: .area, style: "heat\(shade)", path: path))
        }
    }

    private func place(_ part: Int, _ count: Int) -> String { Self.number(Double(part) * 1000 / Double(count)) }
}
