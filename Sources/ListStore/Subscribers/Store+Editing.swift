import GRDB
package import MailingLists

extension Store {
    /// What became of a change of many.
    package struct Editing: Sendable, Equatable {
        /// Who meets the filter.
        package var matched = 0
        /// Those of them who are not as they were.
        package var changed = 0
        /// Those who would have more tags or attributes than may be kept of one, and stay as they were.
        package var refused = 0
    }

    /// Changes everybody whose current subscription, over or not, meets a filter; in short transactions, so that whoever
    /// is killed meanwhile has changed some, and changes the others when it is done again.
    ///
    /// - Parameters:
    ///   - list: whose subscriptions count; nil for all.
    ///   - isDryRun: counts, and changes nothing.
    package func edit(
        _ filter: Filter, of list: ListRecord?, _ change: PersonChange, isDryRun: Bool = false
    ) throws(StoreFailure) -> Editing {
        do {
            let slices = try isDryRun ? nil : WriteSlices(pool, kind: "edit", zeroesWhatGoes: true, isSynced: true)
            var result = Editing()
            var last: Int64 = 0
            while true {
                let people = try people(meeting: filter, of: list, after: last)
                guard let end = people.last else { return result }
                last = end
                result.matched += people.count
                if let slices {
                    try slices.run(people.count) { try Self.edit(people[$1], change, &result, writes: true, $0) }
                } else {
                    try read { db in
                        for id in people { try Self.edit(id, change, &result, writes: false, db) }
                    }
                }
            }
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    static func edit(
        _ id: Int64, _ change: PersonChange, _ result: inout Editing, writes: Bool, _ db: Database
    ) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT \(personColumns) FROM subscriber WHERE id = ? AND erased_at IS NULL", arguments: [id])
        guard let person = row.map(person) else { return }
        let changed: PersonRecord
        do throws(StoreFailure) { changed = try change.applied(to: person) } catch {
            result.refused += 1
            return
        }
        guard changed != person else { return }
        result.changed += 1
        if writes { try write(changed, db) }
    }

    /// The ids of a page of those who meet a filter.
    private func people(meeting filter: Filter, of list: ListRecord?, after last: Int64) throws -> [Int64] {
        let filter = FilterSQL(filter, person: "s", subscription: "x")
        return try read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT s.id FROM subscriber s
                    WHERE s.id > :last AND s.erased_at IS NULL AND EXISTS (
                        SELECT 1 FROM subscription x JOIN list l ON l.id = x.list AND l.removed_at IS NULL
                        WHERE x.subscriber = s.id AND (:list IS NULL OR x.list = :list)
                            AND \(try CurrentSpell.condition("x", db))
                            AND \(filter.condition)\(try UnfinishedImports(db).condition("x.id")))
                    ORDER BY s.id LIMIT 1000
                    """, arguments: ["last": last, "list": list?.id] + filter.arguments)
        }
    }
}
