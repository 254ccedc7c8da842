import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// A report as a table for people.
enum BenchSummary {
    static func time(_ milliseconds: Double) -> String {
        let value = milliseconds < 10 ? (milliseconds * 100).rounded() / 100 : (milliseconds * 10).rounded() / 10
        return "\(value) ms"
    }

    /// A time in a table: as it is best read, and where there is little room.
    static func figure(_ milliseconds: Double) -> (whole: String, short: String) {
        (time(milliseconds), Plot.time(milliseconds))
    }

    /// On standard output, or where that is for others on standard error.
    static func show(_ report: LoadReport, onErrors: Bool = false) {
        let width = onErrors ? (Terminal.isErrorTerminal ? Terminal.width : nil) : Terminal.listingWidth
        for line in lines(report, width: width) { onErrors ? Terminal.say(line) : Terminal.print(line) }
    }

    /// With what became of a scenario's parts.
    ///
    /// - Parameter width: columns, in which no line breaks within a word; nil is as wide as it gets.
    static func lines(_ report: LoadReport, width: Int? = nil) -> [String] {
        func fitted(_ lines: [String]) -> [String] {
            guard let width else { return lines }
            return lines.flatMap { $0.isEmpty ? [$0] : $0.wrapped(to: width) }
        }
        var table = FigureTable(["what", "count", "mean", "p50", "p90", "p99", "p99.9", "max"])
        for (name, latency) in report.latencies {
            let times = [latency.mean, latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
            table.add(name, [("\(latency.count)", "\(latency.count)")] + times.map(figure))
        }
        let figures = report.latencies.isEmpty ? [] : table.lines(width: width) + [""]
        return fitted(head(report) + [""]) + figures + fitted(foot(report))
            + ScenarioSummary.lines(report, width: width)
    }

    private static func head(_ report: LoadReport) -> [String] {
        var lines = [
            "\(report.loop.escapedForTerminal) loop, \(round(report.seconds)) s: \(counted(report.transactions, "transaction")), \(round(report.transactionsPerSecond)) transactions/s, \(round(report.recipientsPerSecond)) recipients/s"
                + (report.targetRate.map { " (asked for \(round($0)) transactions/s)" } ?? ""),
            "recipients: \(report.accepted) accepted, \(report.refused) refused, \(report.deferred) deferred, \(report.unsent) unsent, \(report.unknown) unknown",
        ]
        if let notSent = report.notSent, notSent > 0 {
            lines.append("\(notSent) of \(counted(report.planned ?? 0, "transaction")) that were planned were not sent")
        }
        if let inFlight = report.inFlight, inFlight > 1 {
            lines.append(
                "\(inFlight) transactions in flight on each connection: the latency of each has the wait for the one before it"
            )
        }
        if report.changes != nil { lines.append("it was paused, or its rate changed, by hand meanwhile") }
        return lines
    }

    private static func foot(_ report: LoadReport) -> [String] {
        var lines: [String] = []
        let replies = report.replies.sorted { $0.value > $1.value }.map { "\($0.key): \($0.value)" }
        if !replies.isEmpty { lines.append("replies: \(replies.joined(separator: ", "))".escapedForTerminal) }
        if let failure = report.lastFailure {
            lines.append(
                "\(counted(report.connectionFailures, "connection")) failed; the last failure: \(failure)"
                    .escapedForTerminal)
        }
        let generator = report.generator
        lines.append(
            "generator: \(Int((generator.cpuShare * 100).rounded())) % of \(counted(generator.threads, "thread")), \(round(generator.cpuSeconds)) s of CPU time"
                + (generator.sendError.count > 0 ? ", send-time error p99.9 \(time(generator.sendError.p999))" : ""))
        lines.append(BenchLimit.text(report))
        lines += (report.thresholds ?? []).map { "fails if \(BenchThreshold.text($0))".escapedForTerminal }
        return lines
    }

    private static func round(_ value: Double) -> String {
        value >= 100 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    }
}
