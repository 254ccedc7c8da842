package import FanmailBasics
import GRDB
package import MailingLists
package import SMTPCore

/// What is known of a person.
package struct PersonRecord: Sendable, Equatable {
    package let id: Int64
    package let address: String
    package let name: String?
    package let language: String?
    package let tags: [String]
    package let attributes: [String: Attribute]
    package let createdAt: Timestamp
}

/// Something that was said about a subscription.
package struct ConsentRecord: Sendable {
    package enum Event: String, Sendable {
        case joined
        /// A confirmation was sent.
        case asked
        case confirmed, left
        /// A copy came back; `how` is its class, the source what was said by whom, and what it did.
        case bounced
        /// A bounce was taken back.
        case forgiven
        /// A bounce would have ended it; the address is asked first.
        case probed
        /// The letter that asked did not come back: the score begins anew.
        case passed
    }

    package let address: String
    package let list: String
    package let at: Timestamp
    package let event: Event
    package let how: String?
    package let source: String
    package let by: String?
    package let batch: Int64?
}

extension Store {
    /// nil when nobody has this address.
    package func person(_ address: Mailbox) throws(StoreFailure) -> PersonRecord? {
        try read { db in
            guard let person = try Self.person(address.key, db) else { return nil }
            // Whom an import that is under way brings, and nobody else knows, is not there yet; nor who goes with an undoing.
            let isHidden = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM subscriber s JOIN import_block k ON k.batch = s.batch
                        WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM subscription x WHERE x.subscriber = ?1
                            \(try UnfinishedImports(db).condition("x.id"))))
                    """, arguments: [person.id])
            return isHidden == true ? nil : person
        }
    }

    static func person(_ key: String, _ db: Database) throws -> PersonRecord? {
        try Row.fetchOne(
            db, sql: "SELECT \(personColumns) FROM subscriber WHERE address_key = ?", arguments: [key]
        ).map(person)
    }

    static let personColumns = "id, address, name, language, tags, attributes, created_at"

    static func person(_ row: Row) -> PersonRecord {
        PersonRecord(
            id: row[0], address: row[1], name: row[2], language: row[3], tags: tags(row[4]),
            attributes: attributes(row[5]), createdAt: Timestamp(milliseconds: row[6]))
    }

    static func tags(_ json: String?) -> [String] {
        guard let json, case .list(let values)? = try? Attribute(parsing: json) else { return [] }
        return values.map(\.plain)
    }

    static func attributes(_ json: String?) -> [String: Attribute] {
        guard let json, case .object(let members)? = try? Attribute(parsing: json) else { return [:] }
        return members
    }

    /// As it is stored: nil for none.
    static func stored(_ tags: some Sequence<String>) -> String? {
        let sorted = Set(tags).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return sorted.isEmpty ? nil : JSONValue(sorted).text
    }

    static func stored(_ attributes: [String: Attribute]) -> String? {
        attributes.isEmpty ? nil : Attribute.object(attributes).json
    }

    /// Changes a person; returns them as they are then, nil when nobody has this address.
    package func edit(_ address: Mailbox, _ change: PersonChange) throws(StoreFailure) -> PersonRecord? {
        try write(zeroingWhatGoes: true) { db in
            guard let person = try Self.person(address.key, db) else { return nil }
            try Self.write(try change.applied(to: person), db)
            return try Self.person(address.key, db)
        }
    }

    static func write(_ person: PersonRecord, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE subscriber SET name = ?, language = ?, tags = ?, attributes = ? WHERE id = ?",
            arguments: [
                person.name, person.language, Self.stored(person.tags), Self.stored(person.attributes), person.id,
            ])
    }

    /// Everything that was said about the subscriptions of an address, the oldest first.
    package func consent(of address: Mailbox) throws(StoreFailure) -> [ConsentRecord] {
        try read { db in
            guard let person = try Self.person(address.key, db) else { return [] }
            // With the id as a parameter SQLite looks only at this person; joined, it would build the view for all.
            let said = try Row.fetchAll(
                db,
                sql: """
                    SELECT l.name, c.at, c.event, c.how, c.source, c.by_whom, c.batch
                    FROM consent c JOIN list l ON l.id = +c.list AND l.removed_at IS NULL
                    WHERE c.subscriber = ?\(try UnfinishedImports(db).condition("coalesce(c.spell, 0)"))
                    ORDER BY c.at, c.spell, c.event = 'left'
                    """, arguments: [person.id]
            ).map { row in
                ConsentRecord(
                    address: person.address, list: row[0], at: Timestamp(milliseconds: row[1]), event: try row.word(2),
                    how: row[3], source: row[4],
                    by: row[5], batch: row[6])
            }
            return Self.merged(said, try Self.bounceHistory(of: person, db))
        }
    }

    /// Subscribes a new address to whatever the old one is subscribed to, with all that is known of the person; the old
    /// one leaves. Returns the lists; nil when nobody has the old address.
    ///
    /// The two are linked as one person's. What is known of the new address already goes before what comes with the old
    /// one, unless it is an earlier address of the same person.
    package func move(_ old: Mailbox, to new: Mailbox, by: String?) throws(StoreFailure) -> [String]? {
        try write(zeroingWhatGoes: true) { db in
            guard let person = try Self.person(old.key, db) else { return nil }
            let now = Timestamp.now.milliseconds
            try db.execute(
                sql: """
                    INSERT INTO subscriber (address, address_key, domain, name, language, tags, attributes, created_at)
                    SELECT ?, ?, ?, name, language, tags, attributes, ? FROM subscriber WHERE id = ?
                    ON CONFLICT (address_key) DO NOTHING
                    """, arguments: [new.address, new.key, new.domain, now, person.id])
            if db.changesCount == 0 { try Self.merge(person, into: new.key, db) }
            if let arrived = try Self.person(new.key, db) { try Self.link(person.id, arrived.id, db) }
            let live = try Row.fetchAll(
                db,
                sql: """
                    SELECT x.id, x.list, x.state, l.name, coalesce(x.origin, x.id)
                    FROM subscription x JOIN list l ON l.id = x.list AND l.removed_at IS NULL
                    WHERE x.subscriber = ? AND x.ended IS NULL ORDER BY x.id
                    """, arguments: [person.id])
            for row in live {
                try Self.end(
                    row[0], of: person.id, list: row[1], source: "subscriber move", how: "moved", by: by, db)
                try UnfinishedImports.release(new.key, list: row[1], db)
                try db.execute(
                    sql: """
                        INSERT INTO subscription
                            (list, subscriber, domain, address, state, joined_at, source, how, by_whom, origin)
                        SELECT ?1, id, domain, address, ?2, ?3, 'subscriber move', 'moved', ?4, ?6 FROM subscriber
                        WHERE address_key = ?5 AND NOT EXISTS (SELECT 1 FROM subscription x
                            WHERE x.subscriber = subscriber.id AND x.list = ?1 AND x.ended IS NULL)
                        """, arguments: [row[1] as Int64, row[2] as String, now, by, new.key, row[4] as Int64])
            }
            return live.map { $0[3] }
        }
    }

    /// Brings what is known of a person to an address that is known already.
    private static func merge(_ person: PersonRecord, into key: String, _ db: Database) throws {
        let rows = try rows(of: key, db)
        guard let known = rows.first else { return }
        let isBack = rows.contains { $0.id == person.id }
        // Beyond the limits of `edit` the address that is arrived at keeps what it had.
        let tags = isBack ? Set(person.tags) : Set(known.tags).union(person.tags)
        let attributes = isBack ? person.attributes : known.attributes.merging(person.attributes) { known, _ in known }
        try db.execute(
            sql: "UPDATE subscriber SET name = ?, language = ?, tags = ?, attributes = ? WHERE id = ?",
            arguments: [
                isBack ? person.name : known.name ?? person.name,
                isBack ? person.language : known.language ?? person.language,
                stored(tags.count <= SubscriberText.tagsLimit ? tags : Set(known.tags)),
                stored(attributes.count <= SubscriberText.attributesLimit ? attributes : known.attributes), known.id,
            ])
    }
}
