import Fanmail
import FanmailBasics
import Foundation
import SMTPSink
import Synchronization

/// A file with one JSON line for every copy a sink took.
///
/// The lines of a message are handed to the kernel in one write before its reply is sent, so that the record never
/// knows less than the sender.
final class CopyRecord: Sendable {
    private let file: Int32
    private let path: String
    private let hasFailed = Mutex(false)

    init(_ path: String) throws {
        self.path = path
        do {
            file = try PersonalFile.open(path, appending: true)
        } catch {
            throw FanmailFailure(.disk, "\(path): cannot be written: \(error.reason)")
        }
    }

    func add(_ copies: [RecordedCopy]) {
        var text = ""
        for copy in copies {
            text +=
                JSONValue.object([
                    ("time", .string(copy.at.rfc3339)), ("connection", JSONValue(copy.connection)),
                    ("transaction", JSONValue(copy.transaction)), ("reversePath", .string(copy.reversePath)),
                    ("forwardPath", .string(copy.forwardPath)), ("digest", .string(copy.digest)),
                    ("size", JSONValue(copy.size)), ("token", JSONValue(copy.token)),
                    ("messageID", JSONValue(copy.messageID)),
                ]).text + "\n"
        }
        var bytes = text
        let written = bytes.withUTF8 { write(file, $0.baseAddress, $0.count) }
        if written < text.utf8.count {
            let isFirst = hasFailed.withLock { hasFailed in
                defer { hasFailed = true }
                return !hasFailed
            }
            if isFirst { Terminal.say("fanmail: \(path): cannot be written; the record is incomplete") }
        }
    }

    deinit { close(file) }
}
