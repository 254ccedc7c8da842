import Fanmail
import FanmailBasics
package import Foundation
package import SMTPClient
import Synchronization

/// The dialogue of every connection, one line each: time, connection, `C:` or `S:`.
///
/// It is noted on event loops, and written elsewhere; ``closeAll()`` is for whoever runs a command.
package final class TranscriptFile: SMTPTranscript {
    /// Octets that wait for a disk, or a terminal, that is too slow: some hundred thousand lines.
    private static let limit = 32 << 20
    private static let all = Mutex<[TranscriptFile]>([])

    private let file: WritingThread?
    private let echo: WritingThread?

    /// - Parameters:
    ///   - path: nil for no file.
    ///   - echoes: also on standard error.
    package init(path: String?, echoes: Bool) throws {
        let leftOut = { @Sendable (count: Int) in
            "\(Timestamp.now.rfc3339)  *: \(count) lines are left out: this is too slow\n"
        }
        if let path {
            // Whom a mailing reaches is nobody else's business.
            let descriptor: Int32
            do { descriptor = try PersonalFile.open(path) } catch {
                throw FanmailFailure(.disk, "\(path): \(error.reason); the transcript cannot be written")
            }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            // A full disk must not end a mailing.
            file = WritingThread("transcript", limit: Self.limit, note: leftOut) {
                _ = FileWriting.write($0, to: handle.fileDescriptor)
            }
        } else {
            file = nil
        }
        echo =
            echoes
            ? WritingThread("echo", limit: Self.limit, note: leftOut) { lines in
                Terminal.say(String(decoding: lines.dropLast(), as: UTF8.self))
            } : nil
        Self.all.withLock { $0.append(self) }
    }

    package func note(_ speaker: TranscriptSpeaker, _ line: String, connection: Int, relay: Relay) {
        let shown = "\(Timestamp.now.rfc3339)  \(connection)  \(speaker.rawValue): \(line.escapedForTerminal)\n"
        let octets = Array(shown.utf8)
        file?.offer(octets)
        echo?.offer(octets)
    }

    /// Writes to its end what every one of them was told.
    ///
    /// - Parameter deadline: when not even a disk that is too slow is waited for any longer.
    package static func closeAll(by deadline: DispatchTime = .distantFuture) {
        let all = Self.all.withLock { all in
            defer { all = [] }
            return all
        }
        for one in all {
            one.file?.close(by: deadline)
            one.echo?.close(by: deadline)
        }
    }
}
