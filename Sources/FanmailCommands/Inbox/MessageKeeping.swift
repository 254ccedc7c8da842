import Fanmail
import FanmailBasics
import Foundation
import SMTPSink
import Synchronization

/// Keeps the messages of a sink as files of a Maildir, or in one mbox file.
///
/// The envelope is told in front of the header: `Return-Path` and a `Delivered-To` for each recipient.
final class MessageKeeping: Sendable {
    private enum Place {
        case maildir(String)
        case mbox(Int32)
    }

    private let place: Place
    private let path: String
    private let writing = Mutex(false)
    /// Of this process: two Maildirs may be one directory.
    private static let sequence = Atomic<Int>(0)

    init(maildir path: String, option: String = "--maildir") throws {
        self.path = path
        place = .maildir(path)
        for name in ["tmp", "new", "cur"] {
            do {
                try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
            } catch {
                throw FanmailFailure(
                    .disk,
                    "\(option) \(path.escapedForTerminal): the Maildir cannot be made: name a directory, or a new name in one"
                )
            }
        }
    }

    init(mbox path: String) throws {
        self.path = path
        let file: Int32
        do {
            file = try PersonalFile.open(path, appending: true)
        } catch {
            throw FanmailFailure(.disk, "--mbox \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
        place = .mbox(file)
    }

    /// On the same disk, for what is not whole yet.
    var spoolDirectory: String {
        switch place {
        case .maildir(let path): "\(path)/tmp"
        case .mbox: URL(fileURLWithPath: path).deletingLastPathComponent().path
        }
    }

    /// False when it could not be written; the sender is then told to try again.
    func keep(_ message: KeptMessage) -> Bool {
        switch place {
        case .maildir(let path): keep(message, in: path)
        case .mbox(let file): append(message, to: file)
        }
    }

    private func keep(_ message: KeptMessage, in path: String) -> Bool {
        let sequence = Self.sequence.wrappingAdd(1, ordering: .relaxed).newValue
        let number = "\(message.at.milliseconds).\(message.transaction)"
        let name = "\(number)-\(sequence).\(ProcessInfo.processInfo.processIdentifier).fanmail-sink"
        let file = open("\(path)/tmp/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        var writer = MailFileWriter(file, quotesFrom: false)
        let isWritten = Self.write(message, to: &writer) && writer.finish()
        close(file)
        guard isWritten, rename("\(path)/tmp/\(name)", "\(path)/new/\(name)") == 0 else {
            unlink("\(path)/tmp/\(name)")
            return false
        }
        return true
    }

    /// As mboxrd has it: behind a `From ` line, and with an empty line at its end.
    private func append(_ message: KeptMessage, to file: Int32) -> Bool {
        let sender = message.reversePath.isEmpty ? "MAILER-DAEMON" : message.reversePath.filter { $0 != " " }
        var time = time_t(message.at.milliseconds / 1000)
        var fields = tm()
        gmtime_r(&time, &fields)
        var date = [CChar](repeating: 0, count: 64)
        strftime(&date, date.count, "%a %b %e %H:%M:%S %Y", &fields)
        let moment = String(decoding: date.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return writing.withLock { _ in
            let start = lseek(file, 0, SEEK_END)
            var writer = MailFileWriter(file, quotesFrom: true)
            writer.write("From \(sender) \(moment)\n")
            let isRead = Self.write(message, to: &writer)
            guard writer.finish(endingMessage: true), isRead else {
                // Half a message is none.
                if start >= 0 { ftruncate(file, start) }
                return false
            }
            return true
        }
    }

    private static func write(_ message: KeptMessage, to writer: inout MailFileWriter) -> Bool {
        writer.write("Return-Path: <\(message.reversePath)>\n")
        for path in message.forwardPaths { writer.write("Delivered-To: \(path)\n") }
        return message.body.forEachPiece { writer.write($0) }
    }

    deinit {
        if case .mbox(let file) = place { close(file) }
    }
}
