package import FanmailBasics
import GRDB
package import MailingLists
package import SMTPCore

/// One spell of a subscription.
package struct SubscriptionRecord: Sendable {
    package let list: String
    package let address: String
    package let name: String?
    package let state: SubscriptionState
    package let joinedAt: Timestamp
    package let joinedFrom: String
    package let endedAt: Timestamp?
    package let endedFrom: String?
}

/// What became of a wish to subscribe.
package enum SubscribeResult: Sendable, Equatable {
    case added
    case alreadySubscribed
}

extension Store {
    /// Subscribes an address. This is the owner's explicit wish, so it also brings back somebody who had left.
    package func subscribe(
        _ address: Mailbox, name: String?, list: ListRecord, source: String, how: String? = nil, by: String? = nil
    ) throws(StoreFailure) -> SubscribeResult {
        try list.expectLive()
        return try write { db in
            let now = Timestamp.now.milliseconds
            try UnfinishedImports.release(address.key, list: list.id, db)
            try db.execute(
                sql: """
                    INSERT INTO subscriber (address, address_key, domain, name, created_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (address_key) DO UPDATE SET name = coalesce(excluded.name, name)
                    """, arguments: [address.address, address.key, address.domain, name, now])
            try db.execute(
                sql: """
                    INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source, how, by_whom)
                    SELECT ?1, id, domain, address, 'active', ?2, ?3, ?5, ?6 FROM subscriber WHERE address_key = ?4
                        AND NOT EXISTS (SELECT 1 FROM subscription x
                            WHERE x.subscriber = subscriber.id AND x.list = ?1 AND x.ended IS NULL)
                    """, arguments: [list.id, now, source, address.key, how, by])
            return db.changesCount > 0 ? .added : .alreadySubscribed
        }
    }

    /// Ends a subscription; false when there is none.
    package func unsubscribe(
        _ address: Mailbox, list: ListRecord, source: String, how: String? = nil, by: String? = nil
    ) throws(StoreFailure) -> Bool {
        try write { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT x.id, x.subscriber FROM subscription x JOIN subscriber s ON s.id = x.subscriber
                    WHERE s.address_key = ? AND x.list = ? AND x.ended IS NULL
                    """, arguments: [address.key, list.id])
            guard let row else { return false }
            try Self.end(row[0], of: row[1], list: list.id, source: source, how: how, by: by, db)
            return true
        }
    }

    /// Ends a live subscription.
    ///
    /// - Parameter state: unsubscribed or bounced.
    static func end(
        _ subscription: Int64, of subscriber: Int64, list: Int64, as state: SubscriptionState = .unsubscribed,
        source: String, how: String?, by: String?, batch: Int64? = nil, at: Timestamp = .now, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO departure (at, list, subscriber, reason, source, how, by_whom, batch)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: [at.milliseconds, list, subscriber, state.rawValue, source, how, by, batch])
        try db.execute(
            sql: "UPDATE subscription SET state = ?, ended = ? WHERE id = ?",
            arguments: [state.rawValue, db.lastInsertedRowID, subscription])
    }

    /// All spells of an address, the oldest first.
    package func subscriptions(of address: Mailbox) throws(StoreFailure) -> [SubscriptionRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: Self.spells
                    + " WHERE s.address_key = ?\(try UnfinishedImports(db).condition("x.id")) ORDER BY x.id",
                arguments: [address.key]
            ).map(Self.record)
        }
    }

    /// How people stand with a list, or with all, in pages of short reads.
    ///
    /// - Parameters:
    ///   - state: only who stands so now.
    ///   - history: every spell instead, those that are over too; `state` is then that of the spell.
    package func subscriptions(
        list: ListRecord?, state: SubscriptionState?, filter: Filter? = nil, history: Bool = false, limit: Int?,
        each: (SubscriptionRecord) throws -> Void
    ) throws {
        let filter = filter.map { FilterSQL($0, person: "s", subscription: "x") }
        try eachRecord(limit: limit, each) { db, last, most in
            try Row.fetchAll(
                db,
                sql: Self.spells + """
                     WHERE x.id > :last AND (:list IS NULL OR x.list = :list) AND (:state IS NULL OR x.state = :state)
                    \(filter.map { "AND \($0.condition)" } ?? "")\(try UnfinishedImports(db).condition("x.id"))
                    \(history ? "" : "AND \(try CurrentSpell.condition("x", db))")
                     ORDER BY x.id LIMIT :limit
                    """,
                arguments: ["last": last, "list": list?.id, "state": state?.rawValue, "limit": most]
                    + (filter?.arguments ?? StatementArguments())
            ).map { (id: $0["id"] as Int64, record: try Self.record($0)) }
        }
    }

    static let spells = """
        SELECT l.name AS list, s.address, s.name, x.state, x.joined_at, x.source, d.at AS ended_at,
            d.source AS ended_from, x.id
        FROM subscription x JOIN subscriber s ON s.id = x.subscriber
        JOIN list l ON l.id = +x.list AND l.removed_at IS NULL
        LEFT JOIN departure d ON d.id = x.ended
        """

    static func record(_ row: Row) throws -> SubscriptionRecord {
        SubscriptionRecord(
            list: row["list"], address: row["address"], name: row["name"], state: try row.word("state"),
            joinedAt: Timestamp(milliseconds: row["joined_at"]), joinedFrom: row["source"],
            endedAt: Timestamp(row["ended_at"] as Int64?), endedFrom: row["ended_from"])
    }
}
