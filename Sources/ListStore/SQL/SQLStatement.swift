import GRDB
import GRDBSQLite

/// A prepared statement for the hot path, on SQLite's own interface: no value is boxed, nothing is copied twice.
final class SQLStatement {
    private let statement: OpaquePointer
    private let connection: OpaquePointer
    private let sql: String
    /// Whose turn has to be waited for before it is finalised; nil: it ends within the access that it began in.
    private let writer: (any DatabaseWriter)?

    /// One that outlives this access to the connection.
    convenience init(_ connection: WritingConnection, _ sql: String) throws {
        try self.init(connection.pointer, sql, connection.writer)
    }

    /// One that ends within this access to the connection.
    convenience init(_ connection: OpaquePointer, _ sql: String) throws {
        try self.init(connection, sql, nil)
    }

    private init(_ connection: OpaquePointer, _ sql: String, _ writer: (any DatabaseWriter)?) throws {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw Self.error(connection, code, sql) }
        self.statement = statement
        self.connection = connection
        self.sql = sql
        self.writer = writer
    }

    deinit {
        guard let writer else {
            sqlite3_finalize(statement)
            return
        }
        nonisolated(unsafe) let statement = statement
        writer.asyncWriteWithoutTransaction { _ in sqlite3_finalize(statement) }
    }

    private static func error(_ connection: OpaquePointer, _ code: Int32, _ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code & 0xFF), message: String(cString: sqlite3_errmsg(connection)),
            sql: sql)
    }

    // MARK: - Binding, from 1

    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(statement, index, value) }

    func bind(_ value: Int64?, at index: Int32) {
        if let value { sqlite3_bind_int64(statement, index, value) } else { sqlite3_bind_null(statement, index) }
    }

    /// The bytes are copied by SQLite.
    func bind(_ value: String?, at index: Int32) {
        guard var text = value else {
            sqlite3_bind_null(statement, index)
            return
        }
        text.withUTF8 { bind($0, at: index) }
    }

    func bind(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int32) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        // An empty text, not NULL.
        _ = bytes.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text(
                statement, index, $0.baseAddress ?? UnsafePointer(bitPattern: 1), Int32($0.count), transient)
        }
    }

    /// Where a named parameter stands. Names and numbers do not go together: a name takes the next number.
    func index(of name: String) -> Int32 { sqlite3_bind_parameter_index(statement, name) }

    /// The values of a filter, by their names.
    func bind(_ filter: FilterSQL) {
        for (number, value) in filter.values.enumerated() {
            let index = index(of: ":filter\(number)")
            switch value.storage {
            case .null: sqlite3_bind_null(statement, index)
            case .int64(let value): sqlite3_bind_int64(statement, index, value)
            case .double(let value): sqlite3_bind_double(statement, index, value)
            case .string(let value): bind(value, at: index)
            case .blob(let value): bind(String(decoding: value, as: UTF8.self), at: index)
            }
        }
    }

    // MARK: - Running

    /// Whether there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let error = Self.error(connection, code, sql)
            sqlite3_reset(statement)
            throw error
        }
    }

    func reset() { sqlite3_reset(statement) }

    /// Runs to the end.
    func run() throws {
        while try step() {}
        reset()
    }

    /// How many rows the latest change touched.
    var changes: Int32 { sqlite3_changes(connection) }

    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(connection) }

    // MARK: - Columns, from 0

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// Lives until the next step.
    func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        // Of most columns of most rows there is none.
        guard let text = sqlite3_column_text(statement, column) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column)))
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }
}
