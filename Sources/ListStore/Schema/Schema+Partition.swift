extension Schema {
    /// Every recipient stands in one place: ahead of the walk, in one envelope, or in a row of their own that is final. Who
    /// is deferred is a member of an envelope that waits; before, each had a row, and was a member of the envelope of their
    /// first attempt, and of those of retries, too.
    static let partition = """
        DROP VIEW recipient_outcome;
        DROP VIEW mailing_summary;

        -- Of an envelope that waits for another attempt:
        ALTER TABLE envelope ADD COLUMN first_at INTEGER;    -- when the first offer was answered; NULL: not noted, or none
        ALTER TABLE envelope ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;   -- attempts by the owner in epoch
        ALTER TABLE envelope ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;   -- 1: it is merged with no other
        ALTER TABLE envelope ADD COLUMN put_back INTEGER NOT NULL DEFAULT 0;   -- 1: the message or the session was the reason
        -- Members who were told something else than code, status and text: {"id": [code, status, text]}.
        ALTER TABLE envelope ADD COLUMN replies TEXT;
        UPDATE envelope SET put_back = 1 WHERE not_before IS NOT NULL AND is_retry = 0;

        UPDATE exception SET outcome = 'skipped', reason = 'cancelled', next_attempt_at = NULL
        WHERE outcome = 'deferred' AND mailing IN (SELECT id FROM mailing WHERE state = 'cancelled');

        -- What a process that died had armed once more is one envelope, as it was.
        CREATE TEMP TABLE armed AS SELECT e.id, e.mailing, j.value AS subscriber
            FROM envelope e JOIN json_each(e.members) j WHERE e.is_retry = 1 AND e.state = 'armed';
        CREATE INDEX temp.armed_of ON armed (mailing, subscriber);
        UPDATE envelope SET (first_at, code, status, text) = (SELECT max(x.first_at), x.code, x.status, x.text FROM exception x
            WHERE x.mailing = envelope.mailing AND x.subscriber IN (SELECT value FROM json_each(envelope.members)))
        WHERE is_retry = 1 AND state = 'armed';
        -- What it had cut waits again, one by one.
        UPDATE envelope SET state = 'done', outcome = 'deferred', not_before = NULL, done_at = cut_at
        WHERE is_retry = 1 AND state = 'cut';

        -- Who is deferred, grouped by what they have in common, in the order of the walk.
        CREATE TEMP TABLE waiting (
            mailing INTEGER, piece INTEGER, place INTEGER, subscriber INTEGER, domain TEXT, list INTEGER, attempts INTEGER,
            code INTEGER, status TEXT, text TEXT, relay TEXT, next INTEGER, at INTEGER, first_at INTEGER, tries INTEGER,
            epoch INTEGER, alone INTEGER, PRIMARY KEY (mailing, piece, place)) WITHOUT ROWID;
        INSERT INTO temp.waiting
        WITH kind AS (
            SELECT x.*, s.domain, m.max_rcpt,
                x.alone OR m.letter IS NOT NULL OR ml.one_click <> 'never' OR ml.verp <> 'never' AS single,
                dense_rank() OVER (PARTITION BY x.mailing
                    ORDER BY x.list, x.attempts, x.epoch, x.tries, x.alone, x.next_attempt_at, x.first_at / 3600000) AS kind
            FROM exception x JOIN subscriber s ON s.id = x.subscriber JOIN mailing m ON m.id = x.mailing
            LEFT JOIN mailing_list ml ON ml.mailing = x.mailing AND ml.list = x.list
            WHERE x.outcome = 'deferred'
                AND NOT EXISTS (SELECT 1 FROM temp.armed a WHERE a.mailing = x.mailing AND a.subscriber = x.subscriber)),
        piece AS (
            SELECT *, (row_number() OVER (PARTITION BY mailing, kind ORDER BY domain, subscriber) - 1)
                / iif(single, 1, max_rcpt) AS part FROM kind),
        numbered AS (SELECT *, dense_rank() OVER (PARTITION BY mailing ORDER BY kind, part) AS piece FROM piece)
        SELECT mailing, piece, row_number() OVER (PARTITION BY mailing, piece ORDER BY domain, subscriber), subscriber,
            domain, list, attempts, code, status, text, relay, next_attempt_at, at, first_at, tries, epoch, alone
        FROM numbered;

        -- They, and whoever was settled in a retry, are in the envelope of their first attempt no longer.
        CREATE TEMP TABLE kept AS
        SELECT e.id, count(j.value) AS recipients, json_group_array(j.value) FILTER (WHERE j.value IS NOT NULL) AS members
        FROM envelope e LEFT JOIN json_each(e.members) j ON NOT EXISTS (SELECT 1 FROM exception x
            WHERE x.mailing = e.mailing AND x.subscriber = j.value
                AND (x.outcome = 'deferred' OR x.envelope IS NOT e.number))
        WHERE e.is_retry = 0 AND e.exceptions > 0 GROUP BY e.id;
        UPDATE envelope SET members = k.members, recipients = k.recipients,
            exceptions = envelope.exceptions - (envelope.recipients - k.recipients)
        FROM temp.kept k WHERE k.id = envelope.id AND k.recipients < envelope.recipients;

        UPDATE envelope SET is_retry = 0 WHERE id IN (SELECT id FROM temp.armed);
        DELETE FROM exception WHERE outcome = 'deferred';

        INSERT INTO envelope (mailing, number, list, state, recipients, attempt, is_retry, code, status, text, relay, cut_at,
            not_before, departure_mark, first_domain, first_subscriber, last_domain, last_subscriber, members, first_at,
            tries, epoch, alone, replies)
        SELECT w.mailing, (SELECT coalesce(max(number), 0) FROM envelope e WHERE e.mailing = w.mailing) + w.piece, f.list,
            'cut', count(*), f.attempts + 1, 0, f.code, f.status, f.text, f.relay, f.at,
            coalesce(f.next, 9223372036854775807), 0, f.domain, f.subscriber, l.domain, l.subscriber,
            json_group_array(w.subscriber), max(w.first_at), f.tries, f.epoch, f.alone,
            nullif(json_group_object(w.subscriber, json_array(w.code, w.status, w.text))
                FILTER (WHERE (w.code, w.status, w.text) IS NOT (f.code, f.status, f.text)), '{}')
        FROM (SELECT mailing, piece, max(place) AS last FROM temp.waiting GROUP BY mailing, piece) p
        CROSS JOIN temp.waiting f ON f.mailing = p.mailing AND f.piece = p.piece AND f.place = 1
        CROSS JOIN temp.waiting l ON l.mailing = p.mailing AND l.piece = p.piece AND l.place = p.last
        CROSS JOIN temp.waiting w ON w.mailing = p.mailing AND w.piece = p.piece
        GROUP BY p.mailing, p.piece;
        DROP TABLE temp.armed;
        DROP TABLE temp.waiting;
        DROP TABLE temp.kept;

        DROP INDEX exception_due;
        ALTER TABLE exception DROP COLUMN first_at;
        ALTER TABLE exception DROP COLUMN tries;
        ALTER TABLE exception DROP COLUMN epoch;
        ALTER TABLE exception DROP COLUMN alone;

        -- What became of each recipient. An envelope that is armed reads as unknown: its content may be out.
        CREATE VIEW recipient_outcome AS
        SELECT e.mailing, e.list, s.id AS subscriber, s.address,
            CASE WHEN e.state = 'done' THEN e.outcome
                 WHEN e.state = 'armed' THEN 'unknown'
                 WHEN m.state = 'cancelled' THEN 'skipped'
                 WHEN e.attempt > 1 THEN 'deferred'
                 ELSE 'pending' END AS outcome,
            \(lastReply(0)) AS code,
            \(lastReply(1)) AS status,
            CASE WHEN e.state = 'cut' AND m.state = 'cancelled' THEN 'cancelled'
                 ELSE \(lastReply(2)) END AS text,
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
            CASE WHEN x.outcome = 'skipped' THEN x.reason ELSE x.text END, x.attempts, x.envelope, x.at
        FROM exception x JOIN subscriber s ON s.id = x.subscriber;

        -- The sums of each mailing, without those who are still to be cut.
        CREATE VIEW mailing_summary AS
        WITH counted (mailing, outcome, recipients) AS (
            SELECT e.mailing,
                CASE WHEN e.state = 'done' THEN e.outcome
                     WHEN e.state = 'armed' THEN 'unknown'
                     WHEN m.state = 'cancelled' THEN 'skipped'
                     WHEN e.attempt > 1 THEN 'deferred'
                     ELSE 'pending' END,
                sum(e.recipients - e.exceptions)
            FROM envelope e JOIN mailing m ON m.id = e.mailing WHERE e.is_retry = 0 GROUP BY 1, 2
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

    /// What was said last to the member `s` of the envelope `e`: the code, the status or the text.
    private static func lastReply(_ place: Int) -> String {
        let path = #"'$."' || s.id || '"'"#
        return """
            iif(e.replies IS NULL OR json_type(e.replies, \(path)) IS NULL, e.\(["code", "status", "text"][place]),
                json_extract(e.replies, \(path) || '[\(place)]'))
            """
    }
}
