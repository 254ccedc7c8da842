import Fanmail
import Foundation
import Load
import MailCore

/// A report as one page that needs nothing else: tables, and plots in SVG.
enum BenchPage {
    static func write(_ report: LoadReport, to path: String) throws {
        do { try Data(text(report).utf8).write(to: URL(fileURLWithPath: path)) } catch {
            throw FanmailFailure(
                .disk, "--html \(path.escapedForTerminal): cannot be written: \(error.localizedDescription)")
        }
    }

    static func text(_ report: LoadReport) -> String {
        let series = report.series.filter { $0.transactions > 0 }
        let at = series.map { Double($0.second) }
        var commands = report.commands.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        commands.append(("transaction", report.transaction))
        if report.connect.count > 0 { commands.insert(("connect", report.connect), at: 0) }
        let rows = commands.map { name, latency in
            let cells = [latency.mean, latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
                .map { "<td>\(BenchSummary.time($0))</td>" }.joined()
            return "<tr><th>\(escaped(name))</th><td>\(latency.count)</td>\(cells)</tr>"
        }
        let outcomes = [
            ("accepted", report.accepted, "#2a7ab9"), ("refused", report.refused, "#c2693a"),
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
            \(plot(at, [("transactions", "#2a7ab9", series.map { Double($0.transactions) })], unit: "/s"))
            <h2>Latency over time</h2>
            \(plot(at, [("p50", "#2a7ab9", series.map(\.p50)), ("p99", "#c2693a", series.map(\.p99))], unit: " ms"))
            <h2>Latency by command</h2>
            \(bars(commands.flatMap { [("\($0.0) p50", $0.1.p50, "#2a7ab9"), ("\($0.0) p99", $0.1.p99, "#c2693a")] }, unit: " ms"))
            <table><tr><th></th><th>count</th><th>mean</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>max</th></tr>
            \(rows.joined(separator: "\n"))</table>
            <h2>Outcomes of recipients</h2>
            \(bars(outcomes.filter { $0.1 > 0 }.map { ($0.0, Double($0.1), $0.2) }, unit: ""))
            <table><tr><th>reply</th><th>recipients</th></tr>\(replies.joined(separator: "\n"))</table>
            <p>Generator: \(Int((report.generator.cpuShare * 100).rounded())) % of \(counted(report.generator.threads, "thread")).</p>
            </html>

            """
    }

    /// Lines over the seconds of the run.
    private static func plot(_ at: [Double], _ lines: [(name: String, colour: String, values: [Double])], unit: String)
        -> String
    {
        guard at.count > 1, let first = at.first, let last = at.last else { return "<p>Too short for a plot.</p>" }
        let top = max(lines.flatMap(\.values).max() ?? 0, 0.001)
        var text = "<svg viewBox=\"0 0 760 240\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">"
        for step in 0...4 {
            let y = 200 - step * 45
            text += "<line x1=\"70\" x2=\"750\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"#ddd\"/>"
            text += "<text x=\"64\" y=\"\(y + 4)\" text-anchor=\"end\">\(number(top * Double(step) / 4))\(unit)</text>"
        }
        for (index, line) in lines.enumerated() {
            let points = zip(at, line.values).map { second, value in
                "\(number(70 + 680 * (second - first) / (last - first))),\(number(200 - 180 * value / top))"
            }
            text +=
                "<polyline fill=\"none\" stroke=\"\(line.colour)\" stroke-width=\"2\" points=\"\(points.joined(separator: " "))\"/>"
            text += "<text x=\"\(80 + index * 90)\" y=\"232\" fill=\"\(line.colour)\">\(line.name)</text>"
        }
        text +=
            "<text x=\"70\" y=\"216\">\(Int(first)) s</text><text x=\"750\" y=\"216\" text-anchor=\"end\">\(Int(last)) s</text>"
        return text + "</svg>"
    }

    private static func bars(_ bars: [(name: String, value: Double, colour: String)], unit: String) -> String {
        let top = max(bars.map(\.value).max() ?? 0, 0.001)
        var text =
            "<svg viewBox=\"0 0 760 \(bars.count * 26 + 8)\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">"
        for (index, bar) in bars.enumerated() {
            let (y, width) = (index * 26 + 4, 480 * bar.value / top)
            text += "<text x=\"140\" y=\"\(y + 14)\" text-anchor=\"end\">\(escaped(bar.name))</text>"
            text +=
                "<rect x=\"150\" y=\"\(y)\" width=\"\(number(max(1, width)))\" height=\"20\" rx=\"3\" fill=\"\(bar.colour)\"/>"
            text += "<text x=\"\(number(158 + width))\" y=\"\(y + 14)\">\(number(bar.value))\(unit)</text>"
        }
        return text + "</svg>"
    }

    private static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }

    private static func escaped(_ text: String) -> String {
        text.escapedForTerminal.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            "\"", with: "&quot;")
    }
}
