import Foundation
import GRDB

/// What the database holds, and how large it is.
package struct DatabaseStatistics: Sendable {
    /// Rows by table, in the order of the tables' names.
    package let rows: [(table: String, count: Int)]
    /// Octets of the file.
    package let size: Int64
    /// Octets of the write-ahead log.
    package let logSize: Int64
    /// Octets of the file that are free.
    package let free: Int64
    package let sqliteVersion: String
}

extension Store {
    /// Copies the database while others go on writing to it; the copy is one moment of it, for its owner only.
    ///
    /// - Parameter withKeys: also the keys that sign tokens, to a file beside the copy.
    /// - Returns: the file of the keys; nil where none were copied.
    /// - Throws: when there is a file of that name; nothing is left behind then.
    @discardableResult
    package func backUp(to target: String, withKeys: Bool = false) throws(StoreFailure) -> String? {
        try Self.reserve(target)
        do {
            // A connection of its own: the copy takes long, and neither readers nor the writer wait for it.
            let source = try DatabaseQueue(path: path)
            try source.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [target]) }
            try source.close()
            // After the database: a token that it knows of has its key.
            return withKeys ? try tokenKeys.copy(for: target)?.path : nil
        } catch {
            unlink(target)
            throw StoreFailure(error, path: target)
        }
    }

    private static func reserve(_ target: String) throws(StoreFailure) {
        let file = Foundation.open(target, O_CREAT | O_WRONLY | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let reason = errno == EEXIST ? "is there already; name a new file" : String(cString: strerror(errno))
            throw StoreFailure(.disk, "\(target): \(reason)")
        }
        Foundation.close(file)
    }

    /// What is wrong with the file; empty when it is sound.
    ///
    /// - Parameter isQuick: leaves out whether every index agrees with its table.
    package func check(isQuick: Bool) throws(StoreFailure) -> [String] {
        var problems = try read { db in
            let pragma = isQuick ? "quick_check" : "integrity_check"
            var problems = try String.fetchAll(db, sql: "PRAGMA \(pragma)(100)").filter { $0 != "ok" }
            problems += try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(100).map { row in
                "\(row[0] as String) row \(row[1] as Int64? ?? 0) refers to a row of \(row[2] as String) that is not there"
            }
            let strays =
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT count(*) FROM subscription x JOIN subscriber s ON s.id = x.subscriber
                        WHERE x.address <> s.address OR x.domain <> s.domain
                        """) ?? 0
            if strays > 0 {
                problems.append(
                    (strays == 1 ? "1 subscription has" : "\(strays) subscriptions have")
                        + " another address than their subscriber")
            }
            return problems
        }
        for file in [path, path + "-wal", path + "-shm"] {
            guard let mode = try? FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int,
                mode & 0o077 != 0
            else { continue }
            problems.append("\(file) can be read by others; chmod 600 it")
        }
        return problems
    }

    package func statistics() throws(StoreFailure) -> DatabaseStatistics {
        func size(_ file: String) -> Int64 {
            ((try? FileManager.default.attributesOfItem(atPath: file)[.size]) as? NSNumber)?.int64Value ?? 0
        }
        let (file, log) = (size(path), size(path + "-wal"))
        return try read { db in
            let tables = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                        AND name <> 'grdb_migrations' ORDER BY name
                    """)
            let pages = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            return DatabaseStatistics(
                rows: try tables.map { ($0, try Int.fetchOne(db, sql: "SELECT count(*) FROM \"\($0)\"") ?? 0) },
                size: file, logSize: log, free: pages * pageSize,
                sqliteVersion: try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "")
        }
    }
}
