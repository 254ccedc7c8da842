import GRDB

/// The statements of an import, on the pool's writing connection.
struct ImportStatements {
    let insertSubscriber: SQLStatement
    let findSubscriber: SQLStatement
    let findSubscription: SQLStatement
    let insertSubscription: SQLStatement
    let subscribeKnown: SQLStatement
    /// For what the source tells of how a subscription came and ended.
    let insertSpell: SQLStatement
    let insertDeparture: SQLStatement
    /// Why a key and its domain are suppressed; nil when the suppression list is empty.
    let suppression: SQLStatement?
    /// For a sync: who stands in the source.
    let notePresent: SQLStatement?
    /// For a dry run: who would have been added.
    let see: SQLStatement?

    init(_ db: Database, _ connection: WritingConnection, _ options: ImportOptions) throws {
        if options.endsOthers {
            try db.execute(
                sql: """
                    CREATE TEMP TABLE IF NOT EXISTS present (subscriber INTEGER PRIMARY KEY);
                    DELETE FROM temp.present
                    """)
        }
        if options.isDryRun {
            try db.execute(
                sql: """
                    CREATE TEMP TABLE IF NOT EXISTS seen (address_key TEXT PRIMARY KEY) WITHOUT ROWID;
                    DELETE FROM temp.seen
                    """)
        }
        notePresent =
            try options.endsOthers
            ? SQLStatement(connection, "INSERT OR IGNORE INTO temp.present (subscriber) VALUES (?1)") : nil
        see =
            try options.isDryRun
            ? SQLStatement(connection, "INSERT OR IGNORE INTO temp.seen (address_key) VALUES (?1)") : nil
        suppression =
            try SuppressionSQL.isEmpty(db)
            ? nil : SQLStatement(connection, "SELECT \(SuppressionSQL.reason(key: "?1", domain: "?2"))")
        insertSubscriber = try SQLStatement(
            connection,
            """
            INSERT INTO subscriber (address, address_key, domain, name, created_at, language, tags, attributes, batch)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (address_key) DO NOTHING
            """)
        findSubscriber = try SQLStatement(connection, "SELECT id FROM subscriber WHERE address_key = ?1")
        findSubscription = try SQLStatement(
            connection,
            // Without statistics SQLite would rather walk the whole list in the index of its audience.
            """
            SELECT max(x.ended IS NULL),
                min(x.batch IS ?3 AND EXISTS (SELECT 1 FROM departure d WHERE d.id = x.ended AND d.batch IS ?3))
            FROM subscription x INDEXED BY subscription_of WHERE x.subscriber = ?1 AND x.list = ?2
            """)
        insertSubscription = try SQLStatement(
            connection,
            """
            INSERT INTO subscription (id, list, subscriber, domain, address, state, joined_at, source, batch, by_whom)
            VALUES (?7, ?1, ?2, ?8, ?9, 'active', ?3, ?4, ?5, ?6)
            """)
        insertSpell = try SQLStatement(
            connection,
            """
            INSERT INTO subscription (id, list, subscriber, domain, address, state, joined_at, source, batch, by_whom, how,
                confirmed_at, confirmed_from, ended)
            SELECT ?7, ?1, id, domain, address, ?8, ?3, ?4, ?5, ?6, ?9, ?10, ?11, ?12 FROM subscriber WHERE id = ?2
            """)
        insertDeparture = try SQLStatement(
            connection,
            """
            INSERT INTO departure (at, list, subscriber, reason, source, how, by_whom, batch)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        subscribeKnown = try SQLStatement(
            connection,
            """
            INSERT INTO subscription (id, list, subscriber, domain, address, state, joined_at, source, batch, by_whom)
            SELECT ?7, ?1, id, domain, address, 'active', ?3, ?4, ?5, ?6 FROM subscriber s WHERE id = ?2
                AND NOT EXISTS (SELECT 1 FROM subscription x INDEXED BY subscription_of
                    WHERE x.subscriber = s.id AND x.list = ?1 AND (x.ended IS NULL OR ?8 = 0))
            """)
    }
}
