import Fanmail
import FanmailBasics
import Foundation
import SMTPLoad

/// What a bench sent, one JSON line a transaction; written on a thread of its own.
struct SentFile: Sendable {
    /// Octets that wait for the disk; beyond them the load waits.
    private static let limit = 16 << 20

    private let thread: WritingThread

    init(_ path: String) throws {
        let file: FileHandle
        do {
            file = FileHandle(fileDescriptor: try PersonalFile.open(path), closeOnDealloc: true)
        } catch {
            throw FanmailFailure(.disk, "--sent \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
        thread = WritingThread("sent", limit: Self.limit) { lines in
            guard FileWriting.write(lines, to: file.fileDescriptor) != 0 else { return }
            Terminal.say("fanmail: the file of --sent cannot be written; it is incomplete")
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
}
