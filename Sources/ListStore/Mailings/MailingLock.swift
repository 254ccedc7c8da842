import FanmailBasics
import Foundation
import Synchronization

/// The ownership of a mailing among processes: a lock on a file beside the database.
///
/// A killed owner's lock is free at once, a stopped owner's is not. The file is removed when the owner is done.
final class MailingLock: Sendable {
    /// Nil once it is released.
    private let file: Mutex<Int32?>
    private let path: String

    convenience init(database: String, mailing: Int64) throws(StoreFailure) {
        let path = "\(database).mailing-\(mailing).lock"
        var file = try Self.lock(path)
        // Whoever asks whether it is held holds it for a moment.
        for _ in 0..<10 where file == nil {
            usleep(10_000)
            file = try Self.lock(path)
        }
        guard let file else {
            throw StoreFailure(.locked, "mailing \(mailing) is being sent by another process")
        }
        self.init(file, path)
    }

    /// Of imports there is one at a time; this waits for its turn.
    ///
    /// - Parameter waits: called once when it does.
    convenience init(importInto database: String, waits: () -> Void) throws(StoreFailure) {
        let path = "\(database).import.lock"
        let end = ContinuousClock.now + .seconds(3600)
        var isFirst = true
        while true {
            if let file = try Self.lock(path) {
                self.init(file, path)
                return
            }
            guard ContinuousClock.now < end else {
                throw StoreFailure(
                    .locked, "\(database): another import has been under way for an hour; try again later")
            }
            if isFirst { waits() }
            isFirst = false
            usleep(20_000)
        }
    }

    private init(_ file: Int32, _ path: String) {
        self.file = Mutex(file)
        self.path = path
    }

    /// The locked file; nil when somebody else has locked it.
    private static func lock(_ path: String) throws(StoreFailure) -> Int32? {
        while true {
            let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw StoreFailure(.disk, "\(path): \(String(cString: strerror(errno)))") }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                close(file)
                return nil
            }
            // The previous owner may have removed the file between the two calls.
            if isNamed(file, path) { return file }
            close(file)
        }
    }

    /// Whether a process owns the mailing at this moment.
    static func isHeld(database: String, mailing: Int64) -> Bool { isHeld("\(database).mailing-\(mailing).lock") }

    /// Whether an import is under way at this moment.
    static func isImportHeld(database: String) -> Bool { isHeld("\(database).import.lock") }

    /// Whether somebody has locked the file.
    static func isHeld(_ path: String) -> Bool {
        let file = open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { letGo(file) }
        return flock(file, LOCK_EX | LOCK_NB) != 0
    }

    /// Whether the path still names the open file.
    private static func isNamed(_ file: Int32, _ path: String) -> Bool {
        guard let ours = FileIdentity(descriptor: file) else { return false }
        return ours == FileIdentity(path: path)
    }

    /// May be called again.
    func release() {
        guard let file = file.withLock({ $0.take() }) else { return }
        // If somebody took the file away, the one that is there now may be the next owner's.
        if Self.isNamed(file, path) { unlink(path) }
        Self.letGo(file)
    }

    deinit { if let file = file.withLock({ $0.take() }) { Self.letGo(file) } }

    /// A process that is being started shares the descriptor for a moment: closing it would leave the lock to that one.
    static func letGo(_ file: Int32) {
        flock(file, LOCK_UN)
        close(file)
    }
}
