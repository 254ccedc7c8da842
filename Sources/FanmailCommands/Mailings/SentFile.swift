import Fanmail
import FanmailBasics
import Foundation
import SMTPLoad
import Synchronization

/// What a bench sent, one JSON line a transaction.
final class SentFile: Sendable {
    private let file: Int32
    private let waiting = Mutex<[UInt8]>([])

    init(_ path: String) throws {
        do {
            file = try PersonalFile.open(path)
        } catch {
            throw FanmailFailure(.disk, "--sent \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
    }

    func add(_ transaction: SentTransaction) {
        let line = JSONValue.object([
            ("id", .string(transaction.id)), ("digest", .string(transaction.digest)),
            ("outcome", .string(transaction.outcome.rawValue)),
            ("recipients", .array(transaction.recipients.map { .string($0) })),
            ("exceptions", .array(transaction.exceptions.map { JSONValue($0) })),
        ])
        let bytes = Array((line.text + "\n").utf8)
        waiting.withLock { waiting in
            waiting += bytes
            if waiting.count > 1 << 16 { Self.write(&waiting, to: file) }
        }
    }

    private static func write(_ bytes: inout [UInt8], to file: Int32) {
        bytes.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count {
                let count = Foundation.write(file, bytes.baseAddress?.advanced(by: at), bytes.count - at)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    Terminal.say("fanmail: the file of --sent cannot be written; it is incomplete")
                    break
                }
                at += count
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Writes what is still waiting; nothing is added behind that.
    func finish() {
        waiting.withLock { Self.write(&$0, to: file) }
    }

    deinit {
        close(file)
    }
}
