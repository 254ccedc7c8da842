extension Schema {
    /// Entries of the suppression list may be domains and hashes, and may end.
    static let suppressions = """
        -- address_key is one of: an address in the form it is matched by; '@' and a domain; 'sha256:' and the hash of
        -- an address in that form.
        ALTER TABLE suppression ADD COLUMN expires_at INTEGER;
        ALTER TABLE suppression ADD COLUMN source TEXT;
        ALTER TABLE suppression ADD COLUMN kind TEXT GENERATED ALWAYS AS (
            CASE WHEN address_key LIKE '@%' THEN 'domain' WHEN address_key LIKE 'sha256:%' THEN 'hash'
            ELSE 'address' END) VIRTUAL;
        """

    /// What is known of people, how they came and went, and how they are forgotten.
    static let people = """
        ALTER TABLE subscriber ADD COLUMN language TEXT;
        ALTER TABLE subscriber ADD COLUMN tags TEXT CHECK (json_type(tags) = 'array');          -- sorted; NULL for none
        ALTER TABLE subscriber ADD COLUMN attributes TEXT CHECK (json_type(attributes) = 'object');  -- NULL for none
        ALTER TABLE subscriber ADD COLUMN batch INTEGER;         -- the import that made it
        ALTER TABLE subscriber ADD COLUMN erased_at INTEGER;

        -- How, and by whom, a subscription began and ended; what is NULL was not noted.
        ALTER TABLE subscription ADD COLUMN how TEXT;
        ALTER TABLE subscription ADD COLUMN by_whom TEXT;
        ALTER TABLE subscription ADD COLUMN confirmed_at INTEGER;
        ALTER TABLE subscription ADD COLUMN confirmed_from TEXT;
        ALTER TABLE subscription ADD COLUMN batch INTEGER;
        ALTER TABLE departure ADD COLUMN how TEXT;
        ALTER TABLE departure ADD COLUMN by_whom TEXT;
        ALTER TABLE departure ADD COLUMN batch INTEGER;
        ALTER TABLE list ADD COLUMN archived_at INTEGER;

        DROP TRIGGER subscriber_address_stays;
        CREATE TRIGGER subscriber_address_stays BEFORE UPDATE OF id, address, address_key, domain ON subscriber
        WHEN NEW.erased_at IS NULL OR NEW.id <> OLD.id
        BEGIN SELECT RAISE(ABORT, 'an address never changes under an id: add a subscriber instead'); END;
        CREATE TRIGGER subscription_consent_stays
        BEFORE UPDATE OF joined_at, source, how, by_whom, batch ON subscription
        BEGIN SELECT RAISE(ABORT, 'how a subscription began is history, and stays'); END;
        CREATE TRIGGER subscription_confirmation_stays
        BEFORE UPDATE OF confirmed_at, confirmed_from ON subscription WHEN OLD.confirmed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'how a subscription was confirmed is history, and stays'); END;
        CREATE TRIGGER departure_stays
        BEFORE UPDATE OF id, at, list, subscriber, reason, source, how, by_whom, batch ON departure
        BEGIN SELECT RAISE(ABORT, 'how a subscription ended is history, and stays'); END;

        -- Everything that was said about a subscription: when, how, from where, by whom.
        CREATE VIEW consent AS
        SELECT x.subscriber, x.list, x.joined_at AS at,
            CASE WHEN x.state = 'pending' OR x.confirmed_at IS NOT NULL THEN 'asked' ELSE 'joined' END AS event,
            coalesce(x.how, CASE WHEN x.batch IS NOT NULL THEN 'import' END) AS how, x.source, x.by_whom, x.batch,
            x.id AS spell
        FROM subscription x
        UNION ALL
        SELECT x.subscriber, x.list, x.confirmed_at, 'confirmed', 'double opt-in', x.confirmed_from, NULL, NULL, x.id
        FROM subscription x WHERE x.confirmed_at IS NOT NULL
        UNION ALL
        SELECT d.subscriber, d.list, d.at, 'left', coalesce(d.how, d.reason), d.source, d.by_whom, d.batch, x.id
        FROM departure d LEFT JOIN subscription x ON x.subscriber = d.subscriber AND x.list = d.list AND x.ended = d.id;
        """

    /// Named filters, and the filter of a mailing, which is fixed when it begins.
    static let segments = """
        CREATE TABLE segment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            name TEXT NOT NULL,
            filter TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            UNIQUE (list, name)
        ) STRICT;
        ALTER TABLE mailing_list ADD COLUMN segment TEXT;
        ALTER TABLE mailing_list ADD COLUMN filter TEXT;
        """

    /// Imports, which can be undone.
    static let batches = """
        -- The rows of a batch carry its id, and theirs lie in these ranges.
        CREATE TABLE batch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind = 'import' OR kind = 'sync'),
            source TEXT NOT NULL,
            by_whom TEXT,
            at INTEGER NOT NULL,
            added INTEGER NOT NULL DEFAULT 0,
            resubscribed INTEGER NOT NULL DEFAULT 0,
            ended INTEGER NOT NULL DEFAULT 0,
            first_subscriber INTEGER NOT NULL DEFAULT 0,
            last_subscriber INTEGER NOT NULL DEFAULT -1,
            first_subscription INTEGER NOT NULL DEFAULT 0,
            last_subscription INTEGER NOT NULL DEFAULT -1,
            first_departure INTEGER NOT NULL DEFAULT 0,
            last_departure INTEGER NOT NULL DEFAULT -1,
            undone_at INTEGER
        ) STRICT;
        """

    /// When somebody was asked to confirm, so that nobody is bombed with that.
    static let confirmations = """
        CREATE TABLE confirmation_request (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            subscriber INTEGER NOT NULL REFERENCES subscriber ON DELETE CASCADE,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX confirmation_request_of ON confirmation_request (subscriber, at);
        """

    /// Imports write in short transactions, and nobody sees what they wrote before all of it is there.
    static let unfinishedImports = """
        ALTER TABLE batch ADD COLUMN under_way INTEGER NOT NULL DEFAULT 0 CHECK (under_way IN (0, 1));
        -- The ids of subscriptions that an import which is under way has taken: they do not count yet.
        CREATE TABLE import_block (
            id INTEGER PRIMARY KEY,
            batch INTEGER NOT NULL REFERENCES batch ON DELETE CASCADE,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX import_block_of ON import_block (batch);
        ALTER TABLE mailing ADD COLUMN left_out TEXT;    -- ids that were such when it began: '7-9 12-80'; NULL for none
        """

    /// The view was made in a way that looked at everybody for one person's history.
    static let historyOfOne = """
        DROP VIEW consent;
        CREATE VIEW consent AS
        SELECT x.subscriber, x.list, x.joined_at AS at,
            CASE WHEN x.state = 'pending' OR x.confirmed_at IS NOT NULL THEN 'asked' ELSE 'joined' END AS event,
            coalesce(x.how, CASE WHEN x.batch IS NOT NULL THEN 'import' END) AS how, x.source, x.by_whom, x.batch,
            x.id AS spell
        FROM subscription x
        UNION ALL
        SELECT x.subscriber, x.list, x.confirmed_at, 'confirmed', 'double opt-in', x.confirmed_from, NULL, NULL, x.id
        FROM subscription x WHERE x.confirmed_at IS NOT NULL
        UNION ALL
        SELECT d.subscriber, d.list, d.at, 'left', coalesce(d.how, d.reason), d.source, d.by_whom, d.batch,
            (SELECT x.id FROM subscription x WHERE x.subscriber = d.subscriber AND +x.list = d.list AND x.ended = d.id)
        FROM departure d;
        """

    /// What single people are told about their subscription, until it is sent.
    static let notices = """
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind = 'confirm' OR kind = 'welcome' OR kind = 'goodbye'),
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            subscriber INTEGER NOT NULL REFERENCES subscriber ON DELETE CASCADE,
            recipient TEXT NOT NULL,
            message BLOB NOT NULL,
            at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER NOT NULL,
            taken_at INTEGER                     -- somebody is sending it; after a crash nobody knows whether it went
        ) STRICT;
        CREATE INDEX notice_due ON notice (next_attempt_at);
        CREATE INDEX notice_of ON notice (subscriber);
        CREATE INDEX notice_on ON notice (list);
        """

    /// Addresses of one person, by moves. Those of before are linked where it is certain: a departure and a subscription
    /// that `subscriber move` wrote within a second of each other, with no other of either kind near.
    static let movedPeople = """
        ALTER TABLE subscriber ADD COLUMN person INTEGER;   -- the rows of a person who moved share it; NULL: this is all
        CREATE INDEX subscriber_of_person ON subscriber (person) WHERE person IS NOT NULL;

        CREATE TEMP TABLE gone AS SELECT list, at, subscriber FROM departure WHERE how = 'moved';
        CREATE TEMP TABLE come AS SELECT list, joined_at AS at, subscriber FROM subscription WHERE how = 'moved';
        CREATE INDEX temp.gone_at ON gone (list, at);
        CREATE INDEX temp.come_at ON come (list, at);
        -- Both ways, so that an index leads from either address to the other. A second one near is enough to doubt.
        CREATE TEMP TABLE moved AS
        WITH pair AS MATERIALIZED (SELECT g.subscriber AS old, c.subscriber AS new
            FROM temp.gone g CROSS JOIN temp.come c ON c.list = g.list AND c.at BETWEEN g.at - 1000 AND g.at
            WHERE g.subscriber <> c.subscriber
                AND (SELECT count(*) FROM (SELECT 1 FROM temp.come o
                    WHERE o.list = g.list AND o.at BETWEEN g.at - 1000 AND g.at LIMIT 2)) = 1
                AND (SELECT count(*) FROM (SELECT 1 FROM temp.gone o
                    WHERE o.list = c.list AND o.at BETWEEN c.at AND c.at + 1000 LIMIT 2)) = 1)
        SELECT old AS id, new AS other FROM pair UNION SELECT new, old FROM pair;
        CREATE INDEX temp.moved_of ON moved (id);
        UPDATE subscriber SET person = (
            WITH RECURSIVE near (id) AS (VALUES (subscriber.id)
                UNION SELECT m.other FROM near CROSS JOIN temp.moved m ON m.id = near.id)
            SELECT min(id) FROM near)
        WHERE erased_at IS NULL AND id IN (SELECT id FROM temp.moved);
        DROP TABLE temp.gone;
        DROP TABLE temp.come;
        DROP TABLE temp.moved;
        """

    /// Who writes to leave a list from an address that is not subscribed: they are told so, and the owner how many did.
    static let strangers = """
        CREATE TABLE stranger (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            address_hash TEXT NOT NULL,          -- as the suppression list has it
            at INTEGER NOT NULL,
            answered INTEGER NOT NULL CHECK (answered IN (0, 1))
        ) STRICT;
        CREATE INDEX stranger_at ON stranger (at);
        CREATE INDEX stranger_on ON stranger (list, at);
        CREATE INDEX stranger_of ON stranger (address_hash, at);

        CREATE TABLE notice_to_anybody (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind = 'confirm' OR kind = 'welcome' OR kind = 'goodbye' OR kind = 'stranger'),
            list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
            subscriber INTEGER REFERENCES subscriber ON DELETE CASCADE,   -- NULL: a stranger
            recipient TEXT NOT NULL,
            message BLOB NOT NULL,
            at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER NOT NULL,
            taken_at INTEGER,                    -- somebody is sending it; after a crash nobody knows whether it went
            CHECK (subscriber IS NOT NULL OR kind = 'stranger')
        ) STRICT;
        INSERT INTO notice_to_anybody SELECT * FROM notice;
        DROP TABLE notice;
        ALTER TABLE notice_to_anybody RENAME TO notice;
        CREATE INDEX notice_due ON notice (next_attempt_at);
        CREATE INDEX notice_of ON notice (subscriber);
        CREATE INDEX notice_on ON notice (list);
        """

    /// What removing and undoing in short transactions needs.
    static let shortWrites = """
        ALTER TABLE list ADD COLUMN removed_at INTEGER;     -- on its way out: nobody sees it
        -- Without it, whoever deletes a departure looks at every subscription for one that refers to it.
        CREATE INDEX subscription_ended ON subscription (ended) WHERE ended IS NOT NULL;
        """
}
