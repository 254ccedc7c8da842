import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// What became of a scenario's parts.
extension BenchPage {
    var scenario: String {
        guard let scenario = report.scenario else { return "" }
        return [("Phases", scenario.phases), ("Senders", scenario.senders), ("Targets", scenario.targets)]
            .map { "<h2>\($0.0)</h2>\n" + table($0.1) }.joined()
    }

    private func table(_ parts: [ScenarioReport.Part]) -> String {
        let rows = parts.map { part in
            let bad = part.refused + part.deferred + part.unsent + part.unknown
            let times = [part.latency.p50, part.latency.p99, part.latency.max]
                .map { "<td>\(part.latency.count == 0 ? "–" : Plot.time($0))</td>" }.joined()
            return "<tr><th>\(Plot.escaped(part.name))</th><td>\(part.transactions.grouped)</td>"
                + "<td>\(part.accepted.grouped)</td><td>\(bad.grouped)</td><td>\(part.notSent.grouped)</td>\(times)</tr>"
        }
        return "<div class=\"scroll\"><table><thead><tr><th>name</th><th>transactions</th><th>accepted</th>"
            + "<th>not accepted</th><th>not sent</th><th>p50</th><th>p99</th><th>longest</th></tr></thead><tbody>"
            + rows.joined() + "</tbody></table></div>\n"
    }
}
