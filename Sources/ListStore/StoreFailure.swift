public import FanmailBasics
import GRDB

/// Why the database could not do what was asked: one line for a person.
public struct StoreFailure: ExplainedError, Equatable {
    /// What is wrong, for a program to tell apart. There may be more kinds one day.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ name: String) { description = name }

        /// There is no such file, list, subscriber or mailing.
        public static let notFound = Self("notFound")
        /// The file is no database of fanmail.
        public static let notADatabase = Self("notADatabase")
        /// Made by a newer version.
        public static let newerVersion = Self("newerVersion")
        /// Another process holds it.
        public static let locked = Self("locked")
        /// The disk is full, or cannot be written.
        public static let disk = Self("disk")
        /// Who asks to leave is not subscribed with this address.
        public static let stranger = Self("stranger")
        /// A rule of the data forbids it.
        public static let conflict = Self("conflict")
    }

    public let kind: Kind
    /// Where, what and why, and what helps.
    public let explanation: Explanation

    /// Another process holds the database, or its disk has no room just now.
    public var isTransient: Bool { [.locked, .disk].contains(kind) }

    /// What was asked is impossible, however often it is tried; else it is the database that fails.
    package var isAboutInput: Bool { [.notFound, .conflict, .stranger].contains(kind) }

    package init(_ kind: Kind, at place: String? = nil, _ what: String, remedy: Remedy? = nil) {
        self.kind = kind
        explanation = Explanation(what, at: place, remedy: remedy)
    }

    /// What SQLite's error means for a person.
    init(_ error: any Error, path: String) {
        if let failure = error as? StoreFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.disk, at: path, "\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.disk, at: path, "the disk is full; make room")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, at: path, "another process holds the database; try again when it is done")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self.init(.notADatabase, at: path, "this is no SQLite database")
        case .SQLITE_CANTOPEN: self.init(.notFound, at: path, "cannot be opened; check the path and its permissions")
        case .SQLITE_READONLY, .SQLITE_PERM:
            self.init(.disk, at: path, "cannot be written; check the permissions of the file and its directory")
        case .SQLITE_CONSTRAINT:

            self.init(.conflict, at: path, "\(error.message ?? "a rule of the database forbids it")")
        default: self.init(.disk, at: path, "\(error.message ?? "\(error)")")
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
