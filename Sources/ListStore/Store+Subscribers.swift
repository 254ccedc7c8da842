import GRDB
package import MailCore

/// One spell of a subscription.
package struct SubscriptionRecord: Sendable {
    package let list: String
    package let address: String
    package let name: String?
    /// pending, active, unsubscribed, bounced.
    package let state: String
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
        _ address: Mailbox, name: String?, list: ListRecord, source: String
    ) throws(StoreFailure) -> SubscribeResult {
        try write { db in
            let now = Timestamp.now.milliseconds
            try db.execute(
                sql: """
                    INSERT INTO subscriber (address, address_key, domain, name, created_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (address_key) DO UPDATE SET name = coalesce(excluded.name, name)
                    """, arguments: [address.address, address.key, address.domain, name, now])
            try db.execute(
                sql: """
                    INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source)
                    SELECT ?1, id, domain, address, 'active', ?2, ?3 FROM subscriber WHERE address_key = ?4
                        AND NOT EXISTS (SELECT 1 FROM subscription x
                            WHERE x.subscriber = subscriber.id AND x.list = ?1 AND x.ended IS NULL)
                    """, arguments: [list.id, now, source, address.key])
            return db.changesCount > 0 ? .added : .alreadySubscribed
        }
    }

    /// Changes a subscriber's name; false when nobody has this address.
    package func rename(_ address: Mailbox, to name: String?) throws(StoreFailure) -> Bool {
        try write { db in
            try db.execute(
                sql: "UPDATE subscriber SET name = ? WHERE address_key = ?", arguments: [name, address.key])
            return db.changesCount > 0
        }
    }

    /// Ends a subscription; false when there is none.
    package func unsubscribe(
        _ address: Mailbox, list: ListRecord, source: String
    ) throws(StoreFailure) -> Bool {
        try write { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT x.id, x.subscriber FROM subscription x JOIN subscriber s ON s.id = x.subscriber
                    WHERE s.address_key = ? AND x.list = ? AND x.ended IS NULL
                    """, arguments: [address.key, list.id])
            guard let row else { return false }
            try db.execute(
                sql: "INSERT INTO departure (at, list, subscriber, reason, source) VALUES (?, ?, ?, 'unsubscribed', ?)",
                arguments: [Timestamp.now.milliseconds, list.id, row[1] as Int64, source])
            try db.execute(
                sql: "UPDATE subscription SET state = 'unsubscribed', ended = ? WHERE id = ?",
                arguments: [db.lastInsertedRowID, row[0] as Int64])
            return true
        }
    }

    /// All spells of an address, the oldest first.
    package func subscriptions(of address: Mailbox) throws(StoreFailure) -> [SubscriptionRecord] {
        try read { db in
            try Row.fetchAll(
                db, sql: Self.spells + " WHERE s.address_key = ? ORDER BY x.id", arguments: [address.key]
            ).map(Self.record)
        }
    }

    /// Subscribers in pages of short reads, by list and address.
    package func subscriptions(
        list: ListRecord?, state: String?, limit: Int?, each: (SubscriptionRecord) throws -> Void
    ) throws {
        var left = limit ?? .max
        var last: Int64 = 0
        while left > 0 {
            let rows = try read { db in
                try Row.fetchAll(
                    db,
                    sql: Self.spells + """
                         WHERE x.id > ?1 AND (?2 IS NULL OR x.list = ?2) AND (?3 IS NULL OR x.state = ?3)
                        ORDER BY x.id LIMIT ?4
                        """, arguments: [last, list?.id, state, min(left, 1000)]
                ).map { (id: $0["id"] as Int64, record: Self.record($0)) }
            }
            for row in rows { try each(row.record) }
            guard let end = rows.last, rows.count == min(left, 1000) else { return }
            last = end.id
            left -= rows.count
        }
    }

    private static let spells = """
        SELECT l.name AS list, s.address, s.name, x.state, x.joined_at, x.source, d.at AS ended_at,
            d.source AS ended_from, x.id
        FROM subscription x JOIN subscriber s ON s.id = x.subscriber JOIN list l ON l.id = x.list
        LEFT JOIN departure d ON d.id = x.ended
        """

    private static func record(_ row: Row) -> SubscriptionRecord {
        SubscriptionRecord(
            list: row["list"], address: row["address"], name: row["name"], state: row["state"],
            joinedAt: Timestamp(milliseconds: row["joined_at"]), joinedFrom: row["source"],
            endedAt: Timestamp(row["ended_at"] as Int64?), endedFrom: row["ended_from"])
    }
}
