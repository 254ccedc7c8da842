import GRDB

extension Store {
    /// Addresses of those who share an envelope of a mailing: of one that was accepted, where there is any.
    ///
    /// - Parameter limit: the most addresses.
    /// - Returns: in the envelope's order; empty where nothing was cut yet.
    package func sampleRecipients(of mailing: Int64, limit: Int) throws(StoreFailure) -> [String] {
        try read { db in
            // The first few tell: none of them is accepted where none of all is, or nearly.
            let id = try Int64.fetchOne(
                db,
                sql: """
                    SELECT id FROM (SELECT id, number, outcome FROM envelope WHERE mailing = ?1 AND is_retry = 0
                        ORDER BY number LIMIT 100) ORDER BY outcome IS 'accepted' DESC, number LIMIT 1
                    """, arguments: [mailing])
            guard let id else { return [] }
            return try String.fetchAll(
                db,
                sql: """
                    SELECT s.address FROM envelope e JOIN json_each(e.members) j JOIN subscriber s ON s.id = j.value
                    WHERE e.id = ? ORDER BY j.id LIMIT ?
                    """, arguments: [id, limit])
        }
    }
}
