package import FanmailBasics
import GRDB
package import MailingLists
package import SMTPCore

/// A list as it stands in the database.
package struct ListRecord: Sendable {
    package let id: Int64
    package let definition: ListDefinition
    package let createdAt: Timestamp
    /// An archived list takes no message and nobody new; what is known of it stays.
    package let archivedAt: Timestamp?

    package var name: String { definition.name }
    package var address: Mailbox { definition.address }

    /// - Throws: when the list is archived.
    package func expectLive() throws(StoreFailure) {
        guard archivedAt != nil else { return }
        throw StoreFailure(
            .conflict, "the list \(name) is archived", remedy: .bringBack(list: name))
    }
}

/// What applying a list's definition changes.
package struct ListChange: Sendable, Equatable {
    package struct Difference: Sendable, Equatable {
        package let key: String
        package let old: String?
        package let new: String?
    }

    package let isNew: Bool
    package let differences: [Difference]
}

extension Store {
    /// Makes the list, or gives it new policies. Safe to repeat; never alters a mailing that runs.
    @discardableResult
    package func apply(_ definition: ListDefinition, dryRun: Bool = false) throws(StoreFailure) -> ListChange {
        try write { db in
            let stored = try Row.fetchOne(
                db, sql: "SELECT id, definition FROM list WHERE name = ?", arguments: [definition.name])
            let taken = try String.fetchOne(
                db, sql: "SELECT name FROM list WHERE address_key = ? AND name <> ?",
                arguments: [definition.address.key, definition.name])
            if let taken {
                throw StoreFailure(
                    .conflict,
                    "\(definition.address.address) is the address of the list \(taken) already; give it another")
            }
            let change = ListChange(
                isNew: stored == nil,
                differences: Self.differences(old: stored.map { Self.rendered($0[1]) } ?? "", new: definition.toml))
            guard !dryRun else { return change }
            try db.execute(
                sql: """
                    INSERT INTO list (name, address, address_key, description, owner, reverse_path, definition,
                        bounce_hard, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET address = excluded.address, address_key = excluded.address_key,
                        description = excluded.description, owner = excluded.owner,
                        reverse_path = excluded.reverse_path, definition = excluded.definition,
                        bounce_hard = excluded.bounce_hard
                    """,
                arguments: [
                    definition.name, definition.address.address, definition.address.key, definition.description,
                    definition.owner.address, definition.reversePath.address, definition.toml,
                    definition.bounce.hard.rawValue, Timestamp.now.milliseconds,
                ])
            return change
        }
    }

    private static func differences(old: String, new: String) -> [ListChange.Difference] {
        func settings(_ toml: String) -> [(key: String, value: String)] {
            var table = ""
            return toml.split(separator: "\n").compactMap { line in
                if line.hasPrefix("["), line.hasSuffix("]") {
                    table = line.dropFirst().dropLast() + "."
                    return nil
                }
                guard let equals = line.firstIndex(of: "=") else { return nil }
                let key = line[..<equals].filter { $0 != " " }
                return (table + key, line[line.index(after: equals)...].drop { $0 == " " }.description)
            }
        }
        let before = Dictionary(settings(old).map { ($0.key, $0.value) }) { $1 }
        let after = settings(new)
        var differences = after.filter { before[$0.key] != $0.value }
            .map { ListChange.Difference(key: $0.key, old: before[$0.key], new: $0.value) }
        let kept = Set(after.map(\.key))
        differences += settings(old).filter { !kept.contains($0.key) }
            .map { ListChange.Difference(key: $0.key, old: $0.value, new: nil) }
        return differences
    }

    /// A kept definition with the keys that it would have today: only what somebody changed is a change.
    private static func rendered(_ kept: String) -> String {
        (try? ListDefinition.parse(kept, file: "the database").toml) ?? kept
    }

    package func lists() throws(StoreFailure) -> [ListRecord] {
        try lists(where: "WHERE removed_at IS NULL ORDER BY name", [])
    }

    package func list(named name: String) throws(StoreFailure) -> ListRecord {
        if let list = try lists(where: "WHERE name = ? AND removed_at IS NULL", [name]).first { return list }
        let names = try read {
            try String.fetchAll($0, sql: "SELECT name FROM list WHERE removed_at IS NULL ORDER BY name LIMIT 20")
        }
        let known = names.isEmpty ? "there is none yet" : "there is " + names.joined(separator: ", ")
        throw StoreFailure(
            .notFound, "no list is named \(name.escapedForTerminal): \(known)", remedy: names.isEmpty ? .makeList : nil)
    }

    /// The list that has this address; its local-part is matched without case.
    package func list(address: Mailbox) throws(StoreFailure) -> ListRecord? {
        let list = try lists(where: "WHERE address_key = ?", [address.key]).first
        try list?.expectLive()
        return list
    }

    /// The lists of a mailing as they were when it began.
    package func lists(of mailing: Int64) throws(StoreFailure) -> [ListRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT l.id, l.name, coalesce(ml.definition, l.definition), l.created_at, l.archived_at
                    FROM mailing_list ml JOIN list l ON l.id = ml.list WHERE ml.mailing = ? ORDER BY ml.position
                    """, arguments: [mailing]
            ).map(Self.listRecord)
        }
    }

    private func lists(where condition: String, _ arguments: StatementArguments) throws(StoreFailure) -> [ListRecord] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT id, name, definition, created_at, archived_at FROM list \(condition)",
                arguments: arguments
            ).map(Self.listRecord)
        }
    }

    /// From its id, name, definition, when it was made and archived.
    private static func listRecord(_ row: Row) throws -> ListRecord {
        let id: Int64 = row[0]
        return ListRecord(
            id: id, definition: try ListDefinition.parse(row[2], file: "list \(row[1] as String)"),
            createdAt: Timestamp(milliseconds: row[3]), archivedAt: Timestamp(row[4] as Int64?))
    }

    /// How many people are in each state on a list, each by how they stand now; counted anew, which takes a moment for a
    /// large list.
    package func counts(of list: ListRecord) throws(StoreFailure) -> [SubscriptionState: Int] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT x.state, count(*) FROM subscription x INDEXED BY audience
                    WHERE x.list = ?\(try UnfinishedImports(db).condition("x.id"))
                        AND \(try CurrentSpell.condition("x", db)) GROUP BY x.state
                    """, arguments: [list.id])
            return Dictionary(try rows.map { (try $0.word(0), $0[1] as Int) }) { $1 }
        }
    }

    /// Archives a list, or brings it back.
    package func archive(_ list: ListRecord, undo: Bool) throws(StoreFailure) {
        try write { db in
            try db.execute(
                sql: "UPDATE list SET archived_at = ? WHERE id = ?",
                arguments: [undo ? nil : Timestamp.now.milliseconds, list.id])
        }
    }

    /// Gives a list another name; its address stays.
    package func rename(_ list: ListRecord, to name: String) throws(StoreFailure) {
        var definition = list.definition
        definition.name = name
        let toml = definition.toml
        try write { db in
            let isTaken = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM list WHERE name = ?)", arguments: [name])
            guard isTaken != true else {
                throw StoreFailure(.conflict, "a list is named \(name) already; choose another name")
            }
            try db.execute(
                sql: "UPDATE list SET name = ?, definition = ? WHERE id = ?", arguments: [name, toml, list.id])
        }
    }

    /// Removes a list with its subscriptions. Its mailings are history and keep it from being removed.
    package func removeList(named name: String) throws(StoreFailure) {
        let list = try self.list(named: name)
        try write { db in
            let mailings =
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM mailing_list WHERE list = ?", arguments: [list.id]) ?? 0
            guard mailings == 0 else {
                throw StoreFailure(
                    .conflict, "the list \(name) has \(mailings) mailings, whose outcomes would be lost; it stays")
            }
            // Out of sight at one stroke, with its name and address free for another.
            try db.execute(
                sql: """
                    UPDATE list SET removed_at = ?1, name = 'removed ' || id, address_key = 'removed ' || id WHERE id = ?2
                    """, arguments: [Timestamp.now.milliseconds, list.id])
        }
        do { try finishRemoving() } catch { throw StoreFailure(error, path: path) }
    }

    /// Deletes what there is of lists that were removed, in short transactions.
    func finishRemoving() throws {
        let lists = try pool.read { try Int64.fetchAll($0, sql: "SELECT id FROM list WHERE removed_at IS NOT NULL") }
        for list in lists {
            let slices = try WriteSlices(pool, kind: "remove", zeroesWhatGoes: true)
            for (table, index) in [("subscription", "audience"), ("departure", "departure_from")] {
                try slices.run { db in
                    try db.cachedStatement(
                        sql: """
                            DELETE FROM \(table) WHERE id IN (SELECT id FROM \(table) INDEXED BY \(index)
                                WHERE list = ? LIMIT 100)
                            """
                    ).execute(arguments: [list])
                    return db.changesCount > 0
                }
            }
            try pool.write { db in
                // Whoever had the list in hand may have added somebody.
                try db.execute(sql: "DELETE FROM subscription WHERE list = ?", arguments: [list])
                try db.execute(sql: "DELETE FROM list WHERE id = ?", arguments: [list])
            }
        }
    }
}
