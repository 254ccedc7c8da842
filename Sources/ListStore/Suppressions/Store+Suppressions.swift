package import FanmailBasics
import GRDB
import MailingLists
package import SMTPCore
package import SubscriberFiles

/// An entry of the suppression list.
package struct SuppressionRecord: Sendable, Equatable {
    package let form: SuppressedForm
    package let reason: String
    /// Who or what put it there; nil when that was not noted.
    package let source: String?
    package let createdAt: Timestamp
    /// nil for one that stays.
    package let expiresAt: Timestamp?

    package init(
        form: SuppressedForm, reason: String, source: String?, createdAt: Timestamp = .now, expiresAt: Timestamp? = nil
    ) {
        self.form = form
        self.reason = reason
        self.source = source
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    package func isInForce(at now: Timestamp = .now) -> Bool { expiresAt.map { $0 > now } ?? true }
}

extension Store {
    /// Adds entries, or gives those that are there a new reason and expiry; returns how many were new.
    ///
    /// An entry for one address of a person who moved stands for all of them: ``suppressOtherAddresses(of:)``.
    @discardableResult
    package func suppress(_ records: [SuppressionRecord]) throws(StoreFailure) -> Int {
        var added = 0
        do {
            try WriteSlices(pool, kind: "suppress", isSynced: true).run(records.count) { db, index in
                if try Self.suppress(records[index], db) { added += 1 }
            }
        } catch { throw StoreFailure(error, path: path) }
        return added
    }

    /// Gives the other addresses of people who moved the entries that these forms have, where those last longer.
    ///
    /// - Returns: the addresses, by their keys.
    @discardableResult
    package func suppressOtherAddresses(of forms: [SuppressedForm]) throws(StoreFailure) -> [String] {
        let texts = forms.filter { $0.kind != .domain }.map(\.text)
        guard !texts.isEmpty else { return [] }
        let json = JSONValue(texts).text
        let hasHashes = forms.contains { $0.kind == .hash }
        return try write { db in
            let records = try Row.fetchAll(
                db,
                sql: """
                    WITH form (text) AS (SELECT value FROM json_each(?1)), met (id, text) AS (
                        SELECT s.id, f.text FROM form f CROSS JOIN subscriber s ON s.address_key = f.text
                        UNION ALL SELECT id, hash FROM (
                            SELECT id, address_hash(address_key) AS hash FROM subscriber WHERE person IS NOT NULL)
                        WHERE \(hasHashes) AND hash IN (SELECT text FROM form)),
                    other (address_key, reason, source, created_at, expires_at) AS (
                        SELECT iif(e.kind = 'hash', address_hash(o.address_key), o.address_key), e.reason, e.source,
                            e.created_at, e.expires_at FROM met
                        JOIN subscriber s ON s.id = met.id JOIN subscriber o ON o.person = s.person AND o.id <> s.id
                        JOIN suppression e ON e.address_key = met.text)
                    SELECT 0, o.* FROM other o WHERE NOT EXISTS (SELECT 1 FROM suppression x WHERE x.address_key = o.address_key
                        AND (x.expires_at IS NULL OR x.expires_at >= o.expires_at))
                    """, arguments: [json]
            ).map(Self.suppression)
            for record in records { _ = try Self.suppress(record, db) }
            return records.map(\.form.text)
        }
    }

    static func suppress(_ record: SuppressionRecord, _ db: Database) throws -> Bool {
        let isKnown =
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM suppression WHERE address_key = ?)",
                arguments: [record.form.text]) ?? false
        try db.execute(
            sql: """
                INSERT INTO suppression (address_key, reason, source, created_at, expires_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (address_key) DO UPDATE SET reason = excluded.reason, source = excluded.source,
                    expires_at = excluded.expires_at
                """,
            arguments: [
                record.form.text, record.reason, record.source, record.createdAt.milliseconds,
                record.expiresAt?.milliseconds,
            ])
        return !isKnown
    }

    /// Removes entries; returns how many were there.
    package func unsuppress(_ forms: [SuppressedForm]) throws(StoreFailure) -> Int {
        try write { db in
            var removed = 0
            for form in forms {
                try db.execute(sql: "DELETE FROM suppression WHERE address_key = ?", arguments: [form.text])
                removed += db.changesCount
            }
            return removed
        }
    }

    /// Removes what has expired; returns how many.
    package func removeExpiredSuppressions(at now: Timestamp = .now) throws(StoreFailure) -> Int {
        let ids = try read { db in
            try Int64.fetchAll(
                db, sql: "SELECT id FROM suppression WHERE expires_at <= ?", arguments: [now.milliseconds])
        }
        var removed = 0
        do {
            try WriteSlices(pool, kind: "suppress").run(ids.count) { db, index in
                try db.cachedStatement(sql: "DELETE FROM suppression WHERE id = ? AND expires_at <= ?")
                    .execute(arguments: [ids[index], now.milliseconds])
                removed += db.changesCount
            }
        } catch { throw StoreFailure(error, path: path) }
        return removed
    }

    /// The entries, the oldest first, in pages of short reads.
    package func suppressions(
        kind: SuppressedForm.Kind? = nil, limit: Int? = nil, each: (SuppressionRecord) throws -> Void
    ) throws {
        try eachRecord(limit: limit, each) { db, last, most in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, address_key, reason, source, created_at, expires_at FROM suppression
                    WHERE id > ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY id LIMIT ?3
                    """, arguments: [last, kind?.rawValue, most]
            ).map { (id: $0[0] as Int64, record: Self.suppression($0)) }
        }
    }

    /// The entries that an address meets, in force or not: its own, its domain's, its hash's.
    package func suppressions(of address: Mailbox) throws(StoreFailure) -> [SuppressionRecord] {
        let forms = [
            SuppressedForm(address), .domain(address.domain), AddressHash.form(of: address),
        ]
        return try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, address_key, reason, source, created_at, expires_at FROM suppression
                    WHERE address_key IN (?, ?, ?) ORDER BY id
                    """, arguments: StatementArguments(forms.map(\.text))
            ).map(Self.suppression)
        }
    }

    private static func suppression(_ row: Row) -> SuppressionRecord {
        SuppressionRecord(
            form: SuppressedForm(stored: row["address_key"]), reason: row["reason"], source: row["source"],
            createdAt: Timestamp(milliseconds: row["created_at"]), expiresAt: Timestamp(row["expires_at"] as Int64?))
    }
}
