import GRDB

/// Long tables are gone over in pages, each read shortly, so that nobody is kept from writing and the write-ahead log
/// stays small.
extension Store {
    /// Tells of records in the order of an id.
    ///
    /// - Parameters:
    ///   - limit: the most records; nil for all.
    ///   - page: the records behind an id, so many at most, each with its own.
    func eachRecord<Record>(
        limit: Int?, _ each: (Record) throws -> Void,
        page: (_ db: Database, _ last: Int64, _ most: Int) throws -> [(id: Int64, record: Record)]
    ) throws {
        var left = limit ?? .max
        var last: Int64 = 0
        while left > 0 {
            let most = min(left, 1000)
            let rows = try read { try page($0, last, most) }
            for row in rows { try each(row.record) }
            guard let end = rows.last, rows.count == most else { return }
            last = end.id
            left -= rows.count
        }
    }

    /// Does something with what is found in the order of an id.
    ///
    /// - Parameter found: a page of it, behind an id; an empty one is the last.
    func eachPage<Value>(
        behind first: Int64 = 0, found: (_ db: Database, _ last: Int64) throws -> [(id: Int64, value: Value)],
        _ body: ([(id: Int64, value: Value)]) throws -> Void
    ) throws {
        var last = first
        while true {
            let page = try pool.read { try found($0, last) }
            guard let end = page.last else { return }
            try body(page)
            last = end.id
        }
    }
}
