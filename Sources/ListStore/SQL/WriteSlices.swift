import Foundation
import GRDB

/// Writes in transactions so short that nobody else who writes is held up, such as a mailing that runs.
///
/// What the slices wrote is synced with the next commit that is, at the latest with the one that makes it visible.
final class WriteSlices {
    /// How long the lock is held at most, apart from the commit.
    private static let longest: Duration = .milliseconds(20)
    /// The same while others write,
    private static let polite: Duration = .milliseconds(2)
    /// and how long they have the database for themselves then.
    private static let pause: Duration = .milliseconds(40)
    /// Somebody else writes, if so lately.
    private static let memory: Duration = .seconds(1)
    /// Rows between two looks at the clock.
    static let stride = 64

    private let pool: any DatabaseWriter
    private let begin: SQLStatement
    private let commit: SQLStatement
    private let rollback: SQLStatement
    private let version: SQLStatement
    /// See ``CrashPoint``.
    private let kind: String
    private let zeroesWhatGoes: Bool
    private let isSynced: Bool
    private var lastVersion: Int64?
    private var lastOther: ContinuousClock.Instant?

    /// On the pool's writing connection.
    ///
    /// - Parameters:
    ///   - zeroesWhatGoes: what is overwritten or deleted leaves no bytes in the free space of its page.
    ///   - isSynced: each slice is, where nothing follows that is.
    init(_ pool: any DatabaseWriter, kind: String = "import", zeroesWhatGoes: Bool = false, isSynced: Bool = false)
        throws
    {
        self.pool = pool
        self.isSynced = isSynced
        self.kind = kind
        self.zeroesWhatGoes = zeroesWhatGoes
        (begin, commit, rollback, version) = try pool.writeWithoutTransaction { db in
            let connection = try WritingConnection(db, of: pool)
            return (
                try SQLStatement(connection, "BEGIN IMMEDIATE"), try SQLStatement(connection, "COMMIT"),
                try SQLStatement(connection, "ROLLBACK"), try SQLStatement(connection, "PRAGMA data_version")
            )
        }
    }

    /// Whether another process wrote within the last second.
    var othersWrite: Bool { lastOther.map { $0.duration(to: .now) < Self.memory } ?? false }

    /// Does something with each of `count` rows, in as many transactions as that takes.
    ///
    /// - Parameter stride: rows between two looks at the clock; 1 where each stands for many, such as an envelope.
    func run(
        _ count: Int, stride: Int = stride, finally: (Database) throws -> Void = { _ in },
        _ row: (Database, Int) throws -> Void
    ) throws {
        var index = 0
        while index < count {
            try slice { db, end in
                repeat {
                    for _ in 0..<min(stride, count - index) {
                        try row(db, index)
                        index += 1
                    }
                } while index < count && ContinuousClock.now < end
                try finally(db)
            }
        }
    }

    /// Takes steps, in as many transactions as that takes, until one says that nothing is left.
    ///
    /// - Parameter step: short; finds by itself what is left, so that it goes on where a killed process stopped.
    func run(_ step: (Database) throws -> Bool) throws {
        var isMore = true
        while isMore {
            try slice { db, end in
                repeat { isMore = try step(db) } while isMore && ContinuousClock.now < end
            }
        }
    }

    private func slice(_ body: (Database, ContinuousClock.Instant) throws -> Void) throws {
        try pool.writeWithoutTransaction { db in
            if !isSynced { try db.execute(sql: "PRAGMA synchronous = NORMAL") }
            defer { if !isSynced { try? db.execute(sql: "PRAGMA synchronous = FULL") } }
            if zeroesWhatGoes { try db.execute(sql: "PRAGMA secure_delete = ON") }
            defer { if zeroesWhatGoes { try? db.setUsualDeletion() } }
            try begin.run()
            do {
                try look()
                try body(db, .now + (othersWrite ? Self.polite : Self.longest))
                try commit.run()
            } catch {
                try? rollback.run()
                throw error
            }
        }
        CrashPoint.pass(kind)
        usleep(othersWrite ? UInt32(Self.pause / .microseconds(1)) : 500)
    }

    /// Reads at length, without keeping anybody from writing.
    func read(_ body: () throws -> Void) throws {
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN DEFERRED")
            do {
                try body()
                try db.execute(sql: "COMMIT")
            } catch {
                try? db.execute(sql: "ROLLBACK")
                throw error
            }
        }
    }

    /// Whether somebody else has written since the latest look.
    private func look() throws {
        defer { version.reset() }
        guard try version.step() else { return }
        if let lastVersion, lastVersion != version.int(0) { lastOther = .now }
        lastVersion = version.int(0)
    }
}

extension Store {
    /// Takes short steps in short transactions until one says that nothing is left.
    func inSlices(_ kind: String, _ step: (Database) throws -> Bool) throws(StoreFailure) {
        do { try WriteSlices(pool, kind: kind).run(step) } catch { throw StoreFailure(error, path: path) }
    }
}
