import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import SMTPLoad

/// The file of --live: a line of JSON for each interval; written on a thread of its own.
final class BenchLiveFile: Sendable {
    /// Octets that wait for the disk, or for whoever reads a pipe.
    private static let limit = 4 << 20
    /// In the end, whoever reads a pipe and stands still is waited for so long.
    static let patience = Duration.seconds(5)

    /// Seconds of an interval.
    let every: Double
    private let thread: WritingThread
    private let name: String
    private let patience: Duration

    /// - Parameter path: `-` is standard output.
    init(_ path: String, every: Double, patience: Duration = patience) throws {
        (self.every, self.patience) = (every, patience)
        name = "--live \(path)"
        let file: FileHandle
        do {
            file =
                path == "-"
                ? FileHandle(fileDescriptor: STDOUT_FILENO, closeOnDealloc: false)
                : FileHandle(fileDescriptor: try PersonalFile.open(path), closeOnDealloc: true)
        } catch {
            throw FanmailFailure(.disk, "--live \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
        let fault = BenchFileFault(name)
        let note: @Sendable (Int) -> String = { [name] count in
            Self.tell("\(counted(count, "line")) left out: there was no room for more", name)
            return ""
        }
        thread = WritingThread("live", limit: Self.limit, note: note) { lines in
            guard !fault.isThere else { return }
            let code = FileWriting.write(lines, to: file.fileDescriptor)
            if code != EPIPE { fault.note(code) }
        }
    }

    func add(_ interval: BenchInterval) { thread.offer(Array((interval.json.text + "\n").utf8)) }

    /// Writes what still waits; the report is not kept back by a reader that stands still.
    func finish() {
        let deadline = DispatchTime.now() + .nanoseconds(Int(patience / .nanoseconds(1)))
        if !thread.close(by: deadline) { Self.tell("whoever reads it stands still; the last lines are left out", name) }
    }

    private static func tell(_ what: String, _ name: String) {
        Terminal.say("fanmail: \(name): \(what)".escapedForTerminal)
    }
}
