extension Schema {
    /// Letters that ask an address whether it is there, before bounces end its subscription, and notices that are
    /// such letters.
    static let bounceProbes = """
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

        CREATE TABLE notice_with_probes (
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
        INSERT INTO notice_with_probes SELECT *, NULL FROM notice;
        DROP TABLE notice;
        ALTER TABLE notice_with_probes RENAME TO notice;
        CREATE INDEX notice_due ON notice (next_attempt_at);
        CREATE INDEX notice_of ON notice (subscriber);
        CREATE INDEX notice_on ON notice (list);
        CREATE UNIQUE INDEX notice_probing ON notice (probe) WHERE probe IS NOT NULL;
        """
}
