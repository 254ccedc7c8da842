import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// Two runs on one page: what differs, by how much and how surely, and their latencies one upon the other.
struct BenchComparisonPage {
    let before, after: LoadReport
    /// What the two are called.
    let names: (before: String, after: String)
    var clock = LocalClock()

    private var comparison: LoadComparison { LoadComparison(before, after) }

    var text: String {
        PlotPage.document(
            title: "fanmail bench compare \(names.before) \(names.after)",
            head: "<b>\(Plot.escaped(names.before))</b> against <b>\(Plot.escaped(names.after))</b>",
            line: before.target == after.target ? before.target : "\(before.target) against \(after.target)",
            notices + differences + latency + numbers + settings)
    }

    private var notices: String {
        var notices: [String] = []
        for (name, report) in [(names.before, before), (names.after, after)] {
            if report.generator.wasTheLimit { notices.append("\(name): the generator was the limit, not the server.") }
            if report.changes != nil { notices.append("\(name): the rate was changed by hand.") }
            if report.isInterrupted == true { notices.append("\(name): the run was ended before its time.") }
        }
        if before.loop != after.loop {
            notices.append("One was a closed loop, the other an open one: latencies differ by that.")
        }
        if let one = before.machine, let two = after.machine, one != two {
            notices.append("They were measured on different machines: \(one.name) and \(two.name).")
        }
        return notices.map { "<p class=\"notice\">\(Plot.escaped($0))</p>\n" }.joined()
    }

    private var differences: String {
        let rows = comparison.rows.map { row in
            let words = Plot.escaped(BenchCompareCommand.words(row.verdict))
            let verdict = row.isSignificant ? "<b>\(words)</b>" : words
            return
                "<tr><th>\(Plot.escaped(row.name))</th><td>\(Plot.number(row.before))</td><td>\(Plot.number(row.after))</td>"
                + "<td>\(LoadComparison.percent(row.change))</td><td>\(row.interval ?? "too few seconds")</td>"
                + "<td class=\"text\">\(verdict)</td></tr>"
        }
        return "<h2>What differs</h2>\n<p>By the seconds of the two runs, with intervals of 95 % confidence.</p>\n"
            + "<div class=\"scroll\"><table><thead><tr><th>what</th><th>before</th><th>after</th><th>change</th>"
            + "<th>interval</th><th></th></tr></thead><tbody>\(rows.joined())</tbody></table></div>\n"
    }

    private var latency: String {
        guard let one = LatencyDistribution(before.transaction.histogram),
            let two = LatencyDistribution(after.transaction.histogram)
        else {
            return
                "<p class=\"notice\">A report was written before reports had histograms: there is nothing to draw.</p>\n"
        }
        let runs = [
            Plot.Run(latency: one, style: "pale", name: names.before),
            .init(latency: two, style: "one", name: names.after),
        ]
        return "<h2>Latency of transactions</h2>\n" + Plot.percentiles(runs, title: "Latency by percentile").text
            + Plot.frequencies(runs, title: "How many took how long").text
    }

    private var numbers: String {
        func recipients(_ count: KeyPath<LoadReport, Int>) -> (String, String) {
            (before[keyPath: count].grouped, after[keyPath: count].grouped)
        }
        func time(_ value: KeyPath<LoadReport.Latency, Double>) -> (String, String) {
            (Plot.time(before.transaction[keyPath: value]), Plot.time(after.transaction[keyPath: value]))
        }
        let rows: [(String, (String, String))] = [
            ("asked for", (Self.rate(before.targetRate), Self.rate(after.targetRate))),
            ("transactions", (Self.rate(before.transactionsPerSecond), Self.rate(after.transactionsPerSecond))),
            ("p50", time(\.p50)), ("p90", time(\.p90)), ("p99", time(\.p99)), ("p99.9", time(\.p999)),
            ("longest", time(\.max)), ("accepted", recipients(\.accepted)), ("refused", recipients(\.refused)),
            ("deferred", recipients(\.deferred)), ("unsent", recipients(\.unsent)), ("unknown", recipients(\.unknown)),
        ]
        return "<h2>The whole runs</h2>\n" + table(rows)
    }

    /// What was asked for, where it differs first.
    private var settings: String {
        func facts(_ report: LoadReport) -> [(String, String)] {
            let when = report.startedAt.flatMap { Timestamp(rfc3339: $0) }.map { clock.line($0) } ?? "–"
            return [("began", when)] + (report.settings ?? []).map { ($0.name, $0.value) }
                + (report.machine.map(BenchPage.machine) ?? []) + [("version", report.version ?? "–")]
        }
        let (one, two) = (facts(before), facts(after))
        let names = (one + two).map(\.0).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let rows = names.map { name in
            (name, (one.first { $0.0 == name }?.1 ?? "–", two.first { $0.0 == name }?.1 ?? "–"))
        }
        return "<h2>What was asked for, and where</h2>\n" + table(rows)
    }

    private func table(_ rows: [(String, (String, String))]) -> String {
        let text = rows.map { name, values in
            let (one, two) = (Plot.escaped(values.0), Plot.escaped(values.1))
            return
                "<tr><th>\(Plot.escaped(name))</th><td>\(one)</td><td>\(one == two ? two : "<b>\(two)</b>")</td></tr>"
        }
        return "<div class=\"scroll\"><table><thead><tr><th></th><th>\(Plot.escaped(names.before))</th>"
            + "<th>\(Plot.escaped(names.after))</th></tr></thead><tbody>\(text.joined())</tbody></table></div>\n"
    }

    private static func rate(_ rate: Double?) -> String { rate.map { "\($0.shown)/s" } ?? "–" }
}
