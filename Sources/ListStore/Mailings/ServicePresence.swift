import Foundation
import Synchronization

/// A sign that a process is there which sends what is scheduled, as long as it lives: a shared lock on a file beside the
/// database.
package final class ServicePresence: Sendable {
    /// Nil once it is given up.
    private let file: Mutex<Int32?>
    private let path: String

    private static func path(_ database: String) -> String { "\(database).run.lock" }

    package init(database: String) throws(StoreFailure) {
        path = Self.path(database)
        let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreFailure(.disk, "\(path): \(String(cString: strerror(errno)))") }
        // Only who asks whether somebody is there holds it alone, for a moment.
        guard flock(file, LOCK_SH) == 0 else {
            close(file)
            throw StoreFailure(.disk, "\(path): \(String(cString: strerror(errno)))")
        }
        self.file = Mutex(file)
    }

    /// Whether such a process is there.
    package static func isThere(database: String) -> Bool { MailingLock.isHeld(path(database)) }

    /// May be called again.
    package func end() {
        if let file = file.withLock({ $0.take() }) { MailingLock.letGo(file) }
    }

    deinit { end() }
}
