import Fanmail
import FanmailBasics
import Foundation
import SMTPLoad

/// A report as one page that needs nothing else: what came of it first, then plots and tables. No JavaScript.
struct BenchPage {
    let report: LoadReport
    /// Of whoever looks at it.
    var clock = LocalClock()

    static func write(_ report: LoadReport, to path: String) throws {
        try write(BenchPage(report: report).text, to: path)
    }

    static func write(_ text: String, to path: String) throws {
        do { try PersonalFile.write(Array(text.utf8), to: path) } catch {
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

    var text: String {
        let parts = report.parts.map { ", \(counted($0.count, "generator"))" } ?? ""
        return Self.document(
            title: "fanmail bench \(report.target)",
            head: "<b>\(Plot.escaped(report.target))</b> \(Plot.escaped("\(report.loop) loop\(parts)"))",
            line: start,
            [
                notices, tiles, thresholds, generators, latency, overTime, scenario, commands, outcomes, connections,
                generator,
                settings,
            ].joined())
    }

    /// - Parameters:
    ///   - head: HTML, as is `body`.
    ///   - line: what stands below it.
    static func document(title: String, head: String, line: String, _ body: String) -> String {
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(Plot.escaped(title))</title>
        <style>\(BenchPageStyle.text)</style></head><body>
        <header><p>\(head)</p><p>\(Plot.escaped(line))</p></header>
        <main>
        \(body)</main></body></html>

        """
    }

    /// When, in the time of this place, and for how long.
    private var start: String {
        let when = report.startedAt.flatMap { Timestamp(rfc3339: $0) }.map { clock.line($0) + ", " } ?? ""
        return "\(when)\(BenchView.time(report.seconds)) measured"
    }

    // MARK: - What came of it

    private var notices: String {
        var notices: [String] = []
        if isLimited { notices.append(Self.sentence(BenchLimit.text(report))) }
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

    static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    private var tiles: String {
        let recipients = report.accepted + report.refused + report.deferred + report.unsent + report.unknown
        let share = recipients > 0 ? Double(report.accepted) / Double(recipients) * 100 : 0
        let asked = report.targetRate.map { "of \($0.shown)/s asked for" } ?? "as fast as it answers"
        let isKept = report.targetRate.map { report.transactionsPerSecond > $0 * 0.95 } ?? true
        let latency = report.transaction
        var tiles = [
            Self.tile("transactions", "\(report.transactionsPerSecond.shown)/s", asked, isBad: !isKept),
            Self.tile("recipients", "\(report.recipientsPerSecond.shown)/s", "accepted"),
            Self.tile(
                "accepted", "\(Self.percent(share))",
                "\((recipients - report.accepted).grouped) of \(recipients.grouped) not", isBad: share < 99.9),
        ]
        if latency.count > 0 {
            let since = report.loop == "closed" ? "from the first command" : "from the intended start"
            tiles += [
                Self.tile("p50", Plot.time(latency.p50), since), Self.tile("p99", Plot.time(latency.p99), since),
                Self.tile("p99.9", Plot.time(latency.p999), "longest \(Plot.time(latency.max))"),
            ]
        }
        return "<dl class=\"tiles\">\(tiles.joined())</dl>\n"
    }

    static func tile(_ name: String, _ value: String, _ note: String, isBad: Bool = false) -> String {
        "<div\(isBad ? " class=\"bad\"" : "")><dt>\(Plot.escaped(name))</dt><dd>\(Plot.escaped(value))</dd>"
            + "<dd>\(Plot.escaped(note))</dd></div>"
    }

    static func percent(_ share: Double) -> String {
        // What is not all is not shown as all.
        let rounded = share < 100 && share > 99.99 ? 99.99 : (share * 100).rounded() / 100
        return "\(rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)") %"
    }
}
