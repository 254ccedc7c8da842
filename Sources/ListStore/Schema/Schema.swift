/// The tables, as frozen migrations. A migration that was released is never changed; another one follows it.
enum Schema {
    /// "fanm" in ASCII, so that another program's database is not mistaken for ours.
    static let applicationID = 0x66_61_6E_6D

    static let migrations: [(name: String, sql: String)] = [
        ("1 the main job", mainJob), ("2 views", views), ("3 suppressions", suppressions),
        ("4 people", people), ("5 segments", segments),
        ("6 batches", batches), ("7 confirmations", confirmations),
        ("8 one-click", oneClick), ("9 letters", letters), ("10 unfinished imports", unfinishedImports),
        ("11 history of one", historyOfOne), ("12 notices", notices), ("13 verp", verp),
        ("14 frozen lists", frozenLists), ("15 people who moved", movedPeople), ("16 cancelled", cancelled),
        ("17 first offers", firstOffers), ("18 facts of audiences", audienceFacts),
        ("19 spells of movers", spellsOfMovers), ("20 strangers", strangers),
        ("21 armed by", armedBy), ("22 short writes", shortWrites),
        ("23 letter texts", letterTexts), ("24 verp turns", verpTurns), ("25 bounces", bounces),
        ("26 letters of bounces", bounceLetters), ("27 partition", partition), ("28 destinations", destinations),
        ("29 budgets", budgets), ("30 schedule", schedule), ("31 splits", splits),
    ]

    /// A check on a column's words. `IN` with more than two of them would fill a table in memory for every row written,
    /// which was half of the journal's processor time (SQLite 3.40).
    static func oneOf(_ column: String, _ words: String...) -> String {
        words.map { "\(column) = '\($0)'" }.joined(separator: " OR ")
    }

    private static let mainJob = """
        CREATE TABLE list (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            address TEXT NOT NULL,
            address_key TEXT NOT NULL UNIQUE,
            description TEXT,
            owner TEXT NOT NULL,
            reverse_path TEXT NOT NULL,          -- '' is the null reverse-path
            definition TEXT NOT NULL,            -- the list file in its canonical form
            bounce_hard TEXT NOT NULL CHECK (bounce_hard IN ('at-once', 'score')),
            created_at INTEGER NOT NULL          -- this and every *_at: milliseconds since 1970 UTC
        ) STRICT;

        CREATE TABLE subscriber (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            address TEXT NOT NULL,
            address_key TEXT NOT NULL UNIQUE,    -- the form addresses are matched by: local-part in lower case
            domain TEXT NOT NULL,
            name TEXT,
            created_at INTEGER NOT NULL
        ) STRICT;

        -- Who left, in order. Append-only: its highest id tells exactly who left before or after a moment.
        CREATE TABLE departure (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            subscriber INTEGER NOT NULL REFERENCES subscriber ON DELETE CASCADE,
            reason TEXT NOT NULL CHECK (reason IN ('unsubscribed', 'bounced')),
            source TEXT NOT NULL
        ) STRICT;
        CREATE INDEX departure_of ON departure (subscriber, list);
        CREATE INDEX departure_from ON departure (list);

        -- One spell of a subscription. The address and its domain stand here again (they never change under an id),
        -- so that a mailing walks its audience through one index and touches no table.
        CREATE TABLE subscription (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            subscriber INTEGER NOT NULL REFERENCES subscriber ON DELETE CASCADE,
            domain TEXT NOT NULL,
            address TEXT NOT NULL,
            state TEXT NOT NULL CHECK (\(oneOf("state", "pending", "active", "unsubscribed", "bounced"))),
            joined_at INTEGER NOT NULL,
            source TEXT NOT NULL,
            ended INTEGER REFERENCES departure,
            CHECK ((ended IS NULL) = (state IN ('pending', 'active')))
        ) STRICT;
        CREATE UNIQUE INDEX live ON subscription (subscriber, list) WHERE ended IS NULL;
        CREATE INDEX subscription_of ON subscription (subscriber, list);
        CREATE INDEX audience ON subscription (list, domain, subscriber, id, ended, state, address);

        CREATE TRIGGER subscriber_address_stays BEFORE UPDATE OF id, address, address_key, domain ON subscriber
        BEGIN SELECT RAISE(ABORT, 'an address never changes under an id: add a subscriber instead'); END;
        CREATE TRIGGER subscription_address_stays
        BEFORE UPDATE OF id, list, subscriber, domain, address ON subscription
        BEGIN SELECT RAISE(ABORT, 'a subscription never changes its subscriber: add a subscription instead'); END;

        CREATE TABLE suppression (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            address_key TEXT NOT NULL UNIQUE,
            reason TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE mailing (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            message BLOB NOT NULL,               -- the final bytes
            message_id TEXT NOT NULL,
            digest TEXT NOT NULL,                -- SHA-256 of the final bytes
            source_digest TEXT NOT NULL,         -- SHA-256 of the author's bytes
            subject TEXT NOT NULL,
            author TEXT NOT NULL,
            relay TEXT NOT NULL,
            max_rcpt INTEGER NOT NULL CHECK (max_rcpt > 0),
            state TEXT NOT NULL CHECK (\(oneOf("state", "sending", "paused", "finished", "cancelled"))),
            reason TEXT,
            epoch INTEGER NOT NULL DEFAULT 0,    -- which owner; checked at every arm
            cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
            subscription_mark INTEGER NOT NULL,  -- the audience: subscriptions up to here,
            departure_mark INTEGER NOT NULL,     -- not ended by then
            started_at INTEGER NOT NULL,
            finished_at INTEGER
        ) STRICT;
        CREATE INDEX mailing_message_id ON mailing (message_id);
        CREATE INDEX mailing_source ON mailing (source_digest);

        -- The lists of a mailing in the order of its header, each with the cursor of its walk.
        CREATE TABLE mailing_list (
            mailing INTEGER NOT NULL REFERENCES mailing ON DELETE CASCADE,
            position INTEGER NOT NULL,
            list INTEGER NOT NULL REFERENCES list,
            reverse_path TEXT NOT NULL,
            cursor_domain TEXT NOT NULL DEFAULT '',
            cursor_subscriber INTEGER NOT NULL DEFAULT 0,
            done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
            PRIMARY KEY (mailing, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mailing_list_of ON mailing_list (list);

        CREATE TABLE envelope (
            id INTEGER PRIMARY KEY,
            mailing INTEGER NOT NULL REFERENCES mailing ON DELETE CASCADE,
            number INTEGER NOT NULL,
            list INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (\(oneOf("state", "cut", "armed", "done"))),
            outcome TEXT CHECK (\(oneOf("outcome", "accepted", "refused", "deferred", "unknown"))),
            recipients INTEGER NOT NULL,         -- how many members
            exceptions INTEGER NOT NULL DEFAULT 0,   -- how many of them have a row of their own
            attempt INTEGER NOT NULL,
            is_retry INTEGER NOT NULL CHECK (is_retry IN (0, 1)),
            code INTEGER,
            status TEXT,
            text TEXT,
            relay TEXT,
            cut_at INTEGER NOT NULL,
            armed_at INTEGER,
            done_at INTEGER,
            not_before INTEGER,
            departure_mark INTEGER NOT NULL,
            first_domain TEXT,
            first_subscriber INTEGER,
            last_domain TEXT,
            last_subscriber INTEGER,
            members TEXT NOT NULL,               -- a JSON array of subscriber ids
            CHECK ((state = 'done') = (outcome IS NOT NULL))
        ) STRICT;
        CREATE UNIQUE INDEX envelope_number ON envelope (mailing, number);
        CREATE INDEX envelope_put_back ON envelope (mailing, not_before) WHERE not_before IS NOT NULL;

        -- Recipients whose outcome differs from their envelope's, and those of retries.
        CREATE TABLE exception (
            mailing INTEGER NOT NULL REFERENCES mailing ON DELETE CASCADE,
            subscriber INTEGER NOT NULL REFERENCES subscriber,
            list INTEGER NOT NULL,
            envelope INTEGER,                    -- the number of the latest envelope
            outcome TEXT NOT NULL CHECK (\(oneOf("outcome", "accepted", "refused", "deferred", "unknown", "skipped"))),
            reason TEXT,                         -- why skipped
            code INTEGER,
            status TEXT,
            text TEXT,
            relay TEXT,
            attempts INTEGER NOT NULL,
            next_attempt_at INTEGER,
            at INTEGER NOT NULL,
            PRIMARY KEY (mailing, subscriber),
            CHECK ((outcome = 'skipped') = (reason IS NOT NULL)),
            CHECK (next_attempt_at IS NULL OR outcome = 'deferred')
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX exception_due ON exception (mailing, next_attempt_at) WHERE outcome = 'deferred';
        CREATE INDEX exception_of ON exception (subscriber);

        -- The bounce log.
        CREATE TABLE bounce (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            mailing INTEGER NOT NULL REFERENCES mailing ON DELETE CASCADE,
            list INTEGER NOT NULL,
            subscriber INTEGER NOT NULL REFERENCES subscriber,
            recipient TEXT NOT NULL,             -- as sent
            code INTEGER,
            status TEXT,
            text TEXT,
            relay TEXT,
            kind TEXT NOT NULL CHECK (kind IN ('hard', 'soft')),
            -- What it does to the subscription: nothing, ends it when the mailing is through, held by a guard, ended it.
            effect TEXT NOT NULL CHECK (\(oneOf("effect", "none", "pending", "held", "ended")))
        ) STRICT;
        CREATE INDEX bounce_of ON bounce (subscriber);
        CREATE INDEX bounce_in ON bounce (mailing, effect);
        """

    private static let views = """
        -- What became of each recipient. An envelope that is armed reads as unknown: its content may be out.
        CREATE VIEW recipient_outcome AS
        SELECT e.mailing, e.list, s.id AS subscriber, s.address,
            CASE WHEN e.state = 'done' THEN e.outcome
                 WHEN e.state = 'armed' THEN 'unknown'
                 WHEN e.attempt > 1 THEN 'deferred'
                 WHEN m.state = 'cancelled' THEN 'skipped'
                 ELSE 'pending' END AS outcome,
            e.code, e.status, e.text,
            CASE WHEN e.state = 'cut' THEN e.attempt - 1 ELSE e.attempt END AS attempts,
            e.number AS envelope, coalesce(e.done_at, e.armed_at, e.cut_at) AS at
        FROM envelope e
        JOIN mailing m ON m.id = e.mailing
        JOIN json_each(e.members) j
        JOIN subscriber s ON s.id = j.value
        WHERE e.is_retry = 0
            AND NOT EXISTS (SELECT 1 FROM exception x WHERE x.mailing = e.mailing AND x.subscriber = s.id)
        UNION ALL
        SELECT x.mailing, x.list, s.id, s.address, x.outcome, x.code, x.status,
            CASE WHEN x.outcome = 'skipped' THEN x.reason ELSE x.text END,
            x.attempts, x.envelope, x.at
        FROM exception x JOIN subscriber s ON s.id = x.subscriber;

        -- The sums of each mailing, without those who are still to be cut.
        CREATE VIEW mailing_summary AS
        WITH counted (mailing, outcome, recipients) AS (
            SELECT e.mailing,
                CASE WHEN e.state = 'done' THEN e.outcome
                     WHEN e.state = 'armed' THEN 'unknown'
                     WHEN e.attempt > 1 THEN 'deferred'
                     ELSE 'pending' END,
                sum(e.recipients - e.exceptions)
            FROM envelope e WHERE e.is_retry = 0 GROUP BY 1, 2
            UNION ALL
            SELECT mailing, outcome, count(*) FROM exception GROUP BY 1, 2
        )
        SELECT m.id AS mailing, m.state, m.subject,
            (SELECT group_concat(name) FROM (SELECT l.name FROM mailing_list ml JOIN list l ON l.id = ml.list
                WHERE ml.mailing = m.id ORDER BY ml.position)) AS lists,
            coalesce(sum(c.recipients) FILTER (WHERE c.outcome = 'accepted'), 0) AS accepted,
            coalesce(sum(c.recipients) FILTER (WHERE c.outcome = 'refused'), 0) AS refused,
            coalesce(sum(c.recipients) FILTER (WHERE c.outcome = 'deferred'), 0) AS deferred,
            coalesce(sum(c.recipients) FILTER (WHERE c.outcome = 'unknown'), 0) AS unknown,
            coalesce(sum(c.recipients) FILTER (WHERE c.outcome = 'skipped'), 0) AS skipped,
            coalesce(sum(c.recipients) FILTER (WHERE c.outcome = 'pending'), 0) AS pending
        FROM mailing m LEFT JOIN counted c ON c.mailing = m.id
        GROUP BY m.id;
        """
}
