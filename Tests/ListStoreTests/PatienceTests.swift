import FanmailDelivery
import Foundation
import GRDB
import SMTPCore
import Synchronization
import Testing

@testable import ListStore

/// How long whoever wants to write waits for another process that does.
@Suite(.timeLimit(.minutes(10)))
struct PatienceTests {
    private final class Told: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }
        var count: Int { lines.withLock { $0.count } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private final class Flag: Sendable {
        private let value = Mutex(false)

        var isSet: Bool { value.withLock { $0 } }
        func set() { value.withLock { $0 = true } }
    }

    /// Another connection that holds the lock until it is told to let go.
    private func hold(_ scratch: Scratch) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: scratch.path, configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        return other
    }

    /// What waits for a lock waits on a thread of its own: one that tasks share would be missed by whoever lets go of it.
    private func onAThread<T: Sendable>(_ isOver: Flag, _ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let result = Result { try body() }
                isOver.set()
                continuation.resume(with: result)
            }
        }
    }

    @Test("While a journal is open, whoever else writes in its process is as patient as ever, and says that they wait")
    func besideAJournal() async throws {
        let scratch = try Scratch()
        let told = Told()
        let store = try Store.open(
            path: scratch.path, create: true, patience: Patience(limit: .seconds(500)) { told.add($0) })
        let list = try store.makeList()
        try store.subscribe(["u1@a.example"], to: list)
        let (_, journal) = try store.start([list])
        let other = try hold(scratch)
        let address = try Mailbox(parsing: "new@a.example")
        let isOver = Flag()
        async let writing = onAThread(isOver) { try store.subscribe(address, name: nil, list: list, source: "test") }
        while told.count == 0, !isOver.isSet { try await Task.sleep(for: .milliseconds(5)) }
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(try await writing == .added)
        #expect(told.count == 1)
        await journal.close()
    }

    @Test("The journal itself learns soon that it waits, and tells nobody but whoever asks it")
    func ofTheJournal() async throws {
        let scratch = try Scratch()
        let told = Told()
        let store = try Store.open(
            path: scratch.path, create: true, patience: Patience(limit: .seconds(500)) { told.add($0) })
        let list = try store.makeList()
        try store.subscribe(["u1@a.example"], to: list)
        let (_, journal) = try store.start([list])
        let envelope = try await journal.cutNext()[0]
        let other = try hold(scratch)
        let armed = Task.detached { await journal.armed(envelope) }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(400)
        while journal.trouble == nil, clock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        #expect(journal.trouble != nil)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(await armed.value == .open)
        #expect(told.count == 0)
        await journal.close()
    }

    /// A database as the first version left it, which other connections may have open.
    private func makeOld(_ scratch: Scratch) throws -> DatabasePool {
        var migrator = DatabaseMigrator()
        for (name, sql) in Schema.migrations.prefix(1) {
            migrator.registerMigration(name) { try $0.execute(sql: sql) }
        }
        let pool = try DatabasePool(path: scratch.path)
        try migrator.migrate(pool)
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
        return pool
    }

    @Test("When it takes long to bring a database up to date, one line says so, and where the copy is")
    func longMigration() async throws {
        let scratch = try Scratch()
        // It stays open: to make its log anew would take the lock.
        let old = try makeOld(scratch)
        defer { try? old.close() }
        let told = Told()
        // The lock of another one makes it as long as need be.
        let other = try hold(scratch)
        let path = scratch.path
        let isOver = Flag()
        async let opening = onAThread(isOver) {
            let patience = Patience(limit: .seconds(500)) { told.add($0) }
            return try Store.open(path: path, create: false, patience: patience)
        }
        func isTold() -> Bool { told.all.contains { $0.hasPrefix("bringing") } }
        while !isTold(), !isOver.isSet { try await Task.sleep(for: .milliseconds(5)) }
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        let store = try await opening
        #expect(try store.numbers("PRAGMA user_version") == [Int64(Schema.migrations.count)])
        let copy = "\(path).before-\(Schema.migrations.count)"
        let line = "bringing \(path) up to date; a copy as it was is kept as \(copy)"
        #expect(told.all.filter { !$0.hasPrefix("waiting") } == [line])
    }

    @Test("What is soon up to date, new or already so says nothing")
    func shortMigration() throws {
        let told = Told()
        for isOld in [true, false] {
            let scratch = try Scratch()
            if isOld { try makeOld(scratch).close() }
            for _ in 0..<2 {
                let patience = Patience(silence: .seconds(500)) { told.add($0) }
                try Store.open(path: scratch.path, create: true, patience: patience).pool.close()
            }
        }
        #expect(told.count == 0)
    }
}
