import Foundation
import Testing

/// A terminal of so many columns and lines, kept by tmux, with a shell on it that knows the program as `fanmail`: what
/// somebody sees there, not what was written to make it so.
struct Screen {
    /// For what is seen at once, on a machine that does much else.
    private static let limit = Duration.seconds(120)

    private let bench: Workbench
    private let socket: String

    init(_ bench: Workbench, columns: Int, rows: Int) throws {
        self.bench = bench
        socket = bench.path("tmux")
        let path = Workbench.program.deletingLastPathComponent().path
        let shell = "env PS1='$ ' PATH='\(path):/usr/bin:/bin' FANMAIL_HOSTNAME=client.example sh"
        try tmux(
            "-u", "-f", "/dev/null", "new-session", "-d", "-c", bench.directory.path, "-x", "\(columns)", "-y",
            "\(rows)", shell)
        try wait { $0.hasPrefix("$") }
    }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String {
        let process = bench.process(["tmux", "-S", socket] + arguments, environment: ["TERM": "xterm"])
        process.program = "/usr/bin/env"
        let result = try bench.run(process)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result.output
    }

    /// - Parameter keys: text, or names of keys as tmux has them.
    func type(_ keys: String...) throws {
        for key in keys { try tmux("send-keys", key) }
    }

    /// Presses a key, which pressed again comes to the same, until the screen shows what it does: less drops a key that it
    /// reads together with the news of an interrupt, which happens where both wait for the processor.
    func press(
        _ key: String, at location: SourceLocation = #_sourceLocation, until condition: (String) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + Self.limit
        repeat {
            try type(key)
            let next = ContinuousClock.now + .seconds(2)
            while ContinuousClock.now < next {
                if condition(try text) { return }
                usleep(20_000)
            }
        } while ContinuousClock.now < deadline
        Issue.record("the screen stays:\n\(try text)", sourceLocation: location)
    }

    func resize(columns: Int, rows: Int) throws {
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// What it shows now, without the empty lines below.
    var text: String {
        get throws {
            var lines = try tmux("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false)
            while lines.last?.isEmpty == true { lines.removeLast() }
            return lines.joined(separator: "\n")
        }
    }

    /// Waits until the screen shows something.
    @discardableResult
    func wait(
        at location: SourceLocation = #_sourceLocation, until condition: (String) -> Bool
    ) throws -> String {
        let deadline = ContinuousClock.now + Self.limit
        var shown = ""
        while ContinuousClock.now < deadline {
            shown = try text
            if condition(shown) { return shown }
            usleep(20_000)
        }
        Issue.record("the screen stays:\n\(shown)", sourceLocation: location)
        return shown
    }

    func close() { _ = try? tmux("kill-server") }
}
