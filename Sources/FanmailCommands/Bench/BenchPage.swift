import Fanmail
import FanmailBasics
import Foundation
import SMTPLoad

/// A report as one page that needs nothing else: tables, and plots in SVG.
enum BenchPage {
    static func write(_ report: LoadReport, to path: String) throws {
        do { try PersonalFile.write(Array(text(report).utf8), to: path) } catch {
            throw FanmailFailure(.disk, "--html \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
    }

    /// So that a load is not measured for nothing: tells before it whether the page can be written.
    static func expectWritable(_ path: String) throws {
        let isNew = access(path, F_OK) != 0
        do {
            close(try PersonalFile.open(path, appending: true))
            if isNew { unlink(path) }
        } catch {
            throw FanmailFailure(.disk, "--html \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
    }

    static func text(_ report: LoadReport) -> String {
        let series = wholeSeconds(report)
        let at = series.map { Double($0.second) }
        let latencies = report.latencies
        let rows = latencies.map { name, latency in
            let cells = [latency.mean, latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
                .map { "<td>\(BenchSummary.time($0))</td>" }.joined()
            return "<tr><th>\(escaped(name))</th><td>\(latency.count)</td>\(cells)</tr>"
        }
        let outcomes = [
            ("accepted", report.accepted, blue), ("refused", report.refused, orange),
            ("deferred", report.deferred, "#c9a227"), ("unsent", report.unsent, "#888"),
            ("unknown", report.unknown, "#7b3f8c"),
        ]
        let replies = report.replies.sorted { $0.value > $1.value }
            .map { "<tr><th>\(escaped($0.key))</th><td>\($0.value)</td></tr>" }
        let summary = BenchSummary.lines(report).prefix(2).map { "<p>\(escaped($0))</p>" }.joined()
        return """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>fanmail bench \(escaped(report.target))</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#222}
            table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #ddd}
            th:first-child{text-align:left}svg{width:100%;height:auto}.limit{color:#a33;font-weight:bold}</style>
            <h1>\(escaped(report.target))</h1>\(summary)
            \(report.generator.wasTheLimit ? "<p class=limit>The generator was the limit, not the server.</p>" : "")
            <h2>Transactions a second</h2>
            \(Plot.lines(at, [("transactions", blue, series.map { Double($0.transactions) })], unit: "/s"))
            <h2>Latency over time</h2>
            \(Plot.lines(
                at, [("p50", blue, series.map(\.p50)), ("p99", orange, series.map(\.p99))], unit: " ms", scale: .logarithmic))
            <h2>Latency by command</h2>
            <p>From p50 to p99, and on to the longest; each line of the grid is ten times the one before.</p>
            \(Plot.ranges(latencies.map { Plot.Range($0, $1.p50, $1.p99, $1.max) }, colour: blue))
            <table><tr><th></th><th>count</th><th>mean</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>max</th></tr>
            \(rows.joined(separator: "\n"))</table>
            <h2>Outcomes of recipients</h2>
            \(Plot.bars(outcomes.filter { $0.1 > 0 }.map { ($0.0, Double($0.1), $0.2) }))
            <table><tr><th>reply</th><th>recipients</th></tr>\(replies.joined(separator: "\n"))</table>
            <p>Generator: \(Int((report.generator.cpuShare * 100).rounded())) % of \(counted(report.generator.threads, "thread")).</p>
            </html>

            """
    }

    private static let blue = "#2a7ab9"
    private static let orange = "#c2693a"

    /// Without the last one, where it is only begun: it would look as if the rate broke down.
    private static func wholeSeconds(_ report: LoadReport) -> [LoadReport.Second] {
        let series = report.series.filter { $0.transactions > 0 }
        guard let first = series.first, let last = series.last, series.count > 2,
            Double(last.second - first.second + 1) > report.seconds + 0.02
        else { return series }
        return series.dropLast()
    }

    private static func escaped(_ text: String) -> String { Plot.escaped(text) }
}
