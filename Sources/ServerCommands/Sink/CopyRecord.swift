import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import SMTPSink
import Synchronization

/// A file with one JSON line for every copy a sink took.
///
/// The lines of messages are handed to the kernel before any of these is answered, so that the record never knows less
/// than the sender.
final class CopyRecord: Sendable {
    private let file: Int32
    private let tellsFields: Bool
    private let tellsLinks: Bool
    private let path: String
    private let waiting = Mutex<[UInt8]>([])
    private let hasFailed = Mutex(false)

    /// - Parameters:
    ///   - tellsFields: header fields were asked for.
    ///   - tellsLinks: links were asked for.
    init(_ path: String, tellsFields: Bool, tellsLinks: Bool) throws {
        self.path = path
        (self.tellsFields, self.tellsLinks) = (tellsFields, tellsLinks)
        do {
            file = try PersonalFile.open(path, appending: true)
        } catch {
            throw FanmailFailure(.disk, "\(path): cannot be written: \(error.reason)")
        }
    }

    /// They are written with the next ``flush()``.
    func add(_ copies: [RecordedCopy]) {
        var text = ""
        for copy in copies {
            text +=
                JSONValue.object(
                    [
                        ("time", .string(copy.at.rfc3339)), ("connection", JSONValue(copy.connection)),
                        ("transaction", JSONValue(copy.transaction)), ("reversePath", .string(copy.reversePath)),
                        ("forwardPath", .string(copy.forwardPath)), ("digest", .string(copy.digest)),
                        ("size", JSONValue(copy.size)), ("token", JSONValue(copy.token)),
                        ("messageID", JSONValue(copy.messageID)), ("subject", JSONValue(copy.subject)),
                    ] + extra(copy)
                ).text + "\n"
        }
        waiting.withLock { $0 += text.utf8 }
    }

    private func extra(_ copy: RecordedCopy) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = []
        if tellsFields {
            let fields = copy.fields.map { field in
                JSONValue.object([("name", .string(field.name)), ("value", .string(field.value))])
            }
            members.append(("header", .array(fields)))
        }
        if tellsLinks { members.append(("links", JSONValue(copy.links))) }
        return members
    }

    /// Writes the lines of several messages at once.
    func flush() {
        let isWritten = waiting.withLock { waiting in
            defer { waiting.removeAll(keepingCapacity: true) }
            return FileWriting.write(waiting, to: file) == 0
        }
        guard !isWritten else { return }
        let isFirst = hasFailed.withLock { hasFailed in
            defer { hasFailed = true }
            return !hasFailed
        }
        if isFirst { Terminal.say("fanmail: \(path): cannot be written; the record is incomplete") }
    }

    deinit { close(file) }
}
