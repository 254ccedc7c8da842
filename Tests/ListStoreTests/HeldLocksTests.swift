import FanmailBasics
import Foundation
import GRDB
import SMTPCore
import Testing

@testable import ListStore

#if os(Linux)
    private let hasOpenFileLocks = true
#else
    private let hasOpenFileLocks = false
#endif

/// POSIX locks belong to the process: whoever closes any descriptor of the database's file gives all of them up, and the
/// next process that closes the database deletes the write-ahead log under us.
@Suite("The locks on a database stand", .enabled(if: hasOpenFileLocks))
struct HeldLocksTests {
    private let scratch: Scratch
    private let store: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        _ = try store.makeList()
    }

    /// Whether this process has a lock on the file. An open-file lock is asked for, which a process's own locks are in the
    /// way of; its descriptor stays open, since closing it would give them up.
    private func isLocked(_ path: String) throws -> Bool {
        let file = open(path, O_RDWR | O_CLOEXEC)
        try #require(file >= 0)
        var lock = flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
        try #require(fcntl(file, Self.getOpenFileLock, &lock) == 0)
        return lock.l_type != Int16(F_UNLCK)
    }

    /// `F_OFD_GETLK`
    private static let getOpenFileLock: Int32 = 36

    private func expectLocks(after what: String, _ body: () throws -> Void) throws {
        try withExtendedLifetime(store) {
            try #require(try isLocked(scratch.path))
            try #require(try isLocked(scratch.path + "-shm"))
            try body()
            #expect(try isLocked(scratch.path), "the file's, after \(what)")
            #expect(try isLocked(scratch.path + "-shm"), "the shared memory's, after \(what)")
        }
    }

    @Test("after an erasure, which looks for old copies in the file")
    func erasure() throws {
        let list = try store.list(named: "announce")
        try store.subscribe(["grace@x.example"], to: list)
        try expectLocks(after: "erase") { _ = try store.erase(Mailbox(parsing: "grace@x.example"), by: nil) }
    }

    @Test("after the process has opened the database once more, and closed that")
    func secondOpening() throws {
        try expectLocks(after: "a look") { _ = try Store.open(path: scratch.path, create: false, connections: .one) }
        try expectLocks(after: "open") { _ = try scratch.open() }
        // Without a log its header is read.
        _ = try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try expectLocks(after: "a look at the header") {
            _ = try Store.open(path: scratch.path, create: false, connections: .one)
        }
    }

    @Test("after a copy, a check and the count of rows")
    func upkeep() throws {
        try expectLocks(after: "db backup") { try store.backUp(to: scratch.directory + "/copy.db", withKeys: true) }
        try expectLocks(after: "db check") {
            let problems = try store.check(isQuick: false)
            #expect(problems.isEmpty)
        }
        try expectLocks(after: "db stats") { _ = try store.statistics() }
    }

    @Test("after somebody has named one of its files as one to read or to write", arguments: ["", "-wal", "-shm"])
    func named(end: String) throws {
        let path = scratch.path + end
        try FileManager.default.createSymbolicLink(atPath: scratch.directory + "/link", withDestinationPath: path)
        try expectLocks(after: "reading and writing") {
            for name in [path, scratch.directory + "/link"] {
                #expect(throws: InputFile.Refusal.self) { _ = try InputFile(name) }
                #expect(throws: InputFile.Refusal.self) { _ = try PersonalFile.open(name) }
                #expect(throws: InputFile.Refusal.self) { _ = try PersonalFile.open(name, appending: true) }
            }
            let file = URL(fileURLWithPath: path).lastPathComponent
            #expect(throws: InputFile.Refusal.self) { _ = try InputFile(beneath: scratch.directory, [file]) }
        }
    }
}
