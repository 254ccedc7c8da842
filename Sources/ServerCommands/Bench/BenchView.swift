import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// What is shown of a bench while it runs, on a terminal of 80 columns and 24 rows or of any other size.
struct BenchView {
    /// A line, and how soon it goes where there are too few rows: the highest first.
    private struct Line {
        let text: String
        var style: String?
        var rank = 0
    }

    var target: String
    /// `closed` or `open`.
    var isOpen: Bool
    var hasKeys: Bool
    /// Whether it can be paused, and an open loop's rate changed.
    var canChange = true
    var history = BenchHistory()
    var factor = 1.0
    var isPaused = false
    /// What was said last.
    var note: String?
    var isEnding = false

    private static let labels = 14
    private static let mostReplies = 5

    /// As many lines as there are rows, none wider than the columns.
    func lines(columns: Int, rows: Int, hasColour: Bool) -> [String] {
        var lines = self.lines(columns)
        // What can be pressed stands at the bottom.
        while lines.count > max(1, rows), let rank = lines.dropLast().map(\.rank).max(),
            let place = lines.dropLast().lastIndex(where: { $0.rank == rank })
        {
            lines.remove(at: place)
        }
        let missing = max(0, rows - lines.count)
        lines.insert(contentsOf: repeatElement(Line(text: ""), count: missing), at: lines.count - 1)
        return lines.map { line in
            let text = line.text.escapedForTerminal.cut(to: columns)
            return line.style.map { Terminal.styled(text, $0, hasColour) } ?? text
        }
    }

    private func lines(_ columns: Int) -> [Line] {
        let progress = history.now
        let end = progress.left.map { ", \(Self.time($0)) left" } ?? ""
        let time = "\(Self.time(progress.seconds)) gone\(end)"
        let loop = isOpen ? "open loop" : "closed loop"
        let what = progress.phase.map { "phase \($0.number) of \($0.count): \($0.name)" } ?? loop
        let title = "\(target), \(what)".escapedForTerminal.cut(
            to: max(target.columns + 1, columns - time.columns - 2))
        let gap = String(repeating: " ", count: max(2, columns - title.columns - time.columns))
        var lines = [Line(text: title + gap + time, style: "1"), Line(text: "", rank: 9)]
        lines.append(Line(text: Self.row("transactions", [rate])))
        lines.append(Line(text: Self.row("last minute", [history.bars(min(60, columns - Self.labels))]), rank: 4))
        lines.append(Line(text: "", rank: 9))
        lines += latency
        lines.append(Line(text: "", rank: 9))
        lines += recipients
        lines.append(Line(text: "", rank: 9))
        let open = "\(progress.open.grouped) open, \(progress.connectionFailures.grouped) failed"
        lines.append(Line(text: Self.row("connections", [open]), rank: 3))
        lines += replies
        lines.append(Line(text: Self.row("last refusal", [progress.lastBadReply.map(Self.oneLine) ?? "none"]), rank: 2))
        lines.append(Line(text: Self.row("last failure", [progress.lastFailure.map(Self.oneLine) ?? "none"]), rank: 5))
        let hasRate = progress.phase == nil ? isOpen : progress.rate != nil
        let limit = BenchCurrentLimit(history, isOpen: hasRate, isPaused: isPaused)
        lines.append(Line(text: Self.row("limited by", [limit.text]), style: limit.isTrouble ? "33" : nil))
        lines.append(Line(text: note.map(Self.oneLine) ?? "", style: "33", rank: note == nil ? 8 : 1))
        lines.append(Line(text: keys, style: "7"))
        return lines
    }

    private var rate: String {
        var text = "\(history.rate.shown)/s"
        if let asked = history.now.rate { text += " of \(asked.shown)/s asked for" }
        if factor != 1 { text += ", by hand \(Int((factor * 100).rounded())) % of the plan" }
        if history.now.overdue > 0 { text += ", \(history.now.overdue.grouped) wait" }
        return text
    }

    private var latency: [Line] {
        func row(_ name: String, _ times: CoarseHistogram) -> String {
            let values = [50, 99, 99.9, 100].map { times.value(atPercentile: $0).map(BenchSummary.time) ?? "–" }
            return Self.row(name, Self.cells(values + [times.count.grouped]))
        }
        return [
            Line(text: Self.row("latency", Self.cells(["p50", "p99", "p99.9", "longest", "count"])), rank: 1),
            Line(text: row("  last \(Int(BenchHistory.recentSeconds)) s", history.recent)),
            Line(text: row("  in all", history.now.latency), rank: 1),
        ]
    }

    private static let outcomes: [(String, any KeyPath<LoadProgress, Int> & Sendable)] = [
        ("accepted", \.accepted), ("refused", \.refused), ("deferred", \.deferred), ("unsent", \.unsent),
        ("unknown", \.unknown),
    ]

    private var recipients: [Line] {
        let recent = Self.outcomes.map { "\(history.rate($0.1).shown)/s" }
        let all = Self.outcomes.map { history.now[keyPath: $0.1].grouped }
        let isBad = history.now.notAccepted > 0
        return [
            Line(text: Self.row("recipients", Self.cells(Self.outcomes.map(\.0))), rank: 1),
            Line(text: Self.row("  last \(Int(BenchHistory.recentSeconds)) s", Self.cells(recent)), rank: 6),
            Line(text: Self.row("  in all", Self.cells(all)), style: isBad ? "33" : nil),
        ]
    }

    /// The most frequent ones, and how many others there are.
    private var replies: [Line] {
        let all = history.now.replies.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        let sum = max(1, all.reduce(0) { $0 + $1.value })
        let room = all.count > Self.mostReplies ? Self.mostReplies - 1 : Self.mostReplies
        var rows = all.prefix(room).map { code, count in
            Self.cells([count.grouped, "\((Double(count) / Double(sum) * 1000).rounded() / 10) %"]) + ["  \(code)"]
        }
        if all.count > room { rows.append(["  and \(all.count - room) other codes"]) }
        while rows.count < Self.mostReplies { rows.append([]) }
        return rows.enumerated().map { place, row in
            Line(text: Self.row(place == 0 ? "replies" : "", row), rank: row.isEmpty ? 8 : place == 0 ? 3 : 5 + place)
        }
    }

    private var keys: String {
        guard !isEnding else { return "open transactions are finished; Ctrl-C once more ends it at once" }
        guard hasKeys else { return "Ctrl-C ends it" }
        guard canChange else { return "q ends it" }
        return "\(isPaused ? "p goes on" : "p pauses")\(isOpen ? "   + faster   - slower" : "")   q ends it"
    }

    // MARK: - Words

    private static func row(_ label: String, _ cells: [String]) -> String {
        label + String(repeating: " ", count: max(1, labels - label.columns)) + cells.joined()
    }

    private static func cells(_ cells: [String]) -> [String] {
        cells.map { String(repeating: " ", count: max(1, 12 - $0.columns)) + $0 }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    static func time(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds), 1e9))
        func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if whole < 60 { return "\(whole) s" }
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours == 0
            ? "\(minutes):\(pad(whole % 60)) min" : "\(hours):\(pad(minutes)):\(pad(whole % 60)) h"
    }
}
