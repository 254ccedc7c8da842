import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// The plots of a report.
extension BenchPage {
    /// Without the last second, where it is only begun: it would look as if the rate broke down.
    var series: [LoadReport.Second] {
        let series = report.series
        func isEmpty(_ second: LoadReport.Second) -> Bool {
            second.transactions == 0 && (second.asked ?? 0) == 0 && (second.finished ?? 0) == 0
        }
        guard let first = series.firstIndex(where: { !isEmpty($0) }),
            let last = series.lastIndex(where: { !isEmpty($0) })
        else { return [] }
        let shown = series[first...last]
        guard shown.count > 2,
            Double(series[last].second + (series[last].length ?? 1) - series[first].second)
                > report.seconds + 0.02
        else { return Array(shown) }
        return shown.dropLast()
    }

    var latency: String {
        guard let latency = LatencyDistribution(report.transaction.histogram) else { return "" }
        let run = Plot.Run(latency: latency, style: "one")
        let since = report.loop == "closed" ? "" : ", from the intended start"
        return "<h2>Latency of transactions\(since)</h2>\n" + percentiles(latency)
            + Plot.percentiles([run], title: "Latency by percentile").text
            + Plot.frequencies([run], title: "How many took how long").text
    }

    private func percentiles(_ latency: LatencyDistribution) -> String {
        let all = [50.0, 75, 90, 95, 99, 99.9, 99.99].filter {
            Double(latency.count) * (100 - $0) / 100 >= 1 || $0 == 50
        }
        let heads = all.map { "<th>\($0 == $0.rounded() ? "\(Int($0))" : "\($0)") %</th>" }
        let values = latency.values(atPercentiles: all).map { "<td>\(Plot.time($0))</td>" }
        return "<div class=\"scroll\"><table><thead><tr><th>at most</th>\(heads.joined())<th>longest</th></tr></thead>"
            + "<tbody><tr><th>took</th>\(values.joined())<td>\(Plot.time(report.transaction.max))</td></tr></tbody>"
            + "</table></div>\n"
    }

    var overTime: String {
        let series = series
        guard series.count > 1 else { return "" }
        let heat = Plot.heatMap(series, title: "Latency over time")?.text ?? ""
        return "<h2>Over time</h2>\n" + heat + rate(series).text + (refusals(series)?.text ?? "")
    }

    private typealias Points = [(x: Double, y: Double)]

    private func points(_ series: [LoadReport.Second], _ count: (LoadReport.Second) -> Int) -> Points {
        series.map { (Double($0.second), Double(count($0)) / Double($0.length ?? 1)) }
    }

    private func end(_ series: [LoadReport.Second]) -> Double {
        series.last.map { Double($0.second + ($0.length ?? 1)) } ?? 0
    }

    private func time(_ series: [LoadReport.Second]) -> PlotAxis {
        .time(Double(series.first?.second ?? 0), end(series))
    }

    private func rate(_ series: [LoadReport.Second]) -> Plot {
        let done = points(series) { $0.finished ?? $0.transactions }
        let asked = points(series) { $0.asked ?? 0 }
        let hasAsked = asked.contains { $0.y > 0 }
        let y = PlotAxis.linear(to: (done + asked).map(\.y).max() ?? 1) { "\($0.shown)/s" }
        var plot = Plot(title: "Transactions a second", x: time(series), y: y)
        if hasAsked { plot.steps(asked, to: end(series), style: "pale", name: "asked for") }
        plot.steps(done, to: end(series), style: "one", name: hasAsked ? "finished" : nil)
        return plot
    }

    private func refusals(_ series: [LoadReport.Second]) -> Plot? {
        let bad = points(series, \.notAccepted)
        guard bad.contains(where: { $0.y > 0 }) else { return nil }
        let y = PlotAxis.linear(to: bad.map(\.y).max() ?? 1) { "\($0.shown)/s" }
        var plot = Plot(title: "Recipients not accepted, a second", x: time(series), y: y)
        plot.steps(bad, to: end(series), style: "two")
        return plot
    }

    var connections: String {
        let series = report.series
        var open = 0
        let count: Points = series.map { second in
            open += (second.opened ?? 0)
            defer { open -= (second.closed ?? 0) }
            return (Double(second.second), Double(open))
        }
        let line =
            "<h2>Connections</h2>\n<p>\(report.connections.grouped) opened, "
            + "\(report.connectionFailures.grouped) failed\(connectTimes).</p>\n"
        guard series.count > 1, count.contains(where: { $0.y > 0 }) else { return line }
        let failed = points(series) { $0.failed ?? 0 }
        let hasFailed = failed.contains { $0.y > 0 }
        let y = PlotAxis.linear(to: (count + (hasFailed ? failed : [])).map(\.y).max() ?? 1) { $0.shown }
        var plot = Plot(title: "Connections in use", x: time(series), y: y)
        plot.steps(count, to: end(series), style: "one", name: hasFailed ? "in use" : nil)
        if hasFailed { plot.steps(failed, to: end(series), style: "two", name: "failed, a second") }
        return line + plot.text
    }

    private var connectTimes: String {
        guard report.connect.count > 0 else { return "" }
        return "; to the reply to EHLO p50 \(Plot.time(report.connect.p50)), p99 \(Plot.time(report.connect.p99))"
    }
}
