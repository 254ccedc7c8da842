extension Schema {
    /// Who is in an audience is judged at a mark, by facts that do not change while it is walked: when a subscription was
    /// confirmed, and what was known of people then.
    static let audienceFacts = """
        -- Confirmations, in order. Append-only, as departures are: its highest id tells who had confirmed by a moment.
        CREATE TABLE confirmation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL
        ) STRICT;
        -- Which of them made a subscription active. NULL: it needed none, or waits for it still; 0: it ended without.
        ALTER TABLE subscription ADD COLUMN confirmation INTEGER;
        UPDATE subscription SET confirmation = 0
        WHERE ended IS NOT NULL AND how = 'double opt-in' AND confirmed_at IS NULL;
        DROP INDEX audience;
        CREATE INDEX audience ON subscription (list, domain, subscriber, id, ended, state, confirmation, address);
        CREATE TRIGGER subscription_confirmation AFTER UPDATE OF state ON subscription
        WHEN OLD.state = 'pending' AND NEW.state <> 'pending'
        BEGIN
            INSERT INTO confirmation (at) SELECT coalesce(NEW.confirmed_at, 0) WHERE NEW.state = 'active';
            UPDATE subscription
            SET confirmation = iif(NEW.state = 'active', (SELECT max(id) FROM confirmation), 0) WHERE id = NEW.id;
        END;
        ALTER TABLE mailing ADD COLUMN confirmation_mark INTEGER NOT NULL DEFAULT 0;   -- confirmed by then

        -- What people were before a change, while a mailing to some of a list by a filter is being cut.
        CREATE TABLE subscriber_before (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            subscriber INTEGER NOT NULL REFERENCES subscriber ON DELETE CASCADE,
            name TEXT,
            language TEXT,
            tags TEXT,
            attributes TEXT
        ) STRICT;
        CREATE INDEX subscriber_before_of ON subscriber_before (subscriber);
        ALTER TABLE mailing ADD COLUMN person_mark INTEGER NOT NULL DEFAULT 0;     -- known of people by then
        CREATE INDEX mailing_list_filtered ON mailing_list (mailing) WHERE filter IS NOT NULL AND done = 0;
        CREATE TRIGGER subscriber_before_change BEFORE UPDATE OF name, language, tags, attributes ON subscriber
        WHEN NEW.erased_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.language IS NOT NEW.language
            OR OLD.tags IS NOT NEW.tags OR OLD.attributes IS NOT NEW.attributes)
            -- Unless the latest of these mailings has this person's.
            AND (SELECT max(m.person_mark) FROM mailing_list l JOIN mailing m ON m.id = l.mailing
                WHERE l.filter IS NOT NULL AND l.done = 0 AND m.state IN ('sending', 'paused'))
            >= (SELECT coalesce(max(b.id), 0) FROM subscriber_before b WHERE b.subscriber = OLD.id)
        BEGIN
            INSERT INTO subscriber_before (subscriber, name, language, tags, attributes)
            VALUES (OLD.id, OLD.name, OLD.language, OLD.tags, OLD.attributes);
        END;

        -- An entry that ends at another time than before counts as a new one: its id tells mailings under way of it.
        CREATE TRIGGER suppression_renewed AFTER UPDATE OF expires_at ON suppression
        WHEN OLD.expires_at IS NOT NEW.expires_at
        BEGIN
            DELETE FROM suppression WHERE id = NEW.id;
            INSERT INTO suppression (address_key, reason, source, created_at, expires_at)
            VALUES (NEW.address_key, NEW.reason, NEW.source, NEW.created_at, NEW.expires_at);
        END;
        """

    /// Which spells are one, by moves: so that whoever moves under a mailing gets their copy at the new address.
    static let spellsOfMovers = """
        ALTER TABLE subscription ADD COLUMN origin INTEGER;  -- the first of the spells that moves continued; NULL: itself
        CREATE INDEX subscription_origin ON subscription (origin) WHERE origin IS NOT NULL;
        """
}
