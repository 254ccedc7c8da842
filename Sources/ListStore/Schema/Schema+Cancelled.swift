extension Schema {
    /// Whoever has no copy of a cancelled mailing is skipped, also who was deferred when it was cancelled.
    static let cancelled = """
        DROP VIEW recipient_outcome;
        DROP VIEW mailing_summary;

        -- What became of each recipient. An envelope that is armed reads as unknown: its content may be out.
        CREATE VIEW recipient_outcome AS
        SELECT e.mailing, e.list, s.id AS subscriber, s.address,
            CASE WHEN e.state = 'done' THEN e.outcome
                 WHEN e.state = 'armed' THEN 'unknown'
                 WHEN m.state = 'cancelled' THEN 'skipped'
                 WHEN e.attempt > 1 THEN 'deferred'
                 ELSE 'pending' END AS outcome,
            e.code, e.status,
            CASE WHEN e.state = 'cut' AND m.state = 'cancelled' THEN 'cancelled' ELSE e.text END AS text,
            CASE WHEN e.state = 'cut' THEN e.attempt - 1 ELSE e.attempt END AS attempts,
            e.number AS envelope, coalesce(e.done_at, e.armed_at, e.cut_at) AS at
        FROM envelope e
        JOIN mailing m ON m.id = e.mailing
        JOIN json_each(e.members) j
        JOIN subscriber s ON s.id = j.value
        WHERE e.is_retry = 0
            AND NOT EXISTS (SELECT 1 FROM exception x WHERE x.mailing = e.mailing AND x.subscriber = s.id)
        UNION ALL
        SELECT x.mailing, x.list, s.id, s.address,
            CASE WHEN x.outcome = 'deferred' AND m.state = 'cancelled' THEN 'skipped' ELSE x.outcome END,
            x.code, x.status,
            CASE WHEN x.outcome = 'skipped' THEN x.reason
                 WHEN x.outcome = 'deferred' AND m.state = 'cancelled' THEN 'cancelled'
                 ELSE x.text END,
            x.attempts, x.envelope, x.at
        FROM exception x JOIN mailing m ON m.id = x.mailing JOIN subscriber s ON s.id = x.subscriber;

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
            SELECT x.mailing,
                CASE WHEN x.outcome = 'deferred' AND m.state = 'cancelled' THEN 'skipped' ELSE x.outcome END,
                count(*)
            FROM exception x JOIN mailing m ON m.id = x.mailing GROUP BY 1, 2
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
