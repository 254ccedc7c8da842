extension Schema {
    /// What lists tell their owners: who was told what of which mailing, and a notice of that kind.
    static let ownerWarnings = """
        CREATE TABLE bounce_warning (
            mailing INTEGER NOT NULL REFERENCES mailing ON DELETE CASCADE,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            at INTEGER NOT NULL,
            bounces INTEGER NOT NULL,            -- recipients of whom something came back, when the owner was told
            recipients INTEGER NOT NULL,         -- of the list's, to whom a copy was offered
            PRIMARY KEY (mailing, list)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX bounce_warning_on ON bounce_warning (list);

        CREATE TABLE notice_to_owners_too (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL
                CHECK (\(oneOf("kind", "confirm", "welcome", "goodbye", "stranger", "warning"))),
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            subscriber INTEGER REFERENCES subscriber ON DELETE CASCADE,   -- NULL: a stranger, or the owner
            recipient TEXT NOT NULL,
            message BLOB NOT NULL,
            at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER NOT NULL,
            taken_at INTEGER,                    -- somebody is sending it; after a crash nobody knows whether it went
            CHECK (subscriber IS NOT NULL OR kind = 'stranger' OR kind = 'warning')
        ) STRICT;
        INSERT INTO notice_to_owners_too SELECT * FROM notice;
        DROP TABLE notice;
        ALTER TABLE notice_to_owners_too RENAME TO notice;
        CREATE INDEX notice_due ON notice (next_attempt_at);
        CREATE INDEX notice_of ON notice (subscriber);
        CREATE INDEX notice_on ON notice (list);
        """
}
