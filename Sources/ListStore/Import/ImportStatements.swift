import GRDB
import MailingLists

/// The statements of an import, on the pool's writing connection.
struct ImportStatements {
    let insertSubscriber: SQLStatement
    let findSubscriber: SQLStatement
    /// The spells of somebody, the latest first.
    let findSpells: SQLStatement
    /// Whether a spell began after somebody left, or that is known already.
    let findYounger: SQLStatement
    let insertSubscription: SQLStatement
    let subscribeKnown: SQLStatement
    /// For what the source tells of how a subscription came and ended.
    let insertSpell: SQLStatement
    let insertDeparture: SQLStatement
    /// Why a key and its domain are suppressed; nil when the suppression list is empty.
    let suppression: SQLStatement?
    /// For a sync: who stands in the source.
    let notePresent: SQLStatement?
    /// Where something is said of everybody: who was known before, and is on the list.
    let noteNamed: SQLStatement?
    /// Whose spell is over, as the source says.
    let noteLeaving: SQLStatement
    let deleteOwn: SQLStatement
    /// For a dry run: who would be on the list, or have left it.
    let see: SQLStatement?
    let findSeen: SQLStatement?

    init(_ db: Database, _ connection: WritingConnection, _ options: ImportOptions) throws {
        try db.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS leaving (subscription INTEGER PRIMARY KEY, subscriber INTEGER, reason TEXT,
                    source TEXT, how TEXT, at INTEGER);
                DELETE FROM temp.leaving
                """)
        if options.endsOthers {
            try db.execute(
                sql: """
                    CREATE TEMP TABLE IF NOT EXISTS present (subscriber INTEGER PRIMARY KEY);
                    DELETE FROM temp.present
                    """)
        }
        if options.change != nil {
            try db.execute(
                sql: """
                    CREATE TEMP TABLE IF NOT EXISTS named (subscriber INTEGER PRIMARY KEY);
                    DELETE FROM temp.named
                    """)
        }
        if options.isDryRun {
            try db.execute(
                sql: """
                    DROP TABLE IF EXISTS temp.seen;
                    CREATE TEMP TABLE seen (address_key TEXT PRIMARY KEY, left_at INTEGER) WITHOUT ROWID
                    """)
        }
        notePresent =
            try options.endsOthers
            ? SQLStatement(connection, "INSERT OR IGNORE INTO temp.present (subscriber) VALUES (?1)") : nil
        noteNamed =
            try options.change != nil
            ? SQLStatement(connection, "INSERT OR IGNORE INTO temp.named (subscriber) VALUES (?1)") : nil
        see =
            try options.isDryRun
            ? SQLStatement(connection, "INSERT OR REPLACE INTO temp.seen (address_key, left_at) VALUES (?1, ?2)") : nil
        findSeen =
            try options.isDryRun
            ? SQLStatement(connection, "SELECT left_at FROM temp.seen WHERE address_key = ?1") : nil
        noteLeaving = try SQLStatement(
            connection,
            """
            INSERT OR IGNORE INTO temp.leaving (subscription, subscriber, reason, source, how, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """)
        deleteOwn = try SQLStatement(
            connection, "DELETE FROM subscription WHERE id = ?1 AND batch = ?2 AND ended IS NULL")
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
        findSpells = try SQLStatement(
            connection,
            // Without statistics SQLite would rather walk the whole list in the index of its audience.
            """
            SELECT x.id, x.ended, x.batch IS ?3 AND (d.id IS NULL OR d.batch IS ?3), x.state, d.how, d.at
            FROM subscription x INDEXED BY subscription_of LEFT JOIN departure d ON d.id = x.ended
            WHERE x.subscriber = ?1 AND x.list = ?2 ORDER BY x.id DESC
            """)
        findYounger = try SQLStatement(
            connection,
            // Of an import that told no moment, the moment of the import is none of consent.
            """
            SELECT max(x.joined_at, coalesce(x.confirmed_at, 0)) > ?2
                    AND (x.batch IS NULL OR x.joined_at < (SELECT b.at FROM batch b WHERE b.id = x.batch))
                OR EXISTS (SELECT 1 FROM subscription y INDEXED BY subscription_of JOIN departure d ON d.id = y.ended
                    WHERE y.subscriber = x.subscriber AND y.list = x.list AND d.at >= ?2
                        AND coalesce(d.how, '') NOT IN ('\(SpellEnding.sync.how ?? "")', '\(SpellEnding.undo.how ?? "")'))
            FROM subscription x WHERE x.id = ?1
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
            """)
    }
}
