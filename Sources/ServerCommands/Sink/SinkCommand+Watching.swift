import Fanmail
import FanmailBasics
import FanmailTerminal
import SMTPSink

/// How long a sink goes on, and what is shown meanwhile.
extension SinkCommand {
    /// Until the time or the number of messages ends it, or all that is expected has come.
    static func watch(
        _ server: SinkServer, _ expectations: SinkExpectations, maxMessages: Int?, limit: Duration?, endsEarly: Bool
    ) async {
        let clock = ContinuousClock()
        let end = limit.map { clock.now + $0 }
        let isShown = Terminal.isErrorTerminal
        // Of the last second.
        var latest: [(at: ContinuousClock.Instant, messages: Int)] = []
        var reached: ContinuousClock.Instant?
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(isShown ? 200 : 20))
            let counts = server.counts
            if isShown {
                latest = latest.suffix(5) + [(clock.now, counts.messages)]
                Terminal.draw("\r\u{1B}[K" + line(counts, latest).cut(to: Terminal.width - 1))
            }
            if let end, clock.now >= end { return }
            if let maxMessages, counts.messages >= maxMessages { return }
            guard endsEarly else { continue }
            let results = expectations.results(counts)
            reached = expectations.isReached(results) ? reached ?? clock.now : nil
            let time = reached.map { clock.now - $0 }
            if expectations.isOver(results, open: counts.open, reachedFor: time) { return }
        }
    }

    private static func line(_ counts: SinkCounts, _ latest: [(at: ContinuousClock.Instant, messages: Int)]) -> String {
        var parts = [counted(counts.messages, "message"), "\(counts.copies) copies"]
        if let first = latest.first, let last = latest.last, last.at > first.at {
            let rate = Double(last.messages - first.messages) / (first.at.duration(to: last.at) / .seconds(1))
            parts.insert("\(Int(rate.rounded()))/s", at: 1)
        }
        if counts.refused > 0 { parts.append("\(counts.refused) refused") }
        if counts.deferred > 0 { parts.append("\(counts.deferred) deferred") }
        parts.append("\(counted(counts.open, "connection")) open")
        return parts.joined(separator: ", ")
    }
}
