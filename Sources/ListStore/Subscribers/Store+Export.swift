import GRDB
package import MailingLists

extension Store {
    /// The subscribers of a list in the order in which they came, in pages of short reads.
    ///
    /// - Parameters:
    ///   - state: only who stands so now; nil for all.
    ///   - history: every spell instead, so that somebody may have several rows.
    ///   - encode: appends a row's text; called while the page is read, so it must not wait for anybody.
    ///   - write: called with the text of each page, between the reads.
    package func export(
        _ list: ListRecord, state: SubscriptionState?, filter: Filter?, history: Bool = false,
        encode: (ExportRow, inout [UInt8]) -> Void, write: ([UInt8]) throws -> Void
    ) throws {
        let filter = filter.map { FilterSQL($0, person: "s", subscription: "x") }
        // Who is on the list has not left it.
        let hasLeft = state?.isLive != true
        let departure = hasLeft ? "d.at, d.source, d.how" : "NULL, NULL, NULL"
        let departures = hasLeft ? "LEFT JOIN departure d ON d.id = x.ended" : ""
        var last: Int64 = 0
        var text: [UInt8] = []
        while true {
            let isEnd = try read { db in
                guard let connection = db.sqliteConnection else { throw DatabaseError(message: "no connection") }
                let suppressed =
                    try SuppressionSQL.isEmpty(db)
                    ? "NULL" : SuppressionSQL.reason(key: "s.address_key", domain: "s.domain")
                // Who is on the list has one such spell.
                let current = try hasLeft && !history ? "AND \(CurrentSpell.condition("x", db))" : ""
                let statement = try SQLStatement(
                    connection,
                    """
                    SELECT x.id, s.address, s.name, s.language, s.tags, s.attributes, x.state, x.joined_at, x.source, x.how,
                        x.confirmed_at, x.confirmed_from, \(departure), \(suppressed)
                    FROM subscription x NOT INDEXED CROSS JOIN subscriber s ON s.id = x.subscriber
                    \(departures)
                    WHERE x.id > :last AND x.list = :list AND (:state IS NULL OR x.state = :state)\(try UnfinishedImports(db).condition("x.id"))
                        \(filter.map { "AND \($0.condition)" } ?? "") \(current) ORDER BY x.id LIMIT 2000
                    """)
                statement.bind(last, at: statement.index(of: ":last"))
                statement.bind(list.id, at: statement.index(of: ":list"))
                statement.bind(state?.rawValue, at: statement.index(of: ":state"))
                if let filter { statement.bind(filter) }
                let before = last
                while try statement.step() {
                    last = statement.int(0)
                    encode(ExportRow(statement: statement), &text)
                }
                return last == before
            }
            guard !isEnd else { return }
            try write(text)
            text.removeAll(keepingCapacity: true)
        }
    }
}
