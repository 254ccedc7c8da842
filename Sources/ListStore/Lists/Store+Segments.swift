package import FanmailBasics
import GRDB
package import MailingLists

/// A named filter on a list.
package struct SegmentRecord: Sendable {
    package let name: String
    package let list: String
    /// As it was written.
    package let text: String
    package let filter: Filter
    package let createdAt: Timestamp
}

extension Store {
    /// Adds a segment, or gives it another filter.
    package func addSegment(_ name: String, filter text: String, to list: ListRecord) throws(StoreFailure) {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO segment (list, name, filter, created_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT (list, name) DO UPDATE SET filter = excluded.filter
                    """, arguments: [list.id, name, text, Timestamp.now.milliseconds])
        }
    }

    /// False when there is none of this name.
    package func removeSegment(_ name: String, of list: ListRecord) throws(StoreFailure) -> Bool {
        try write { db in
            try db.execute(sql: "DELETE FROM segment WHERE list = ? AND name = ?", arguments: [list.id, name])
            return db.changesCount > 0
        }
    }

    /// The segments of a list, or of all, by list and name.
    package func segments(of list: ListRecord?) throws(StoreFailure) -> [SegmentRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT g.name, l.name, g.filter, g.created_at FROM segment g
                    JOIN list l ON l.id = g.list AND l.removed_at IS NULL
                    WHERE ?1 IS NULL OR g.list = ?1 ORDER BY l.name, g.name
                    """, arguments: [list?.id]
            ).map { row in
                SegmentRecord(
                    name: row[0], list: row[1], text: row[2], filter: try Filter(parsing: row[2] as String),
                    createdAt: Timestamp(milliseconds: row[3]))
            }
        }
    }

    package func segment(named name: String, of list: ListRecord) throws(StoreFailure) -> SegmentRecord {
        let segments = try segments(of: list)
        if let segment = segments.first(where: { $0.name == name }) { return segment }
        let known =
            segments.isEmpty
            ? "it has none yet"
            : "there is " + segments.prefix(20).map(\.name).joined(separator: ", ")
        throw StoreFailure(
            .notFound, "\(list.name) has no segment \(name.escapedForTerminal): \(known)",
            remedy: segments.isEmpty ? .makeSegment : nil)
    }

    /// How many active subscribers of a list meet a filter.
    package func count(_ filter: Filter, in list: ListRecord) throws(StoreFailure) -> Int {
        let sql = FilterSQL(filter, person: "s", subscription: "x")
        return try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM subscription x JOIN subscriber s ON s.id = x.subscriber
                    WHERE x.list = :list AND x.state = 'active'
                        AND \(sql.condition)\(try UnfinishedImports(db).condition("x.id"))
                    """, arguments: ["list": list.id] + sql.arguments) ?? 0
        }
    }
}
