import GRDB
package import SMTPCore

/// The addresses of one person: a move adds a row and links it, so that what concerns a person is found from any address
/// they ever had.
extension Store {
    /// The ids of all rows of the person who has or had the address that is parameter `?1`, by its key.
    static let rowsOfPerson = """
        SELECT id FROM subscriber WHERE address_key = ?1
        UNION SELECT o.id FROM subscriber s JOIN subscriber o ON o.person = s.person WHERE s.address_key = ?1
        """

    /// The other addresses of whoever has or had this one, the latest first.
    package func otherAddresses(of address: Mailbox) throws(StoreFailure) -> [PersonRecord] {
        try read { try Array(Self.rows(of: address.key, $0).dropFirst()) }
    }

    /// The row of this address, then the others of its person, the latest first; empty when nobody has the address.
    static func rows(of key: String, _ db: Database) throws -> [PersonRecord] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT \(personColumns) FROM subscriber WHERE id IN (\(rowsOfPerson))
                ORDER BY address_key = ?1 DESC, id DESC
                """, arguments: [key]
        ).map(person)
    }

    /// From now on these two rows, and whatever each was linked with, are one person's.
    static func link(_ one: Int64, _ other: Int64, _ db: Database) throws {
        try db.execute(
            sql: """
                WITH linked (person) AS (SELECT person FROM subscriber WHERE id IN (?1, ?2) AND person IS NOT NULL)
                UPDATE subscriber SET person = (SELECT min(coalesce(person, id)) FROM subscriber WHERE id IN (?1, ?2))
                WHERE id IN (?1, ?2) OR person IN (SELECT person FROM linked)
                """, arguments: [one, other])
    }
}
