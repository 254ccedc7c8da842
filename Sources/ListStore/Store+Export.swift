import GRDB
package import MailCore
package import Roster

/// A subscriber as an export has them.
package struct ExportRecord: Sendable {
    package let address: String
    package let name: String?
    package let language: String?
    /// A JSON array; nil for none.
    package let tags: String?
    /// A JSON object; nil for none.
    package let attributes: String?
    package let state: String
    package let joinedAt: Timestamp
    package let source: String
}

extension Store {
    /// The subscribers of a list in the order in which they came, in pages of short reads.
    package func export(
        _ list: ListRecord, state: String, filter: Filter?, each: (ExportRecord) throws -> Void
    ) throws {
        let filter = filter.map { FilterSQL($0, person: "s", subscription: "x") }
        var last: Int64 = 0
        while true {
            let rows = try read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT x.id, s.address, s.name, s.language, s.tags, s.attributes, x.state, x.joined_at, x.source
                        FROM subscription x NOT INDEXED CROSS JOIN subscriber s ON s.id = x.subscriber
                        WHERE x.id > :last AND x.list = :list AND x.state = :state\(try UnfinishedImports(db).condition("x.id"))
                            \(filter.map { "AND \($0.condition)" } ?? "") ORDER BY x.id LIMIT 2000
                        """,
                    arguments: ["last": last, "list": list.id, "state": state]
                        + (filter?.arguments ?? StatementArguments())
                ).map { row in
                    (
                        id: row[0] as Int64,
                        record: ExportRecord(
                            address: row[1], name: row[2], language: row[3], tags: row[4], attributes: row[5],
                            state: row[6], joinedAt: Timestamp(milliseconds: row[7]), source: row[8])
                    )
                }
            }
            guard let end = rows.last else { return }
            for row in rows { try each(row.record) }
            last = end.id
        }
    }
}
