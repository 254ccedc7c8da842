import FanmailTerminal
import Foundation
import SMTPLoad
import Synchronization

/// Whoever looks at a bench while it runs: a view on a terminal, with keys where they can be heard, or one line.
final class BenchWatch: Sendable {
    private let view: Mutex<BenchView>
    private let isWhole: Bool
    private let stop: LoadStop
    private let control: LoadControl?

    /// - Parameters:
    ///   - target: of what is loaded.
    ///   - isOpen: whether there is a rate to be changed.
    ///   - isShort: the one line, as for each trial of a search, and where the dialogue is shown too.
    ///   - control: nil where a run cannot be changed, only ended.
    /// - Returns: nil where nobody looks.
    init?(_ target: String, isOpen: Bool, isShort: Bool, _ stop: LoadStop, _ control: LoadControl?) {
        guard Terminal.isErrorTerminal else { return nil }
        isWhole = !isShort && (TerminalScreen.size.map { $0.rows > 5 } ?? false)
        (self.stop, self.control) = (stop, control)
        view = Mutex(
            BenchView(
                target: target, isOpen: isOpen, hasKeys: isWhole && TerminalScreen.hasKeys, canChange: control != nil))
        if isWhole { TerminalScreen.begin { [weak self] in self?.press($0) } }
    }

    /// Whom a run is to tell how far it is; nil for nobody.
    static func taking(_ view: BenchWatch?, _ told: BenchStreams?) -> (@Sendable (LoadProgress) -> Void)? {
        guard view != nil || told != nil else { return nil }
        return { progress in
            view?.take(progress)
            told?.take(progress)
        }
    }

    func take(_ progress: LoadProgress) {
        view.withLock { $0.history.take(progress) }
        draw()
    }

    func finish() {
        if isWhole { TerminalScreen.end() } else { Terminal.draw("\r\u{1B}[K") }
    }

    private func draw() {
        guard isWhole else {
            let line = view.withLock { BenchLine.text($0.history) }
            return Terminal.draw("\r\u{1B}[K\(line.cut(to: Terminal.width - 1))")
        }
        guard let size = TerminalScreen.size else { return }
        let said = TerminalScreen.lastKept
        let lines = view.withLock { view in
            (view.factor, view.isPaused) = (control?.factor ?? 1, control?.isPaused ?? false)
            view.isEnding = stop.isAsked
            view.note = said?.trimmingCharacters(in: .whitespacesAndNewlines)
            return view.lines(columns: size.columns, rows: size.rows, hasColour: Terminal.hasErrorColour)
        }
        TerminalScreen.draw(lines)
    }

    private func press(_ key: Character) {
        let isOpen = view.withLock { $0.isOpen }
        switch key {
        case "p", "P", " ": control?.pause(control?.isPaused == false)
        case "+", "=": if isOpen { control?.step(1) }
        case "-", "_": if isOpen { control?.step(-1) }
        case "q", "Q": stop.ask()
        default: return
        }
        draw()
    }
}
