package import Bounces
package import CoreMetrics
import FanmailBasics
import Foundation
import GRDB
package import Logging
import SQLiteSettings
import Synchronization

/// The database: lists, subscribers, mailings and the journal, in one SQLite file.
///
/// SQL lives in this module alone. Everybody else speaks in these verbs.
package final class Store: Sendable {
    /// How many connections to the database there are.
    package enum Connections: Sendable {
        /// One: opened in half the time, for a command that only looks.
        case one
        /// One that writes, and several that read while it does.
        case several
    }

    package let path: String
    let pool: any DatabaseWriter
    let logger: Logger
    let metrics: StoreMetrics
    /// Makes the judge of what failed, with the rules that somebody has taught by now; a run, and whoever takes reports,
    /// asks for it once.
    package let judge: @Sendable () -> FailureJudge
    /// How many recipients a provider had in a mailing, where that was counted lately.
    let providerCounts = Mutex<[String: ProviderCount]>([:])
    /// How many may read at once.
    static let readers = 4

    /// Once, before the first connection.
    private static let settings = sqlite_settings_stop_counting_memory()
    private static let making = Mutex<Void>(())

    /// Of whoever wants to hear nothing.
    package static let silence = Logger(label: "fanmail") { _ in SwiftLogNoOpLogHandler() }

    private init(
        path: String, pool: any DatabaseWriter, logger: Logger, metrics: any MetricsFactory,
        judge: @escaping @Sendable () -> FailureJudge
    ) {
        self.path = path
        self.pool = pool
        self.logger = logger
        self.metrics = StoreMetrics(metrics)
        self.judge = judge
        OpenDatabases.add(path)
    }

    deinit { OpenDatabases.remove(path) }

    /// Waits for whoever uses the database at this moment, and closes its files; nothing can be read or written any more.
    package func close() { try? pool.close() }

    /// Opens the database, brings its tables up to date (a copy is made first), and checks that it is one of ours.
    ///
    /// - Parameters:
    ///   - create: makes the file when there is none.
    ///   - connections: `one` stands for `several` where there is anything to bring up to date.
    ///   - patience: with others who write; it also tells when to bring the tables up to date takes long.
    ///   - logger: is told what an operator would ask of the database; no address of anybody.
    ///   - metrics: is told of commits and imports.
    ///   - judge: of what failed.
    package static func open(
        path: String, create: Bool, connections: Connections = .several, patience: Patience = Patience(),
        logger: Logger = Store.silence, metrics: any MetricsFactory = MetricsSystem.factory,
        judge: @escaping @Sendable () -> FailureJudge = { .standard }
    ) throws(StoreFailure) -> Store {
        _ = settings
        let exists = try makeFile(path, create: create)
        do {
            var configuration = Configuration()
            configuration.busyMode = .callback { patience.wait(after: $0) }
            configuration.foreignKeysEnabled = true
            configuration.maximumReaderCount = readers
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA cache_size = -2000; PRAGMA temp_store = FILE")
                db.add(function: AddressHash.function)
                try AttributeFunctions.add(to: db)
                try AudienceShare.addFunction(to: db)
                try db.setUsualDeletion()
            }
            let isCurrent = exists && isCurrent(path)
            if !isCurrent { try checkIdentity(path, exists: exists) }
            let pool: any DatabaseWriter =
                if isCurrent && connections == .one {
                    try DatabaseQueue(path: path, configuration: configuration)
                } else {
                    try DatabasePool(path: path, configuration: configuration)
                }
            let store = Store(path: path, pool: pool, logger: logger, metrics: metrics, judge: judge)
            if !isCurrent { try store.migrate(isNew: !exists, patience) }
            // A pool of GRDB's sets NORMAL after prepareDatabase; a commit has to survive a power cut here.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
                    throw StoreFailure(.disk, "\(path): SQLite does not sync its commits here")
                }
            }
            return store
        } catch {
            if !exists { unlink(path) }
            throw StoreFailure(error, path: path)
        }
    }

    /// Makes the file where there is none.
    ///
    /// - Returns: whether there was one.
    private static func makeFile(_ path: String, create: Bool) throws(StoreFailure) -> Bool {
        // One at a time: nobody opens it between its making and the close, which gives up the locks of the process.
        let result: Result<Bool, StoreFailure> = making.withLock { _ in
            if access(path, F_OK) == 0 {
                do throws(InputFile.Refusal) { try InputFile.judge(path) } catch
                    where error.code == 0 || error.code == EISDIR
                {
                    return .failure(StoreFailure(.notADatabase, "\(path): \(error.reason)"))
                } catch {
                    // SQLite says it.
                }
                return .success(true)
            }
            guard create else {
                return .failure(
                    StoreFailure(.notFound, at: path, "there is no database", remedy: .makeDatabase))
            }
            // Subscribers are nobody else's business; the files beside it get the same mode from SQLite.
            let file = Foundation.open(path, O_CREAT | O_RDWR | O_EXCL | O_CLOEXEC, 0o600)
            guard file >= 0 else {
                return .failure(StoreFailure(.disk, "\(path): \(String(cString: strerror(errno)))"))
            }
            Foundation.close(file)
            return .success(false)
        }
        return try result.get()
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (name, sql) in Schema.migrations {
            migrator.registerMigration(name) { try $0.execute(sql: sql) }
        }
        return migrator
    }

    /// Whether the file is ours and has every migration, as far as its header can tell.
    private static func isCurrent(_ path: String) -> Bool {
        guard let header = DatabaseHeader(path: path) else { return false }
        return header.applicationID == Schema.applicationID && header.userVersion == Schema.migrations.count
    }

    /// Somebody else's database is left alone, and so is one from the future: a pool would write to it by opening it.
    private static func checkIdentity(_ path: String, exists: Bool) throws {
        guard exists else { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let (isOurs, isNewer) = try DatabaseQueue(path: path, configuration: configuration).read { db in
            let id = try Int.fetchOne(db, sql: "PRAGMA application_id")
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
            return (id == Schema.applicationID || tables == 0, try migrator.hasBeenSuperseded(db))
        }
        guard isOurs else {
            throw StoreFailure(
                .notADatabase, at: path, "this database belongs to another program", remedy: .useOtherDatabase)
        }
        guard !isNewer else {
            throw StoreFailure(
                .newerVersion, "\(path): made by a newer version of fanmail; use that version, or another database")
        }
    }

    private func migrate(isNew: Bool, _ patience: Patience) throws {
        let migrator = Self.migrator
        let (isDone, version) = try pool.read {
            (try migrator.hasCompletedMigrations($0), try Int.fetchOne($0, sql: "PRAGMA user_version"))
        }
        guard !isDone || version != Schema.migrations.count else { return }
        guard try !isNew && !isDone && pool.read({ try !migrator.appliedIdentifiers($0).isEmpty }) else {
            return try migrate(migrator)
        }
        let copy = "\(path).before-\(Schema.migrations.count)"
        logger.notice("the database is brought up to date", metadata: ["database": "\(path)", "copy": "\(copy)"])
        try patience.tell(whenLong: "bringing \(path) up to date; a copy as it was is kept as \(copy)") {
            unlink(copy)
            try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
            chmod(copy, 0o600)
            try migrate(migrator)
        }
    }

    private func migrate(_ migrator: DatabaseMigrator) throws {
        // Until all are done the header promises nothing.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 0") }
        try migrator.migrate(pool)
        try pool.write {
            try $0.execute(
                sql: """
                    PRAGMA application_id = \(Schema.applicationID);
                    PRAGMA user_version = \(Schema.migrations.count)
                    """)
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws(StoreFailure) -> T {
        do { return try pool.read(body) } catch { throw StoreFailure(error, path: path) }
    }

    /// - Parameter zeroingWhatGoes: whether what is overwritten or deleted leaves no bytes in the free space of its page,
    ///   so that an erasure later on, which only knows the latest values, finds nothing of the earlier ones.
    func write<T>(zeroingWhatGoes: Bool, _ body: (Database) throws -> T) throws(StoreFailure) -> T {
        do {
            return try pool.writeWithoutTransaction { db in
                var result: T?
                func write() throws {
                    try db.inTransaction(.immediate) {
                        result = try body(db)
                        return .commit
                    }
                }
                if zeroingWhatGoes { try db.zeroingWhatGoes(write) } else { try write() }
                guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
                return result
            }
        } catch { throw StoreFailure(error, path: path) }
    }

    func write<T>(_ body: (Database) throws -> T) throws(StoreFailure) -> T {
        do { return try pool.write(body) } catch { throw StoreFailure(error, path: path) }
    }
}

extension Timestamp {
    init?(_ milliseconds: Int64?) {
        guard let milliseconds else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
