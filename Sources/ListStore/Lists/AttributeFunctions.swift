import FanmailBasics
import GRDB
import GRDBSQLite
import MailingLists

/// What a filter asks of attributes, as functions of SQLite: the number, and the moment, that a value is or is written as.
///
/// They get JSON, as `->` gives it, and return NULL for whatever is neither. On SQLite's own interface: a filter asks
/// them of each person.
enum AttributeFunctions {
    private typealias Function =
        @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

    static func add(to db: Database) throws {
        guard let connection = db.sqliteConnection else { return }
        try add("attribute_number", number, to: connection)
        try add("attribute_moment", moment, to: connection)
    }

    private static func add(_ name: String, _ function: Function, to connection: OpaquePointer) throws {
        let code = sqlite3_create_function_v2(
            connection, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil, function, nil, nil, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    private static let number: Function = { context, _, values in
        guard let text = written(values), let number = WrittenNumber(text) else { return sqlite3_result_null(context) }
        switch number {
        case .integer(let value): sqlite3_result_int64(context, value)
        case .number(let value): sqlite3_result_double(context, value)
        }
    }

    private static let moment: Function = { context, _, values in
        guard let text = written(values), let moment = WrittenMoment(text) else { return sqlite3_result_null(context) }
        sqlite3_result_int64(context, moment.timestamp.milliseconds)
    }

    /// The octets of a JSON number, or of a text without its quotes; nil for anything else.
    private static func written(_ values: UnsafeMutablePointer<OpaquePointer?>?) -> UnsafeBufferPointer<UInt8>? {
        guard let value = values?[0], sqlite3_value_type(value) == SQLITE_TEXT, let start = sqlite3_value_text(value)
        else { return nil }
        let json = UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
        switch json.first {
        case UInt8(ascii: "\"") where json.count > 2: return UnsafeBufferPointer(rebasing: json[1..<(json.count - 1)])
        case UInt8(ascii: "-"), .some(0x30...0x39): return json
        default: return nil
        }
    }
}
