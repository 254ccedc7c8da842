extension Schema {
    /// What is learned of where mail goes, what people ask of it, and where each mailing stands there.
    static let destinations = """
        CREATE TABLE destination (
            name TEXT PRIMARY KEY,
            provider TEXT,                       -- who runs its hosts, where that is known
            domains TEXT NOT NULL DEFAULT '[]',  -- a JSON array of some of the domains whose mail goes there
            connections INTEGER NOT NULL DEFAULT 1,   -- how many it had at last; a run begins with half of them
            back_offs INTEGER NOT NULL DEFAULT 0,     -- how many followed each other
            back_off_until INTEGER,
            last_reply TEXT,                     -- without addresses
            recipient_limit INTEGER,             -- the most in a transaction; NULL: none was learned
            seen_at INTEGER,                     -- when a run was there last, to the hour; NULL: never
            paused_at INTEGER,                   -- by hand
            paused_until INTEGER,                -- NULL: until somebody resumes it
            paused_why TEXT,
            flushes INTEGER NOT NULL DEFAULT 0,  -- how often somebody asked that what waits there be tried now
            flushed_at INTEGER,
            CHECK ((paused_at IS NULL) = (paused_why IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX destination_seen ON destination (seen_at);
        CREATE INDEX destination_paused ON destination (paused_at) WHERE paused_at IS NOT NULL;
        CREATE INDEX destination_flushed ON destination (flushed_at) WHERE flushed_at IS NOT NULL;

        -- Of a run: of the mailing that a process sends, or sent at last.
        CREATE TABLE destination_run (
            mailing INTEGER NOT NULL REFERENCES mailing ON DELETE CASCADE,
            destination TEXT NOT NULL,
            at INTEGER NOT NULL,
            most INTEGER NOT NULL,               -- connections that it may have
            connections INTEGER NOT NULL,        -- that are open
            ready_envelopes INTEGER NOT NULL,
            ready_recipients INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            deferred INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            rate REAL NOT NULL,                  -- recipients per second
            last_reply TEXT,                     -- without addresses
            limited_by TEXT NOT NULL,
            limited_until INTEGER,
            PRIMARY KEY (mailing, destination)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX destination_run_at ON destination_run (at);
        CREATE INDEX destination_run_of ON destination_run (destination);
        """
}
