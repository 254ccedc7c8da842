import FanmailBasics
import SMTPLoad

/// A report as a table for people.
enum BenchSummary {
    static func time(_ milliseconds: Double) -> String {
        let value = milliseconds < 10 ? (milliseconds * 100).rounded() / 100 : (milliseconds * 10).rounded() / 10
        return "\(value) ms"
    }

    static func lines(_ report: LoadReport) -> [String] {
        var lines = [
            "\(report.loop) loop, \(round(report.seconds)) s: \(counted(report.transactions, "transaction")), \(round(report.transactionsPerSecond)) transactions/s, \(round(report.recipientsPerSecond)) recipients/s"
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
        lines.append("")
        var table = TextTable("what", "count", "mean", "p50", "p90", "p99", "p99.9", "max")
        for (name, latency) in report.latencies {
            table.add(
                name, "\(latency.count)", time(latency.mean), time(latency.p50), time(latency.p90), time(latency.p99),
                time(latency.p999), time(latency.max))
        }
        lines += table.lines
        lines.append("")
        let replies = report.replies.sorted { $0.value > $1.value }.map { "\($0.key): \($0.value)" }
        if !replies.isEmpty { lines.append("replies: \(replies.joined(separator: ", "))") }
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
