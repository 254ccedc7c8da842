import Fanmail
import FanmailBasics
import Foundation
import SMTPLoad

/// The file of --live: a line of JSON for each interval; written on a thread of its own.
final class BenchLiveFile: Sendable {
    /// Octets that wait for the disk, or for whoever reads a pipe.
    private static let limit = 4 << 20

    /// Seconds of an interval.
    let every: Double
    private let thread: WritingThread

    /// - Parameter path: `-` is standard output.
    init(_ path: String, every: Double) throws {
        self.every = every
        let file: FileHandle
        do {
            file =
                path == "-"
                ? FileHandle(fileDescriptor: STDOUT_FILENO, closeOnDealloc: false)
                : FileHandle(fileDescriptor: try PersonalFile.open(path), closeOnDealloc: true)
        } catch {
            throw FanmailFailure(.disk, "--live \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
        let fault = BenchFileFault("--live \(path)")
        thread = WritingThread("live", limit: Self.limit) { lines in
            guard !fault.isThere else { return }
            let code = FileWriting.write(lines, to: file.fileDescriptor)
            if code != EPIPE { fault.note(code) }
        }
    }

    func add(_ interval: BenchInterval) { thread.offer(Array((interval.json.text + "\n").utf8)) }

    func finish() { thread.close() }
}
