import Foundation

/// The ownership of a mailing among processes: a lock on a file beside the database.
///
/// A killed owner's lock is free at once, a stopped owner's is not. The file is removed when the owner is done.
final class MailingLock: Sendable {
    private let file: Int32
    private let path: String

    init(database: String, mailing: Int64) throws(StoreFailure) {
        path = "\(database).mailing-\(mailing).lock"
        while true {
            let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw StoreFailure(.disk, "\(path): \(String(cString: strerror(errno)))") }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                close(file)
                throw StoreFailure(.locked, "mailing \(mailing) is being sent by another process")
            }
            // The previous owner may have removed the file between the two calls.
            if Self.isNamed(file, path) {
                self.file = file
                return
            }
            close(file)
        }
    }

    /// Whether a process owns the mailing at this moment.
    static func isHeld(database: String, mailing: Int64) -> Bool {
        let file = open("\(database).mailing-\(mailing).lock", O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) != 0
    }

    /// Whether the path still names the open file.
    private static func isNamed(_ file: Int32, _ path: String) -> Bool {
        var ours = stat()
        var named = stat()
        return fstat(file, &ours) == 0 && stat(path, &named) == 0 && ours.st_dev == named.st_dev
            && ours.st_ino == named.st_ino
    }

    func release() {
        // If somebody took the file away, the one that is there now may be the next owner's.
        if Self.isNamed(file, path) { unlink(path) }
        flock(file, LOCK_UN)
    }

    deinit { close(file) }
}
