import FanmailBasics
import Foundation
import Synchronization

/// A pager that reads what would have gone to standard output.
private struct Pager: @unchecked Sendable {
    // The stream is used under the lock of ``paging`` alone.
    private let stream: UnsafeMutablePointer<FILE>

    /// Starts it as the shell would, in our process group, so that the terminal is its own.
    init?(_ command: String) {
        // What we ignore it would ignore too.
        signal(SIGPIPE, SIG_DFL)
        defer { signal(SIGPIPE, SIG_IGN) }
        // A bare `less` behaves as ours does.
        guard let stream = popen("LESS=${LESS-FRX}; export LESS; \(command)", "w") else { return nil }
        self.stream = stream
        // An interrupt is for the pager, which goes on.
        signal(SIGINT, SIG_IGN)
    }

    var descriptor: Int32 { fileno(stream) }

    func wait() {
        pclose(stream)
        signal(SIGINT, SIG_DFL)
    }
}

/// Listings longer than the terminal go through a pager, when somebody reads them there.
extension Terminal {
    private struct Paging {
        /// Lines of the terminal that are still free; nil once the pager runs.
        var linesLeft: Int?
        let command: String
        var pager: Pager?
        /// What is for standard error, once the pager is done with the screen.
        var kept: [String] = []
    }

    private static let paging = Mutex<Paging?>(nil)

    static var isPaging: Bool { paging.withLock { $0 != nil } }

    /// Where standard output goes.
    package static var output: Int32 { paging.withLock { $0?.pager?.descriptor } ?? STDOUT_FILENO }

    /// From now on output waits until it is longer than the terminal, and goes to the pager then.
    package static func page(environment: [String: String] = ProcessInfo.processInfo.environment) {
        var size = winsize()
        guard isOutputTerminal, environment["TERM"] != "dumb", let command = pagerCommand(environment),
            ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 1
        else { return }
        paging.withLock { $0 = Paging(linesLeft: Int(size.ws_row) - 1, command: command) }
    }

    /// The command of the pager; nil where none is wanted, or it is not there.
    static func pagerCommand(_ environment: [String: String]) -> String? {
        guard (environment["FANMAIL_NO_PAGER"] ?? "").isEmpty else { return nil }
        let command = environment["PAGER"] ?? "less -FRX"
        guard let program = command.split(separator: " ").first, command != "cat" else { return nil }
        if program.contains("/") { return access(String(program), X_OK) == 0 ? command : nil }
        let isThere = (environment["PATH"] ?? "").split(separator: ":").contains {
            access("\($0)/\(program)", X_OK) == 0
        }
        return isThere ? command : nil
    }

    /// Notes what was printed, and starts the pager when that is longer than the terminal.
    static func takePage(_ text: String, isFull: Bool) {
        let isStarted = paging.withLock { paging in
            guard let left = paging?.linesLeft else { return isFull }
            let rows = rows(of: text)
            paging?.linesLeft = left - rows
            guard left < rows, let command = paging?.command else { return false }
            paging?.linesLeft = nil
            paging?.pager = Pager(command)
            return true
        }
        if isStarted { flush() }
    }

    /// Lines of the terminal that a text takes, those counted that the terminal breaks.
    private static func rows(of text: String) -> Int {
        let width = max(1, width)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { max(1, (String($0).columns + width - 1) / width) }.reduce(0, +)
    }

    /// Keeps text for standard error while a pager has the screen, or may get it.
    package static func isKept(_ text: String) -> Bool {
        paging.withLock { paging in
            paging?.kept.append(text)
            return paging != nil
        }
    }

    /// A pager that was quit wants no more: that is no error, and there is nothing left to do.
    static func expectPager() {
        guard paging.withLock({ $0?.pager != nil }) else { return }
        finish()
        exit(0)
    }

    /// Writes what is still to be written, and waits for the pager.
    package static func finish() {
        flush()
        let last = paging.withLock { paging in
            defer { paging = nil }
            return paging
        }
        last?.pager?.wait()
        for text in last?.kept ?? [] { say(text) }
    }
}
