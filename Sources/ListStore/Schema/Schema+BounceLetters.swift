extension Schema {
    /// Letters that bounces make lists write: to their owners, who was told what of which mailing, and to addresses, which
    /// are asked whether they are there before their subscription ends; and notices that are such letters.
    static let bounceLetters = """
        CREATE TABLE bounce_warning (
            mailing INTEGER NOT NULL REFERENCES mailing ON DELETE CASCADE,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            at INTEGER NOT NULL,
            bounces INTEGER NOT NULL,            -- recipients of whom something came back, when the owner was told
            recipients INTEGER NOT NULL,         -- of the list's, to whom a copy was offered
            PRIMARY KEY (mailing, list)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX bounce_warning_on ON bounce_warning (list);

        CREATE TABLE bounce_probe (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            subscriber INTEGER NOT NULL REFERENCES subscriber ON DELETE CASCADE,
            subscription INTEGER NOT NULL REFERENCES subscription ON DELETE CASCADE,
            bounce INTEGER NOT NULL,             -- the one too many; when the probe has passed, it counts no more
            days INTEGER NOT NULL CHECK (days > 0),
            until INTEGER,                       -- days after the relay took the letter; NULL: it has not
            outcome TEXT CHECK (outcome IS NULL OR outcome = 'bounced' OR outcome = 'passed'),
            ended_at INTEGER,
            CHECK ((outcome IS NULL) = (ended_at IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX bounce_probe_open ON bounce_probe (subscription) WHERE outcome IS NULL;
        CREATE INDEX bounce_probe_for ON bounce_probe (subscription);
        CREATE INDEX bounce_probe_of ON bounce_probe (subscriber);
        CREATE INDEX bounce_probe_on ON bounce_probe (list);

        CREATE TABLE notice_of_bounces (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL
                CHECK (\(oneOf("kind", "confirm", "welcome", "goodbye", "stranger", "warning", "probe"))),
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            subscriber INTEGER REFERENCES subscriber ON DELETE CASCADE,   -- NULL: a stranger, or the owner
            recipient TEXT NOT NULL,
            message BLOB NOT NULL,
            at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER NOT NULL,
            taken_at INTEGER,                    -- somebody is sending it; after a crash nobody knows whether it went
            probe INTEGER REFERENCES bounce_probe ON DELETE CASCADE,
            CHECK (subscriber IS NOT NULL OR kind = 'stranger' OR kind = 'warning'),
            CHECK ((probe IS NOT NULL) = (kind = 'probe'))
        ) STRICT;
        INSERT INTO notice_of_bounces SELECT *, NULL FROM notice;
        DROP TABLE notice;
        ALTER TABLE notice_of_bounces RENAME TO notice;
        CREATE INDEX notice_due ON notice (next_attempt_at);
        CREATE INDEX notice_of ON notice (subscriber);
        CREATE INDEX notice_on ON notice (list);
        CREATE UNIQUE INDEX notice_probing ON notice (probe) WHERE probe IS NOT NULL;
        """
}
