import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import SMTPLoad

/// What a bench sent, one JSON line a transaction; written on a thread of its own.
struct SentFile: Sendable {
    /// Octets that wait for the disk; beyond them the load waits.
    private static let limit = 16 << 20

    private let thread: WritingThread
    private let fault: BenchFileFault

    init(_ path: String) throws {
        let file: FileHandle
        do {
            file = FileHandle(fileDescriptor: try PersonalFile.open(path), closeOnDealloc: true)
        } catch {
            throw FanmailFailure(.disk, "--sent \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
        let fault = BenchFileFault("--sent \(path)")
        self.fault = fault
        thread = WritingThread("sent", limit: Self.limit) { lines in
            guard !fault.isThere else { return }
            fault.note(FileWriting.write(lines, to: file.fileDescriptor))
        }
    }

    func add(_ transaction: SentTransaction) async {
        let line = JSONValue.object([
            ("id", .string(transaction.id)), ("digest", .string(transaction.digest)),
            ("outcome", .string(transaction.outcome.rawValue)),
            ("recipients", .array(transaction.recipients.map { .string($0) })),
            ("exceptions", .array(transaction.exceptions.map { JSONValue($0) })),
        ])
        await thread.add(Array((line.text + "\n").utf8))
    }

    /// Writes what is still waiting; nothing is added behind that.
    func finish() { thread.close() }

    /// The same; nobody is to verify a run by a file that lacks some of it.
    func expectWhole() throws {
        finish()
        try fault.expectNone()
    }
}
