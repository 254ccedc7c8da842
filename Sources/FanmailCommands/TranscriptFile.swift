import Fanmail
import Foundation
import MailCore
import SMTPClient
import Synchronization

/// The dialogue of every connection, one line each: time, connection, `C:` or `S:`.
final class TranscriptFile: SMTPTranscript {
    private let handle: FileHandle?
    private let echoes: Bool
    private let lock = Mutex(())

    /// - Parameters:
    ///   - path: nil for no file.
    ///   - echoes: also on standard error.
    init(path: String?, echoes: Bool) throws {
        self.echoes = echoes
        guard let path else {
            handle = nil
            return
        }
        // Whom a mailing reaches is nobody else's business.
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw FanmailFailure(
                .disk, "\(path): \(String(cString: strerror(errno))); the transcript cannot be written")
        }
        self.handle = handle
    }

    func note(_ speaker: TranscriptSpeaker, _ line: String, connection: Int, relay: Relay) {
        let shown = "\(Timestamp.now.rfc3339)  \(connection)  \(speaker.rawValue): \(line.escapedForTerminal)"
        lock.withLock { _ in
            // A full disk must not end a mailing.
            try? handle?.write(contentsOf: Data((shown + "\n").utf8))
            if echoes { Terminal.say(shown) }
        }
    }
}
