import GRDB

/// The subscriptions that imports have written so far which are still under way: nobody sees them until all are there.
///
/// An import takes its ids in blocks that nobody else gets ids from, so that one comparison tells them apart, in any
/// index, without a look at the table.
struct UnfinishedImports: Sendable, Equatable {
    private var blocks: [ClosedRange<Int64>] = []

    static let none = UnfinishedImports()

    private init() {}

    init(_ db: Database) throws {
        blocks = try Row.fetchAll(db, sql: "SELECT first, last FROM import_block WHERE last >= first ORDER BY first")
            .map {
                ($0[0] as Int64)...($0[1] as Int64)
            }
    }

    /// As ``text`` gave it.
    init(stored text: String?) {
        for part in (text ?? "").split(separator: " ") {
            let ends = part.split(separator: "-").compactMap { Int64($0) }
            if ends.count == 2, ends[0] <= ends[1] { blocks.append(ends[0]...ends[1]) }
        }
    }

    /// For a mailing, which leaves them out for good; nil for none.
    var text: String? {
        blocks.isEmpty ? nil : blocks.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: " ")
    }

    /// ` AND ...`, which holds for an id of nobody hidden; empty when nobody is.
    func condition(_ id: String) -> String {
        blocks.map { " AND \(id) NOT BETWEEN \($0.lowerBound) AND \($0.upperBound)" }.joined()
    }

    /// Takes an address back from an import that is under way, before it is subscribed in another way.
    static func release(_ key: String, list: Int64, _ db: Database) throws {
        let hidden = try UnfinishedImports(db)
        for block in hidden.blocks {
            let batches = try Int64.fetchAll(
                db,
                sql: """
                    DELETE FROM subscription WHERE subscriber = (SELECT id FROM subscriber WHERE address_key = ?)
                        AND list = ? AND ended IS NULL AND id BETWEEN ? AND ? RETURNING batch
                    """, arguments: [key, list, block.lowerBound, block.upperBound])
            for batch in batches {
                // The import adds its own count to this one.
                try db.execute(
                    sql: "UPDATE batch SET added = added - 1 WHERE id = ? AND under_way = 1", arguments: [batch])
            }
        }
    }
}
