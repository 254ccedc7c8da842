import FanmailBasics
import FanmailTerminal

/// The line that is redrawn while a file is imported, on a terminal only.
final class ImportProgress {
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var latest = ContinuousClock.now
    private var isDrawn = false

    init(isShown: Bool = Terminal.isErrorTerminal) { self.isShown = isShown }

    /// So many rows were read, at so many octets of a file whose size may be known; drawn ten times a second at most.
    func show(rows: Int, position: Int, size: Int?) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard latest.duration(to: now) >= .milliseconds(100) else { return }
        latest = now
        isDrawn = true
        let line = Self.text(
            rows: rows, position: position, size: size, seconds: start.duration(to: now) / .seconds(1),
            width: Terminal.width - 1)
        Terminal.draw("\r\u{1B}[K\(line)")
    }

    /// Takes the line away.
    func finish() {
        if isDrawn { Terminal.draw("\r\u{1B}[K") }
        isDrawn = false
    }

    /// A bar where the size is known, the rows, their rate, and how long still.
    static func text(rows: Int, position: Int, size: Int?, seconds: Double, width: Int) -> String {
        var parts = [counted(rows, "row")]
        if seconds > 0 { parts.append("\(Int(Double(rows) / seconds))/s") }
        guard let size, size > 0 else { return parts.joined(separator: "  ").cut(to: width) }
        let share = min(1, Double(position) / Double(size))
        if share > 0.01, seconds > 0 { parts.append("\(Int((seconds / share - seconds).rounded(.up))) s to go") }
        let text = "\(Int(share * 100)) %  " + parts.joined(separator: "  ")
        let room = min(30, width - text.count - 4)
        guard room >= 5 else { return text.cut(to: width) }
        let full = Int(Double(room) * share)
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: room - full) + "]  " + text
    }
}
