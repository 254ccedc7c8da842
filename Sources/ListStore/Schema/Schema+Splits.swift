extension Schema {
    /// Several letters, each to a share of an audience, and a mailing of whichever is picked to the rest.
    static let splits = """
        CREATE TABLE experiment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            seed INTEGER NOT NULL,               -- everybody's rank is SipHash-2-4 of their id, by this key
            winner INTEGER REFERENCES mailing,   -- whose letter goes to the rest; NULL: none was picked yet
            picked_at INTEGER,
            started_at INTEGER NOT NULL,
            CHECK ((winner IS NULL) = (picked_at IS NULL))
        ) STRICT;
        -- Of a mailing that is part of one:
        ALTER TABLE mailing ADD COLUMN experiment INTEGER REFERENCES experiment;   -- NULL: it is for all
        ALTER TABLE mailing ADD COLUMN letter_place INTEGER;   -- 0 for the first letter; NULL: it is the rest
        ALTER TABLE mailing ADD COLUMN share_seed INTEGER;     -- those of the audience whose rank by this seed
        ALTER TABLE mailing ADD COLUMN share_first INTEGER;    -- is this
        ALTER TABLE mailing ADD COLUMN share_last INTEGER;     -- to this
        CREATE INDEX mailing_experiment ON mailing (experiment) WHERE experiment IS NOT NULL;

        -- Since when a mailing has been paused, whoever paused it.
        ALTER TABLE mailing ADD COLUMN paused_at INTEGER;
        CREATE TRIGGER mailing_paused AFTER UPDATE OF state ON mailing
        WHEN NEW.state = 'paused' AND OLD.state <> 'paused'
        BEGIN
            UPDATE mailing SET paused_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) WHERE id = NEW.id;
        END;
        """
}
