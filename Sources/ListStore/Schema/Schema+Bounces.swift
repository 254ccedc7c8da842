extension Schema {
    /// What a bounce means, who said it, how its subscriber was found, and what it did; also of reports about mail of
    /// which no mailing is known. Of bounces that were logged before, only what their columns tell is claimed.
    static let bounces = """
        CREATE TABLE bounce_in_full (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            mailing INTEGER REFERENCES mailing ON DELETE CASCADE,   -- NULL: not known
            list INTEGER,                        -- NULL: not known
            subscriber INTEGER NOT NULL REFERENCES subscriber,
            recipient TEXT NOT NULL,             -- as sent
            code INTEGER,
            status TEXT,
            text TEXT,
            relay TEXT,
            -- none: nothing failed, as with a complaint.
            kind TEXT NOT NULL CHECK (\(oneOf("kind", "hard", "soft", "none"))),
            -- What it does: nothing, or it counts alone; judged when the mailing is through; nothing until somebody decides,
            -- or for good where a guard struck; ended the subscription; taken back.
            effect TEXT NOT NULL
                CHECK (\(oneOf("effect", "none", "pending", "held", "ended", "forgiven"))),
            class TEXT NOT NULL DEFAULT 'undecided' CHECK (class <> ''),   -- such as address-unknown
            source TEXT NOT NULL DEFAULT 'reply' CHECK (\(oneOf("source", "reply", "report"))),
            found TEXT NOT NULL DEFAULT 'reply' CHECK (found <> ''),       -- by what the subscriber was found
            confidence INTEGER NOT NULL DEFAULT 100 CHECK (confidence BETWEEN 0 AND 100),
            server TEXT,                         -- whose words they are, of a report; of a reply it is the relay
            provider TEXT,                       -- whose mailbox it is; NULL: not noted
            rule TEXT,                           -- what decided on the class
            digest TEXT,                         -- of the report; NULL for a reply
            score INTEGER,                       -- of the subscription with it, in hundredths; NULL: it counts for nothing
            departure INTEGER,                   -- by which it ended the subscription
            hold TEXT CHECK (hold = 'provider'), -- why it was held; NULL: a guard struck, or it never was
            forgiven_at INTEGER,
            forgiven_by TEXT
        ) STRICT;
        INSERT INTO bounce_in_full (id, at, mailing, list, subscriber, recipient, code, status, text, relay, kind, effect,
            class, source, found, rule)
        SELECT id, at, mailing, list, subscriber, recipient, code, status, text, relay, kind, effect,
            CASE WHEN kind = 'hard' THEN CASE status WHEN '5.1.2' THEN 'domain-unknown' WHEN '5.2.1' THEN 'disabled'
                    ELSE 'address-unknown' END
                ELSE CASE status WHEN '5.2.2' THEN 'full' WHEN '5.2.3' THEN 'too-large' WHEN '5.3.4' THEN 'too-large'
                    ELSE 'undecided' END END,
            iif(relay IS NULL, 'report', 'reply'), iif(relay IS NULL, 'verp', 'reply'), 'an earlier version'
        FROM bounce;
        -- Which departure a bounce made is plain where it ended the subscription, in one commit with it.
        UPDATE bounce_in_full SET departure = (SELECT max(d.id) FROM departure d
            WHERE d.subscriber = bounce_in_full.subscriber AND d.list = bounce_in_full.list AND d.reason = 'bounced'
                AND d.source = 'mailing ' || bounce_in_full.mailing)
        WHERE effect = 'ended';
        DROP TABLE bounce;
        ALTER TABLE bounce_in_full RENAME TO bounce;
        CREATE INDEX bounce_of ON bounce (subscriber);
        CREATE INDEX bounce_in ON bounce (mailing, effect);
        CREATE INDEX bounce_on ON bounce (list, at);
        CREATE UNIQUE INDEX bounce_report ON bounce (digest, subscriber) WHERE digest IS NOT NULL;
        CREATE INDEX bounce_held ON bounce (mailing, provider) WHERE effect = 'held' AND hold = 'provider';
        CREATE INDEX bounce_reported ON bounce (mailing, provider, at) WHERE source = 'report' AND kind = 'hard';

        -- The bounce log as a person reads it.
        CREATE VIEW bounce_log AS
        SELECT b.id, b.at, b.mailing, l.name AS list, b.recipient, s.domain, b.provider, b.class, b.kind, b.code,
            b.status, b.text, b.source, coalesce(b.server, b.relay) AS server, b.found, b.confidence, b.rule, b.effect,
            b.score / 100.0 AS score, b.hold, b.forgiven_at, b.forgiven_by
        FROM bounce b JOIN subscriber s ON s.id = b.subscriber LEFT JOIN list l ON l.id = b.list;
        """
}
