import Foundation

/// What the first octets of a database file say.
///
/// A query on a connection only to ask whose file this is costs more than most commands. The header is enough when no
/// write-ahead log could hold a younger one. Source: https://www.sqlite.org/fileformat2.html#the_database_header
struct DatabaseHeader {
    let applicationID: Int32
    /// How many of our migrations were done; 0 in files from before it was written there.
    let userVersion: Int32

    /// nil when the file is no SQLite database with a write-ahead log, or when that log is not empty.
    init?(path: String) {
        var log = stat()
        guard stat("\(path)-wal", &log) != 0 || log.st_size == 0 else { return nil }
        guard let file = DatabaseFile(path: path) else { return nil }
        var octets = [UInt8](repeating: 0, count: 100)
        guard octets.withUnsafeMutableBytes({ file.read(into: $0, at: 0) }),
            octets.starts(with: "SQLite format 3\0".utf8), octets[18] == 2, octets[19] == 2
        else { return nil }
        func number(at offset: Int) -> Int32 {
            octets[offset..<offset + 4].reduce(0) { $0 << 8 | Int32($1) }
        }
        userVersion = number(at: 60)
        applicationID = number(at: 68)
    }
}
