import Fanmail
import FanmailBasics
import Foundation
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
        do {
            handle = FileHandle(fileDescriptor: try PersonalFile.open(path), closeOnDealloc: true)
        } catch {
            throw FanmailFailure(.disk, "\(path): \(error.reason); the transcript cannot be written")
        }
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
