import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import Foundation

/// The line that is redrawn while a mailing runs, on a terminal only.
final class ProgressLine {
    let isShown: Bool
    private var pace = ProgressPace()

    init(isShown: Bool = Terminal.isErrorTerminal) { self.isShown = isShown }

    func draw(_ progress: RunProgress, of total: Int?) {
        guard isShown else { return }
        let rate = pace.rate(at: .now, settled: progress.settled)
        let line = Self.text(progress, of: total, rate: rate).escapedForTerminal.cut(to: Terminal.width - 1)
        Terminal.draw("\r\u{1B}[K\(line)")
    }

    func finish() {
        if isShown { Terminal.draw("\r\u{1B}[K") }
    }

    static func text(_ progress: RunProgress, of total: Int?, rate: Double) -> String {
        var parts: [String] = []
        if let total, total > 0 {
            parts.append("\(progress.settled) of \(total) (\(progress.settled * 100 / total) %)")
        } else {
            parts.append("\(progress.settled)")
        }
        parts.append("\(Int(rate))/s")
        if let total, rate >= 1, total > progress.settled {
            parts.append("\(Int((Double(total - progress.settled) / rate).rounded(.up))) s to go")
        }
        parts.append(counted(progress.connections, "connection"))
        if progress.refused > 0 { parts.append("\(progress.refused) refused") }
        if progress.deferred > 0 { parts.append("\(progress.deferred) deferred") }
        if progress.unknown > 0 { parts.append("\(progress.unknown) unknown") }
        if let until = progress.waitingUntil { parts.append("waiting until \(until.said) to try again") }
        if let trouble = progress.storageTrouble { parts.append(trouble) }
        if let trouble = progress.trouble { parts.append(trouble) }
        return parts.joined(separator: "  ")
    }
}
