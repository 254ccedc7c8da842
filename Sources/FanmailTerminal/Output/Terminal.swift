import Foundation
import Synchronization

/// Standard output and error, as terminals and as pipes.
package enum Terminal {
    /// What was printed and not written yet: a listing of a million rows is written in few calls.
    private static let buffer = Mutex<[UInt8]>([])
    /// What kept standard output from being written; nothing is written after it.
    private static let failure = Mutex<Int32?>(nil)

    /// A line on standard output.
    package static func print(_ text: String, end: String = "\n") {
        let isFull = buffer.withLock {
            $0.append(contentsOf: text.utf8)
            $0.append(contentsOf: end.utf8)
            return $0.count > 1 << 16
        }
        if isPaging {
            takePage(text, isFull: isFull)
        } else if isFull || isOutputTerminal {
            flush()
        }
    }

    /// Text on standard output as it is.
    package static func print(_ bytes: [UInt8]) {
        let isFull = buffer.withLock {
            $0 += bytes
            return $0.count > 1 << 16
        }
        if isFull || isOutputTerminal { flush() }
    }

    /// Why what was printed is not whole: a full disk, say; nil when it is, also for a reader who went away.
    package static var outputFailure: String? {
        failure.withLock { $0 }.map { String(cString: strerror($0)) }
    }

    package static func flush() {
        let bytes = buffer.withLock { waiting in
            defer { waiting.removeAll(keepingCapacity: true) }
            return waiting
        }
        guard failure.withLock({ $0 == nil }) else { return }
        let code = write(bytes, to: output)
        if code == EPIPE { expectPager() }
        if code != 0 && code != EPIPE { failure.withLock { $0 = code } }
    }

    /// A line on standard error.
    package static func say(_ text: String) {
        guard !isKept(text), !TerminalScreen.keep(text) else { return }
        flush()
        write(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Text on standard error, without a line end.
    package static func draw(_ text: String) {
        write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// Returns 0, or why not all could be written.
    @discardableResult
    private static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(file, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                guard count > 0 else {
                    if errno == EINTR { continue }
                    return errno
                }
                written += count
            }
            return 0
        }
    }

    package static let isOutputTerminal = isatty(STDOUT_FILENO) == 1
    package static let isErrorTerminal = isatty(STDERR_FILENO) == 1
    package static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Colour only where somebody looks and wants it (no-color.org).
    package static var hasColour: Bool { isOutputTerminal && wantsColour }

    /// The same of standard error.
    package static var hasErrorColour: Bool { isErrorTerminal && wantsColour }

    private static var wantsColour: Bool {
        let environment = ProcessInfo.processInfo.environment
        return (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Columns; 100 where nobody says: a pipe or a file.
    package static var width: Int {
        var size = winsize()
        for file in [STDERR_FILENO, STDOUT_FILENO]
        where ioctl(file, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 100
    }

    /// Columns for a listing on standard output; nil where a program reads it, which gets everything.
    package static var listingWidth: Int? { isOutputTerminal ? width : nil }

    package static func styled(_ text: String, _ code: String, _ hasColour: Bool) -> String {
        hasColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// Asks on the terminal; anything but yes is no.
    package static func confirm(_ question: String) -> Bool {
        draw("\(question) [y/N] ")
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}
