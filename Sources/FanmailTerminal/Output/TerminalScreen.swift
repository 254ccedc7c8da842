import Dispatch
import Foundation
import Synchronization

/// The whole terminal for a while, on standard error: what was there comes back on every way out, and keys are heard
/// without Enter. What is said meanwhile is said behind it.
package enum TerminalScreen {
    /// Dispatch's sources may be used from any thread.
    private struct Keys: @unchecked Sendable {
        let source: any DispatchSourceRead
    }

    private struct Shown {
        /// How standard input was before; nil where no keys are heard.
        var input: termios?
        var keys: Keys?
        var kept = KeptLines()
        /// Columns and rows of the last picture.
        var size = (columns: 0, rows: 0)
    }

    private static let shown = Mutex<Shown?>(nil)
    private static let atExit: Void = { atexit { TerminalScreen.end() } }()

    /// Columns and rows; nil where it cannot be drawn upon.
    package static var size: (columns: Int, rows: Int)? {
        var size = winsize()
        let environment = ProcessInfo.processInfo.environment
        guard Terminal.isErrorTerminal, !["dumb", ""].contains(environment["TERM"] ?? ""),
            ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Whether keys can be heard: standard input is this terminal, and it is ours.
    package static var hasKeys: Bool { Terminal.isInputTerminal && tcgetpgrp(STDIN_FILENO) == getpgrp() }

    /// - Parameter key: called for each; nil hears none.
    package static func begin(_ key: (@Sendable (Character) -> Void)?) {
        _ = atExit
        let input = key == nil || !hasKeys ? nil : heardInput()
        let keys = input == nil ? nil : key.map(heard)
        let isFirst = shown.withLock { shown in
            guard shown == nil else { return false }
            shown = Shown(input: input, keys: keys)
            return true
        }
        guard isFirst else { return }
        // A screen of its own, no cursor, lines that are not wrapped.
        Terminal.draw("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l")
        keys?.source.resume()
    }

    /// Draws from the top; what is left of a picture before goes.
    package static func draw(_ lines: [String]) {
        guard let size else { return }
        let isOther = shown.withLock { shown -> Bool? in
            guard let last = shown?.size else { return nil }
            shown?.size = size
            return last != size
        }
        guard let isOther else { return }
        // A line is emptied before it is written: behind its last column that would take the last character.
        let clear = isOther ? "\u{1B}[2J" : ""
        Terminal.draw(clear + "\u{1B}[H" + lines.map { "\u{1B}[2K" + $0 }.joined(separator: "\r\n") + "\u{1B}[J")
    }

    /// Puts the terminal back. May be called again, and by whoever ends the process.
    package static func end() {
        guard
            let last = shown.withLockIfAvailable({ shown in
                defer { shown = nil }
                return shown
            }) ?? nil
        else { return }
        Terminal.draw("\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l")
        last.keys?.source.cancel()
        if var input = last.input {
            // Whoever is in the background by now would be stopped by it.
            let before = signal(SIGTTOU, SIG_IGN)
            tcsetattr(STDIN_FILENO, TCSANOW, &input)
            signal(SIGTTOU, before)
        }
        for line in last.kept.all { Terminal.say(line) }
    }

    /// The last of what is said while the screen is shown.
    package static var lastKept: String? { shown.withLock { $0?.kept.lines.last } }

    /// Keeps a line for afterwards; false where no screen is shown.
    package static func keep(_ line: String) -> Bool {
        shown.withLock { shown in
            shown?.kept.add(line)
            return shown != nil
        }
    }

    /// Keys come at once and are not shown; Ctrl-C stays a signal, and what would leave the terminal as it is does nothing.
    /// Returns how it was.
    private static func heardInput() -> termios? {
        var input = termios()
        guard tcgetattr(STDIN_FILENO, &input) == 0 else { return nil }
        let before = input
        input.c_lflag &= ~tcflag_t(ICANON | ECHO)
        #if canImport(Darwin)
            let none: cc_t = 0xFF
        #else
            let none: cc_t = 0
        #endif
        withUnsafeMutableBytes(of: &input.c_cc) { characters in
            for place in [VSUSP, VQUIT] { characters[Int(place)] = none }
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        return tcsetattr(STDIN_FILENO, TCSANOW, &input) == 0 ? before : nil
    }

    private static func heard(_ key: @escaping @Sendable (Character) -> Void) -> Keys {
        let keys = Keys(source: DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .global()))
        keys.source.setEventHandler {
            var octets = [UInt8](repeating: 0, count: 64)
            let count = read(STDIN_FILENO, &octets, octets.count)
            guard count > 0 else { return keys.source.cancel() }
            // An arrow, say, is an escape and letters behind it.
            for octet in octets.prefix(count).prefix(while: { $0 != 0x1B }) {
                key(Character(Unicode.Scalar(octet)))
            }
        }
        return keys
    }
}
