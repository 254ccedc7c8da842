import Foundation
import GRDB
import Testing

@testable import ListStore

@Suite("The header of a database file")
struct DatabaseHeaderTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("says whose the database is and how many migrations it has, once it is closed")
    func ours() throws {
        _ = try scratch.open()
        let header = try #require(DatabaseHeader(path: scratch.path))
        #expect(header.applicationID == Schema.applicationID)
        #expect(header.userVersion == Schema.migrations.count)
    }

    @Test("is not believed while a write-ahead log may hold a younger one")
    func log() throws {
        try withExtendedLifetime(scratch.open()) { store in
            _ = try store.makeList()
            #expect(DatabaseHeader(path: scratch.path) == nil)
        }
        #expect(DatabaseHeader(path: scratch.path) != nil)
    }

    @Test(
        "is not seen in what is no database, or one without a write-ahead log",
        arguments: [nil, "", "SQLite format 3\0", String(repeating: "x", count: 200)])
    func foreign(content: String?) throws {
        if let content { try Data(content.utf8).write(to: URL(fileURLWithPath: scratch.path)) }
        #expect(DatabaseHeader(path: scratch.path) == nil)
    }

    @Test("is not seen in a database that keeps a rollback journal")
    func rollbackJournal() throws {
        try DatabaseQueue(path: scratch.path).write { try $0.execute(sql: "CREATE TABLE t (x)") }
        #expect(DatabaseHeader(path: scratch.path) == nil)
    }

    @Test("promises nothing for a database from before it was written there; the first opening puts it in")
    func older() throws {
        try scratch.open().execute("PRAGMA user_version = 0")
        #expect(DatabaseHeader(path: scratch.path)?.userVersion == 0)
        _ = try scratch.open(create: false)
        #expect(DatabaseHeader(path: scratch.path)?.userVersion == Int32(Schema.migrations.count))
        #expect(try !scratch.files.contains { $0.contains("before") })
    }

    @Test("A command that only looks has one connection, and sees what the others see")
    func oneConnection() throws {
        try withExtendedLifetime(scratch.open()) { store in
            _ = try store.makeList()
            // Beside its log the header is not believed.
            let beside = try Store.open(path: scratch.path, create: false, connections: .one)
            #expect(beside.pool is DatabasePool)
            #expect(try beside.list(named: "announce").name == "announce")
        }
        let alone = try Store.open(path: scratch.path, create: false, connections: .one)
        #expect(alone.pool is DatabaseQueue)
        #expect(try alone.list(named: "announce").name == "announce")
        #expect(try alone.numbers("PRAGMA synchronous") == [2])
    }
}
