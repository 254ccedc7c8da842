import Fanmail
import Foundation
import MailCore
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
                throw FanmailFailure(.disk, "\(option) \(path.escapedForTerminal): cannot be made: \(error)")
            }
        }
    }

    init(mbox path: String) throws {
        self.path = path
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let why = String(cString: strerror(errno))
            throw FanmailFailure(.disk, "--mbox \(path.escapedForTerminal): cannot be written: \(why)")
        }
        place = .mbox(file)
    }

    /// False when it could not be written; the sender is then told to try again.
    func keep(_ message: KeptMessage) -> Bool {
        var head = "Return-Path: <\(message.reversePath)>\n"
        for path in message.forwardPaths { head += "Delivered-To: \(path)\n" }
        var text = Array(head.utf8)
        text.reserveCapacity(text.count + message.content.count)
        // Files have the system's line ends.
        for (index, byte) in message.content.enumerated() {
            if byte == 0x0D, index + 1 < message.content.count, message.content[index + 1] == 0x0A { continue }
            text.append(byte)
        }
        switch place {
        case .maildir(let path): return keep(text, in: path, "\(message.at.milliseconds).\(message.transaction)")
        case .mbox(let file): return append(text, from: message, to: file)
        }
    }

    private func keep(_ text: [UInt8], in path: String, _ number: String) -> Bool {
        let sequence = Self.sequence.wrappingAdd(1, ordering: .relaxed).newValue
        let name = "\(number)-\(sequence).\(ProcessInfo.processInfo.processIdentifier).fanmail-sink"
        let file = open("\(path)/tmp/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        let isWritten = Self.write(text, to: file)
        close(file)
        guard isWritten, rename("\(path)/tmp/\(name)", "\(path)/new/\(name)") == 0 else {
            unlink("\(path)/tmp/\(name)")
            return false
        }
        return true
    }

    /// As mboxrd has it: every line that begins with From behind any number of > gets one more.
    private func append(_ text: [UInt8], from message: KeptMessage, to file: Int32) -> Bool {
        let sender = message.reversePath.isEmpty ? "MAILER-DAEMON" : message.reversePath.filter { $0 != " " }
        var time = time_t(message.at.milliseconds / 1000)
        var fields = tm()
        gmtime_r(&time, &fields)
        var date = [CChar](repeating: 0, count: 64)
        strftime(&date, date.count, "%a %b %e %H:%M:%S %Y", &fields)
        let moment = String(decoding: date.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var entry = Array("From \(sender) \(moment)\n".utf8)
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.drop(while: { $0 == UInt8(ascii: ">") }).starts(with: "From ".utf8) {
                entry.append(UInt8(ascii: ">"))
            }
            entry += line
            entry.append(0x0A)
        }
        return writing.withLock { _ in Self.write(entry, to: file) }
    }

    private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count {
                let count = Foundation.write(file, bytes.baseAddress?.advanced(by: at), bytes.count - at)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                at += count
            }
            return true
        }
    }

    deinit {
        if case .mbox(let file) = place { close(file) }
    }
}
