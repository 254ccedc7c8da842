import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// The tables of a report.
extension BenchPage {
    var commands: String {
        let latencies = report.latencies
        guard !latencies.isEmpty else { return "" }
        let rows = latencies.map { name, latency in
            let cells = [latency.mean, latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
                .map { "<td>\(Plot.time($0))</td>" }.joined()
            return "<tr><th>\(Plot.escaped(name))</th><td>\(Int(clamping: latency.count).grouped)</td>\(cells)</tr>"
        }
        return "<h2>By command</h2>\n" + (latencies.count > 1 ? ranges(latencies) : "")
            + "<div class=\"scroll\"><table><thead><tr><th>what</th><th>count</th><th>mean</th><th>p50</th><th>p90</th>"
            + "<th>p99</th><th>p99.9</th><th>longest</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>\n"
    }

    /// A bar from p50 to p99 and a thin line on to the longest, for each.
    private func ranges(_ latencies: [(name: String, latency: LoadReport.Latency)]) -> String {
        let axis = PlotAxis.logarithmic(latencies.flatMap { [$0.latency.p50, $0.latency.max] }, Plot.time)
        func span(_ from: Double, _ to: Double) -> String {
            let (left, right) = (axis.place(from) * 100, axis.place(to) * 100)
            return "<i style=\"left:\(Plot.number(left))%;width:\(Plot.number(max(0, right - left)))%\"></i>"
        }
        let rows = latencies.map { name, latency in
            "<div class=\"row\"><b>\(Plot.escaped(name))</b><div class=\"track\">\(span(latency.p50, latency.max))"
                + "\(span(latency.p50, latency.p99))</div></div>"
        }
        let ticks = axis.ticks.map { tick in
            let end = tick.place < 0.02 ? " first" : tick.place > 0.98 ? " last" : ""
            return
                "<span class=\"\(tick.isMinor ? "minor" : "major")\(end)\" style=\"left:\(Plot.number(tick.place * 100))%\">"
                + "\(Plot.escaped(tick.label))</span>"
        }
        return
            "<figure class=\"ranges\"><figcaption>From p50 to p99, and on to the longest</figcaption>\(rows.joined())"
            + "<div class=\"row scale\"><b></b><div class=\"along\">\(ticks.joined())</div></div></figure>\n"
    }

    var outcomes: String {
        let all = [
            ("accepted", report.accepted, "three"), ("refused", report.refused, "two"),
            ("deferred", report.deferred, "two"), ("unsent", report.unsent, "pale"),
            ("unknown", report.unknown, "pale"),
        ]
        let replies = report.replies.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        let shown = replies.prefix(40).map { code, count in (code, count, code.hasPrefix("2") ? "three" : "two") }
        let more = replies.count > 40 ? "<p>And \(replies.count - 40) other replies.</p>\n" : ""
        return "<h2>Outcomes of recipients</h2>\n" + shares("outcome", all)
            + (shown.isEmpty ? "" : "<h2>Replies</h2>\n" + shares("code", Array(shown)) + more)
    }

    private func shares(_ what: String, _ rows: [(String, Int, String)]) -> String {
        let sum = max(1, rows.reduce(0) { $0 + $1.1 })
        let text = rows.map { name, count, style in
            let share = Double(count) / Double(sum) * 100
            return "<tr><th>\(Plot.escaped(name))</th><td>\(count.grouped)</td><td>\(PlotPage.percent(share))</td>"
                + "<td class=\"wide\">\(count == 0 ? "" : "<i class=\"\(style)\" style=\"width:\(Plot.number(share))%\"></i>")</td></tr>"
        }
        return "<div class=\"scroll\"><table><thead><tr><th>\(what)</th><th>recipients</th><th>share</th>"
            + "<td class=\"wide\"></td></tr></thead><tbody>\(text.joined())</tbody></table></div>\n"
    }

    var generator: String {
        let own = report.generator
        var facts = [
            (
                "CPU time",
                "\(Plot.number(own.cpuSeconds)) s, \(Plot.number((own.cpuShare * 100).rounded())) % of "
                    + counted(own.threads, "thread")
            )
        ]
        if own.sendError.count > 0 {
            let late = own.sendError
            facts.append(
                (
                    "sent late by",
                    "p50 \(Plot.time(late.p50)), p99 \(Plot.time(late.p99)), p99.9 \(Plot.time(late.p999)), "
                        + "at most \(Plot.time(late.max)), where a connection was free"
                ))
        }
        facts.append(("limit", BenchLimit.text(report).replacing("limit: ", with: "")))
        return "<h2>The generator itself</h2>\n" + Self.facts(facts)
    }

    /// What the run was to be like.
    var thresholds: String {
        guard let verdicts = report.thresholds, !verdicts.isEmpty else { return "" }
        let rows = verdicts.map { verdict in
            "<tr><th>\(Plot.escaped(verdict.threshold))</th><td>\(Plot.escaped(BenchThreshold.value(verdict)))</td>"
                + "<td class=\"text\"><b class=\"\(verdict.isBroken ? "bad\">failed" : "good\">kept")</b></td></tr>"
        }
        return
            "<h2>Thresholds</h2>\n<div class=\"scroll\"><table><thead><tr><th>fails if</th><th>measured</th><th></th>"
            + "</tr></thead><tbody>\(rows.joined())</tbody></table></div>\n"
    }

    /// Each of several generators.
    var generators: String {
        guard let parts = report.parts, !parts.isEmpty else { return "" }
        let rows = parts.map { part in
            let machine = part.machine.map { "\($0.name), \(counted($0.cores, "core"))" } ?? "–"
            let start = part.startedAt.flatMap { Timestamp(rfc3339: $0) }.map { clock.line($0) } ?? "–"
            let asked = part.targetRate.map { "\($0.shown)/s" } ?? "–"
            return
                "<tr><th>\(Plot.escaped(machine))</th><td class=\"text\">\(Plot.escaped(start))</td><td>\(asked)</td>"
                + "<td>\(part.transactionsPerSecond.shown)/s</td><td>\(Plot.time(part.p50))</td>"
                + "<td>\(Plot.time(part.p99))</td><td>\(Plot.number((part.cpuShare * 100).rounded())) %"
                + "\(part.wasTheLimit ? ", was the limit" : "")</td></tr>"
        }
        return
            "<h2>Generators</h2>\n<div class=\"scroll\"><table><thead><tr><th>machine</th><th>began</th><th>asked</th>"
            + "<th>achieved</th><th>p50</th><th>p99</th><th>CPU</th></tr></thead><tbody>\(rows.joined())</tbody>"
            + "</table></div>\n"
    }

    var settings: String {
        var facts = (report.settings ?? []).map { ($0.name, $0.value) }
        facts.append(("run", report.run))
        if let machine = report.machine { facts += Self.machine(machine) }
        if let start = report.startedAt { facts.append(("began", start)) }
        return "<h2>What was asked for, and where it ran</h2>\n" + Self.facts(facts)
            + "<footer>\(Plot.escaped(report.version ?? "fanmail"))</footer>\n"
    }

    static func machine(_ machine: LoadMachine) -> [(String, String)] {
        let memory = Plot.number(Double(machine.memory) / Double(1 << 30))
        return [
            ("machine", "\(machine.name), \(counted(machine.cores, "core")), \(memory) GiB"),
            ("system", machine.system),
        ]
    }

    static func facts(_ facts: [(String, String)]) -> String {
        "<dl class=\"facts\">"
            + facts.map { "<dt>\(Plot.escaped($0.0))</dt><dd>\(Plot.escaped($0.1))</dd>" }.joined() + "</dl>\n"
    }
}
