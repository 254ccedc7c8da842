import GRDB

/// Why the database could not do what was asked; the message is one line for a person.
public struct StoreFailure: Error, Sendable, Equatable {
    public enum Kind: Sendable {
        /// There is no such file, list, subscriber or mailing.
        case notFound
        /// The file is no database of fanmail.
        case notADatabase
        /// Made by a newer version.
        case newerVersion
        /// Another process holds it.
        case locked
        /// The disk is full, or cannot be written.
        case disk
        /// Who asks to leave is not subscribed with this address.
        case stranger
        /// A rule of the data forbids it.
        case conflict
    }

    public let kind: Kind
    public let message: String

    /// What was asked is impossible, however often it is tried; else it is the database that fails.
    package var isAboutInput: Bool { [.notFound, .conflict, .stranger].contains(kind) }

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// What SQLite's error means for a person.
    init(_ error: any Error, path: String) {
        if let failure = error as? StoreFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.disk, "\(path): \(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.disk, "\(path): the disk is full; make room")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, "\(path): another process holds the database; try again when it is done")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self.init(.notADatabase, "\(path): this is no SQLite database")
        case .SQLITE_CANTOPEN: self.init(.notFound, "\(path): cannot be opened; check the path and its permissions")
        case .SQLITE_READONLY, .SQLITE_PERM:
            self.init(.disk, "\(path): cannot be written; check the permissions of the file and its directory")
        case .SQLITE_CONSTRAINT:

            self.init(.conflict, "\(path): \(error.message ?? "a rule of the database forbids it")")
        default: self.init(.disk, "\(path): \(error.message ?? "\(error)")")
        }
    }

    /// Whether what SQLite says may be over in a moment, or as soon as somebody makes room.
    static func passes(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN: return true
        default: return false
        }
    }

    /// Of a failure that passes: what a run waits for, in one line.
    static func wait(for failure: StoreFailure, path: String) -> String {
        switch failure.kind {
        case .locked: "waiting for the database: another process is writing to \(path)"
        default: "waiting for the database: \(failure.message)"
        }
    }
}
