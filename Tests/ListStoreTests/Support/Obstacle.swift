import GRDB
import Testing

@testable import ListStore

enum StorageFault: String, CaseIterable, Sendable {
    case full, busy

    var kind: StoreFailure.Kind { self == .full ? .disk : .locked }
    var words: String { self == .full ? "the disk is full" : "another process holds the database" }
}

/// What stands in the way of the writer, until it is lifted.
final class Obstacle {
    private let fault: StorageFault
    private let store: Store
    private let other: DatabaseQueue?

    init(_ fault: StorageFault, _ store: Store) throws {
        self.fault = fault
        self.store = store
        switch fault {
        case .full:
            other = nil
            // No free page inside the file either.
            try store.execute("VACUUM")
            let pages = try store.numbers("PRAGMA page_count")[0]
            try store.execute("PRAGMA max_page_count = \(pages)")
        case .busy:
            // The patience of the writer is not what is tested.
            try store.execute("PRAGMA busy_timeout = 20")
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: store.path, configuration: configuration)
            try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
            self.other = other
        }
    }

    func lift() throws {
        try other?.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        if other == nil { try store.execute("PRAGMA max_page_count = 1000000") }
    }

    /// Waits until the journal does, and says so in one line.
    func expectWaiting(_ journal: SQLiteJournal, at location: SourceLocation = #_sourceLocation) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(300)
        while journal.trouble == nil, clock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
        // Or whoever awaits the journal would do so for ever.
        if journal.trouble == nil { try lift() }
        let trouble = try #require(journal.trouble, sourceLocation: location)
        #expect(trouble.hasPrefix("waiting for the database: "), sourceLocation: location)
        #expect(
            trouble.contains(fault == .full ? "the disk is full" : "another process is writing to \(store.path)"),
            sourceLocation: location)
        #expect(!trouble.contains("\n"), sourceLocation: location)
    }
}
