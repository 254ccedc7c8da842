import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// The line that is redrawn while a bench runs, where there is no room for ``BenchView``: with the rates of the last
/// seconds as bars.
enum BenchLine {
    static func text(_ history: BenchHistory) -> String {
        let progress = history.now
        var parts = ["\(Int(progress.seconds)) s", "\(history.rate.shown) transactions/s"]
        if let phase = progress.phase { parts.insert("phase \(phase.number) of \(phase.count)", at: 0) }
        if let p99 = history.recent.value(atPercentile: 99) { parts.append("p99 \(BenchSummary.time(p99))") }
        parts.append("\(progress.accepted) accepted")
        if progress.notAccepted > 0 { parts.append("\(progress.notAccepted) not") }
        if progress.overdue > 0 { parts.append("\(progress.overdue) overdue") }
        if progress.connectionFailures > 0 {
            parts.append("\(counted(progress.connectionFailures, "connection")) failed")
        }
        return parts.joined(separator: "  ") + "  " + history.bars(40)
    }
}
