package import FanmailBasics
import Foundation
import GRDB
package import SMTPSink
import Synchronization

/// The messages of a sink in an SQLite file, from one run to the next.
package final class SinkDatabase: SinkStorage {
    private struct State {
        var arriving: [KeptMessage] = []
        var count = 0
        var octets = 0
        var lastID = 0
    }

    /// Of the file's header: whose database it is.
    private static let applicationID = 0x736E_6B31
    private static let schema = """
        CREATE TABLE message (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          at INTEGER NOT NULL,
          reverse_path TEXT NOT NULL,
          envelope TEXT NOT NULL,
          size INTEGER NOT NULL,
          octets BLOB NOT NULL
        ) STRICT;
        CREATE INDEX message_size ON message(id, size);
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = 1;
        """
    private let pool: DatabasePool
    private let room: SinkRoom
    private let state = Mutex(State())
    /// Held as long as this is open: two sinks would throw away each other's messages.
    private let lock: Mutex<Int32?>
    private let tell: @Sendable (String) -> Void
    /// What was told of already: a full disk would fill the terminal, too.
    private let told = Mutex<Set<String>>([])

    /// Opens a file, or makes it.
    ///
    /// - Parameter tell: is given the reason of a message that could not be kept, each reason once.
    /// - Throws: one line that says what is wrong with it.
    package init(
        _ path: String, room: SinkRoom, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(InputFailure) {
        self.room = room
        self.tell = tell
        let path = Self.resolved(path)
        let lock = open("\(path)-lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw InputFailure(.unreadable, path, Self.reason(errno)) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            Foundation.close(lock)
            throw InputFailure(.unreadable, path, "another sink has this file open; give each its own")
        }
        do {
            pool = try Self.pool(path)
        } catch {
            Foundation.close(lock)
            if let failure = error as? InputFailure { throw failure }
            throw InputFailure(
                .unreadable, path, "SQLite cannot use it: \((error as? DatabaseError)?.message ?? "\(error)")")
        }
        self.lock = Mutex(lock)
        recount()
        // Less may be kept than last time.
        _ = commit()
    }

    private static func reason(_ code: Int32) -> String { "it cannot be opened: \(String(cString: strerror(code)))" }

    /// Where it lies, whatever links lead there: the lock is one for all of them.
    private static func resolved(_ path: String) -> String {
        func real(_ path: String) -> String? {
            guard let text = realpath(path, nil) else { return nil }
            defer { free(text) }
            return String(cString: text)
        }
        if let path = real(path) { return path }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        return real(folder).map { "\($0)/\(name)" } ?? path
    }

    private static func pool(_ path: String) throws -> DatabasePool {
        // What is sent in tests may be about people; the files beside it get the same mode from SQLite.
        if access(path, F_OK) != 0 {
            let file = open(path, O_CREAT | O_RDWR | O_EXCL | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw InputFailure(.unreadable, path, reason(errno)) }
            Foundation.close(file)
        }
        try checkOwner(path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // Most pages are written again, when their messages make room, before a longer log is brought home.
            try db.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 10000")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.write { db in
            if try Int.fetchOne(db, sql: "PRAGMA user_version") == 0 { try db.execute(sql: schema) }
        }
        return pool
    }

    /// Somebody else's database is left alone: a pool would write to it by opening it.
    private static func checkOwner(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let (id, version, tables) = try DatabaseQueue(path: path, configuration: configuration).read { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            )
        }
        guard id == applicationID || tables == 0 else {
            throw InputFailure(.input, path, "this is the database of another program; name a new file")
        }
        guard version <= 1 else {
            throw InputFailure(.input, path, "made by a newer version of this program; name a new file")
        }
    }

    // MARK: - Keeping

    package func add(_ message: KeptMessage) -> Bool {
        state.withLock { $0.arriving.append(message) }
        return true
    }

    package func commit() -> Bool {
        let arriving = state.withLock { state in
            defer { state.arriving = [] }
            return state.arriving
        }
        guard !arriving.isEmpty || room.isExceeded(by: held.count, held.octets) else { return true }
        do {
            try pool.write { db in
                let statement = try db.cachedStatement(
                    sql: "INSERT INTO message(at, reverse_path, envelope, size, octets) VALUES (?, ?, ?, ?, ?)")
                var (count, octets) = held
                for message in arriving {
                    let content = Data(message.content)
                    guard content.count == message.body.octetCount else {
                        throw DatabaseError(resultCode: .SQLITE_IOERR)
                    }
                    let envelope = StoredEnvelope(message).text
                    // What it takes of the room.
                    let size = content.count + message.reversePath.utf8.count + envelope.utf8.count
                    try statement.execute(arguments: [
                        message.at.milliseconds, message.reversePath, envelope, size, content,
                    ])
                    count += 1
                    octets += size
                }
                let last = Int(db.lastInsertedRowID)
                try makeRoom(db, &count, &octets)
                // Nobody else writes meanwhile, so that nobody's removal is overlooked.
                state.withLock { state in
                    (state.count, state.octets) = (count, octets)
                    if !arriving.isEmpty { state.lastID = last }
                }
            }
            return true
        } catch {
            let reason = (error as? DatabaseError)?.message ?? "\(error)"
            if told.withLock({ $0.insert(reason).inserted }) { tell(reason) }
            recount()
            return false
        }
    }

    /// The oldest go.
    private func makeRoom(_ db: Database, _ count: inout Int, _ octets: inout Int) throws {
        guard count > 1, room.isExceeded(by: count, octets) else { return }
        var last = 0
        let rows = try Row.fetchCursor(db, sql: "SELECT id, size FROM message INDEXED BY message_size ORDER BY id")
        while count > 1, room.isExceeded(by: count, octets), let row = try rows.next() {
            last = row[0]
            count -= 1
            octets -= row[1] as Int
        }
        try db.execute(sql: "DELETE FROM message WHERE id <= ?", arguments: [last])
    }

    /// What there is, as the file has it.
    private func recount() {
        _ = try? pool.write { db in
            let row = try Row.fetchOne(db, sql: "SELECT count(*), coalesce(sum(size), 0) FROM message")
            let last = try Int.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'message'")
            state.withLock { state in
                state.count = row?[0] ?? 0
                state.octets = row?[1] ?? 0
                state.lastID = last ?? 0
            }
        }
    }

    // MARK: - Looking

    package var held: (count: Int, octets: Int) { state.withLock { ($0.count, $0.octets) } }

    package var lastID: Int { state.withLock { $0.lastID } }

    package var firstID: Int {
        (try? pool.read { try Int.fetchOne($0, sql: "SELECT min(id) FROM message") }) ?? .max
    }

    package func message(_ id: Int) -> SinkMessage? {
        try? pool.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM message WHERE id = ?", arguments: [id]).map(Self.message)
        }
    }

    package func known(_ ids: [Int]) -> [Int] {
        let found = try? pool.read { db in
            try ids.filter {
                try Int.fetchOne(db, sql: "SELECT id FROM message WHERE id = ?", arguments: [$0]) != nil
            }
        }
        return found ?? []
    }

    package func walk(from id: Int, isForward: Bool, _ body: (SinkMessage) -> Bool) {
        let sql =
            isForward
            ? "SELECT * FROM message WHERE id > ? ORDER BY id" : "SELECT * FROM message WHERE id < ? ORDER BY id DESC"
        try? pool.read { db in
            // One after the other: a page of long ones would be much to hold.
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [id])
            while let row = try rows.next() {
                guard body(Self.message(row)) else { return }
            }
        }
    }

    private static func message(_ row: Row) -> SinkMessage {
        let envelope = StoredEnvelope(row["envelope"])
        let octets: Data = row["octets"]
        return SinkMessage(
            id: row["id"], at: Timestamp(milliseconds: row["at"]), reversePath: row["reverse_path"],
            mailParameters: envelope.mailParameters, recipients: envelope.recipients, session: envelope.session,
            octets: Array(octets))
    }

    // MARK: - Throwing away

    package func remove(_ ids: [Int]) -> Int {
        let removed = try? pool.write { db in
            var (removed, octets) = (0, 0)
            for id in Set(ids) {
                guard let size = try Int.fetchOne(db, sql: "SELECT size FROM message WHERE id = ?", arguments: [id])
                else { continue }
                try db.execute(sql: "DELETE FROM message WHERE id = ?", arguments: [id])
                removed += 1
                octets += size
            }
            state.withLock { state in
                state.count -= removed
                state.octets -= octets
            }
            return removed
        }
        // Nothing has gone, whatever was counted.
        if removed == nil { recount() }
        return removed ?? 0
    }

    package func removeAll() {
        let isDone: Void? = try? pool.write { db in
            try db.execute(sql: "DELETE FROM message")
            state.withLock { state in
                state.count = 0
                state.octets = 0
            }
        }
        if isDone == nil { recount() }
    }

    /// May be called again: by then the lock's descriptor may be somebody else's file.
    package func close() {
        guard let lock = lock.withLock({ $0.take() }) else { return }
        // Who only reads cannot clear away the log: whoever writes is to be the last.
        pool.invalidateReadOnlyConnections()
        try? pool.close()
        Foundation.close(lock)
    }
}
