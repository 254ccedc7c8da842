import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// What a watched run did lately: its last seconds, and its rate in each second of the last minute.
struct BenchHistory {
    /// Over which what is called recent is counted.
    static let recentSeconds = 5.0
    private static let blocks = Array("▁▂▃▄▅▆▇█")

    private(set) var now = LoadProgress()
    /// The oldest first; the first one is as old as what is recent.
    private var states: [LoadProgress] = []
    /// Transactions a second, a second each, the latest last.
    private(set) var rates: [Double] = []
    private var lastSecond = LoadProgress()

    mutating func take(_ progress: LoadProgress) {
        now = progress
        if states.isEmpty {
            // All began at nothing.
            states.append(LoadProgress())
        }
        states.append(progress)
        while states.count > 2, states[1].seconds <= progress.seconds - Self.recentSeconds { states.removeFirst() }
        let time = progress.seconds - lastSecond.seconds
        guard time >= 0.999 else { return }
        rates.append(Double(progress.transactions - lastSecond.transactions) / time)
        if rates.count > 60 { rates.removeFirst() }
        lastSecond = progress
    }

    /// What is called recent began with this.
    var before: LoadProgress { states.first ?? LoadProgress() }

    private var time: Double { max(0.001, now.seconds - before.seconds) }

    /// Transactions a second, recently.
    var rate: Double { Double(now.transactions - before.transactions) / time }

    var recent: CoarseHistogram { now.latency.since(before.latency) }

    var lateness: CoarseHistogram { now.lateness.since(before.lateness) }

    /// A count by second, recently.
    func rate(_ count: KeyPath<LoadProgress, Int>) -> Double {
        Double(now[keyPath: count] - before[keyPath: count]) / time
    }

    /// Of each of the generator's threads, recently.
    var cpuShare: Double { (now.cpuSeconds - before.cpuSeconds) / time / Double(max(1, now.threads)) }

    /// The rates of the last seconds as bars, as many as there is room for.
    func bars(_ room: Int) -> String {
        let shown = rates.suffix(max(0, room))
        let top = max(shown.max() ?? 0, 1)
        return String(
            shown.map { rate in
                Self.blocks[min(Self.blocks.count - 1, max(0, Int(rate / top * Double(Self.blocks.count))))]
            })
    }
}
