import GRDBSQLite

/// The octets of a database file, read through SQLite's own descriptor.
///
/// POSIX locks belong to the process: whoever closes any descriptor of a file gives up every lock that the process has
/// on it, SQLite's included, and the next process that closes the database takes itself for the last one and deletes
/// the write-ahead log under us. SQLite keeps its descriptors open for as long as the process has locks.
/// Source: https://www.sqlite.org/howtocorrupt.html, section 2.2
final class DatabaseFile {
    private let connection: OpaquePointer
    private let file: UnsafeMutablePointer<sqlite3_file>

    /// Nothing of the content is looked at, and no lock is taken; nil where SQLite cannot open it.
    init?(path: String) {
        var connection: OpaquePointer?
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
            let connection,
            sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
            let file, file.pointee.pMethods != nil
        else {
            sqlite3_close(connection)
            return nil
        }
        self.connection = connection
        self.file = file
    }

    deinit { sqlite3_close(connection) }

    /// In octets.
    var size: Int64 {
        var size: sqlite3_int64 = 0
        return file.pointee.pMethods.pointee.xFileSize(file, &size) == SQLITE_OK ? size : 0
    }

    /// - Returns: false when there are not so many octets from there, or when they cannot be read.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) -> Bool {
        file.pointee.pMethods.pointee.xRead(file, buffer.baseAddress, Int32(buffer.count), offset) == SQLITE_OK
    }
}
