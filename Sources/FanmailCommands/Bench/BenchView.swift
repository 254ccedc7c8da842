import Fanmail
import FanmailBasics
import SMTPLoad
import Synchronization

/// The line that is redrawn while a bench runs, with the rates of the last seconds as bars.
final class BenchView: Sendable {
    private static let bars = Array("▁▂▃▄▅▆▇█")
    private static let shownRates = 40

    private struct State {
        var last = LoadProgress()
        var rates: [Double] = []
    }

    private let state = Mutex(State())

    func draw(_ progress: LoadProgress) {
        let rates = state.withLock { state in
            let time = progress.seconds - state.last.seconds
            if time > 0 { state.rates.append(Double(progress.transactions - state.last.transactions) / time) }
            state.rates = state.rates.suffix(Self.shownRates)
            state.last = progress
            return state.rates
        }
        Terminal.draw("\r\u{1B}[K\(Self.text(progress, rates: rates).cut(to: Terminal.width - 1))")
    }

    func finish() { Terminal.draw("\r\u{1B}[K") }

    /// - Parameter rates: transactions a second, a quarter of a second each, the latest last.
    static func text(_ progress: LoadProgress, rates: [Double]) -> String {
        let recent = rates.suffix(4)
        var parts = [
            "\(Int(progress.seconds)) s",
            "\(Int((recent.reduce(0, +) / Double(max(1, recent.count))).rounded())) transactions/s",
        ]
        if let p99 = progress.p99 { parts.append("p99 \(BenchSummary.time(p99))") }
        parts.append("\(progress.accepted) accepted")
        if progress.notAccepted > 0 { parts.append("\(progress.notAccepted) not") }
        if progress.overdue > 0 { parts.append("\(progress.overdue) overdue") }
        if progress.connectionFailures > 0 {
            parts.append("\(counted(progress.connectionFailures, "connection")) failed")
        }
        let top = max(rates.max() ?? 0, 1)
        let drawn = rates.map { rate in
            let height = Int(rate / top * Double(Self.bars.count))
            return Self.bars[min(Self.bars.count - 1, height)]
        }
        return parts.joined(separator: "  ") + "  " + String(drawn)
    }
}
