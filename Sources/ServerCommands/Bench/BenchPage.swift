import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import SMTPLoad

/// A report as one page that needs nothing else: what came of it first, then plots and tables. No JavaScript.
struct BenchPage {
    let report: LoadReport
    /// Of whoever looks at it.
    var clock = LocalClock()

    static func write(_ report: LoadReport, to path: String) throws {
        try PlotPage.write(BenchPage(report: report).text, to: path)
    }

    var text: String {
        let parts = report.parts.map { ", \(counted($0.count, "generator"))" } ?? ""
        return PlotPage.document(
            title: "fanmail bench \(report.target)",
            head: "<b>\(Plot.escaped(report.target))</b> \(Plot.escaped("\(report.loop) loop\(parts)"))",
            line: start,
            [
                notices, tiles, thresholds, generators, latency, overTime, scenario, commands, outcomes, connections,
                generator,
                settings,
            ].joined())
    }

    /// When, in the time of this place, and for how long.
    private var start: String {
        let when = report.startedAt.flatMap { Timestamp(rfc3339: $0) }.map { clock.line($0) + ", " } ?? ""
        return "\(when)\(BenchView.time(report.seconds)) measured"
    }

    // MARK: - What came of it

    private var notices: String {
        var notices: [String] = []
        if isLimited { notices.append(PlotPage.sentence(BenchLimit.text(report))) }
        if let notSent = report.notSent, notSent > 0 {
            notices.append(
                "\(notSent.grouped) of \((report.planned ?? 0).grouped) transactions that were planned were not sent.")
        }
        if let inFlight = report.inFlight, inFlight > 1 {
            notices.append(
                "\(inFlight) transactions were in flight on each connection: the latency of each has the wait for the one "
                    + "before it.")
        }
        if report.isInterrupted == true { notices.append("The run was ended before its time.") }
        if let changes = report.changes {
            let words = changes.prefix(6).map { change in
                "\(Plot.number(change.second)) s: "
                    + (change.factor == 0 ? "paused" : "\(Plot.number(change.factor * 100)) % of the plan")
            }
            let more = changes.count > 6 ? ", and \(changes.count - 6) more" : ""
            notices.append("Changed by hand: \(words.joined(separator: ", "))\(more).")
        }
        if let failure = report.lastFailure, report.connectionFailures > 0 {
            notices.append("\(counted(report.connectionFailures, "connection")) failed; the last failure: \(failure)")
        }
        return notices.map { "<p class=\"notice\">\(Plot.escaped($0))</p>\n" }.joined()
    }

    /// By something else than the server that a closed loop measures.
    private var isLimited: Bool {
        guard let kind = report.limit?.kind else { return report.generator.wasTheLimit }
        return kind != .none && !(kind == .server && report.loop == "closed")
    }

    private var tiles: String {
        let recipients = report.accepted + report.refused + report.deferred + report.unsent + report.unknown
        let share = recipients > 0 ? Double(report.accepted) / Double(recipients) * 100 : 0
        let asked = report.targetRate.map { "of \($0.shown)/s asked for" } ?? "as fast as it answers"
        let isKept = report.targetRate.map { report.transactionsPerSecond > $0 * 0.95 } ?? true
        let latency = report.transaction
        var tiles = [
            PlotPage.tile("transactions", "\(report.transactionsPerSecond.shown)/s", asked, isBad: !isKept),
            PlotPage.tile("recipients", "\(report.recipientsPerSecond.shown)/s", "accepted"),
            PlotPage.tile(
                "accepted", "\(PlotPage.percent(share))",
                "\((recipients - report.accepted).grouped) of \(recipients.grouped) not", isBad: share < 99.9),
        ]
        if latency.count > 0 {
            let since = report.loop == "closed" ? "from the first command" : "from the intended start"
            tiles += [
                PlotPage.tile("p50", Plot.time(latency.p50), since),
                PlotPage.tile("p99", Plot.time(latency.p99), since),
                PlotPage.tile("p99.9", Plot.time(latency.p999), "longest \(Plot.time(latency.max))"),
            ]
        }
        return "<dl class=\"tiles\">\(tiles.joined())</dl>\n"
    }
}
