import Delivery
import GRDB
import MailCore
import Synchronization
import Testing

@testable import ListStore

/// How long whoever wants to write waits for another process that does.
@Suite(.timeLimit(.minutes(10)))
struct PatienceTests {
    private final class Told: Sendable {
        private let lines = Mutex<[String]>([])

        var count: Int { lines.withLock { $0.count } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    /// Another connection that holds the lock until it is told to let go.
    private func hold(_ scratch: Scratch) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: scratch.path, configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        return other
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
        let isOver = Mutex(false)
        let writing = Task.detached {
            defer { isOver.withLock { $0 = true } }
            return try store.subscribe(address, name: nil, list: list, source: "test")
        }
        while told.count == 0, !isOver.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(try await writing.value == .added)
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
}
