import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// A search for the highest rate, as a page: what was found, then each step, drawn and in figures.
struct BenchSearchPage {
    /// Milliseconds of a p99 to be kept.
    let limit: Double
    let best: Double?
    let trials: [RateSearch.Trial]
    /// It came to its end.
    let isWhole: Bool
    /// Of the last step: where it ran, and what was asked for.
    let last: LoadReport
    /// Of whoever looks at it.
    var clock = LocalClock()

    var text: String {
        PlotPage.document(
            title: "fanmail bench --find-max \(last.target)",
            head:
                "<b>\(Plot.escaped(last.target))</b> the highest rate with a p99 within \(Plot.escaped(Plot.time(limit)))",
            line: last.startedAt.flatMap { Timestamp(rfc3339: $0) }.map { "until \(clock.line($0))" } ?? "",
            [notices, tiles, latency, rates, steps, settings].joined())
    }

    private var notices: String {
        var notices: [String] = []
        if !isWhole { notices.append("The search was ended before its time: a higher rate may be kept.") }
        if isWhole, best == nil { notices.append("No rate down to 1/s was kept.") }
        if let slowest = trials.filter({ !$0.isKept }).min(by: { $0.rate < $1.rate }), let reason = slowest.reason {
            notices.append("The lowest rate that was not kept, \(slowest.rate.shown)/s: \(reason).")
        }
        return notices.map { "<p class=\"notice\">\(Plot.escaped($0))</p>\n" }.joined()
    }

    private var tiles: String {
        let kept = trials.filter(\.isKept)
        let found = kept.first { $0.rate == best }
        var tiles = [
            PlotPage.tile(
                "highest rate kept", best.map { "\($0.shown)/s" } ?? "none",
                isWhole ? "to within 5 %" : "as far as it was searched", isBad: best == nil)
        ]
        if let found {
            tiles.append(PlotPage.tile("p99 at it", Plot.time(found.p99), "at most \(Plot.time(limit))"))
            tiles.append(PlotPage.tile("p50 at it", Plot.time(found.p50), "from the intended start"))
        }
        tiles.append(PlotPage.tile("steps", "\(trials.count)", "\(kept.count) of them kept"))
        return "<dl class=\"tiles\">\(tiles.joined())</dl>\n"
    }

    // MARK: - Drawn

    private typealias Points = [(x: Double, y: Double)]

    /// From the lowest rate to the highest, each once: the last word on it.
    private var byRate: [RateSearch.Trial] {
        trials.reduce(into: [Double: RateSearch.Trial]()) { $0[$1.rate] = $1 }.values.sorted { $0.rate < $1.rate }
    }

    private var axis: PlotAxis { .logarithmic(byRate.map(\.rate)) { "\($0.shown)/s" } }

    private var latency: String {
        let measured = byRate.filter { $0.p99 > 0 }
        guard measured.count > 1, let first = byRate.first, let last = byRate.last else { return "" }
        let y = PlotAxis.logarithmic(measured.map(\.p99) + [limit], Plot.time)
        var plot = Plot(title: "p99 by the rate that was asked for", x: axis, y: y)
        plot.line([(first.rate, limit), (last.rate, limit)], style: "pale", name: "to be kept")
        plot.line(measured.map { ($0.rate, $0.p99) }, style: "one", name: "measured")
        return "<h2>Latency of transactions, from the intended start</h2>\n" + plot.text
    }

    private var rates: String {
        let all = byRate
        guard all.count > 1 else { return "" }
        let y = PlotAxis.logarithmic(all.flatMap { [$0.rate, $0.transactionsPerSecond] }) { "\($0.shown)/s" }
        var plot = Plot(title: "Transactions a second", x: axis, y: y)
        plot.line(all.map { ($0.rate, $0.rate) }, style: "pale", name: "asked for")
        plot.line(all.map { ($0.rate, $0.transactionsPerSecond) }, style: "three", name: "reached")
        return "<h2>What was reached of it</h2>\n" + plot.text
    }

    // MARK: - In figures

    private var steps: String {
        let rows = trials.map { trial in
            let verdict = trial.isKept ? "<b class=\"good\">kept</b>" : "<b class=\"bad\">not kept</b>"
            let counts = [trial.accepted, trial.refused, trial.deferred, trial.unsent + trial.unknown, trial.notSent]
                .map { "<td>\($0.grouped)</td>" }.joined()
            return "<tr><th>\(trial.rate.shown)/s</th><td>\(trial.transactionsPerSecond.shown)/s</td>"
                + "<td>\(Plot.time(trial.p50))</td><td>\(Plot.time(trial.p99))</td>\(counts)"
                + "<td class=\"text\">\(verdict)\(trial.reason.map { ": \(Plot.escaped($0))" } ?? "")</td></tr>"
        }
        return "<h2>Each step</h2>\n<div class=\"scroll\"><table><thead><tr><th>asked for</th><th>reached</th>"
            + "<th>p50</th><th>p99</th><th>accepted</th><th>refused</th><th>deferred</th><th>unsent, unknown</th>"
            + "<th>not sent</th><th></th></tr></thead><tbody>\(rows.joined())</tbody></table></div>\n"
    }

    private var settings: String {
        var facts = (last.settings ?? []).filter { $0.name != "pace" }.map { ($0.name, $0.value) }
        if let machine = last.machine { facts += BenchPage.machine(machine) }
        return "<h2>What was asked for, and where it ran</h2>\n" + BenchPage.facts(facts)
            + "<footer>\(Plot.escaped(last.version ?? "fanmail"))</footer>\n"
    }
}
