extension Schema {
    /// What may be sent in a time, shared by all processes. Times are microseconds since 1970.
    static let budgets = """
        CREATE TABLE budget (
            id INTEGER PRIMARY KEY,
            scope TEXT NOT NULL CHECK (scope <> ''),    -- all, list:ID, relay:NAME, provider:NAME, ...
            unit TEXT NOT NULL CHECK (unit IN ('messages', 'recipients', 'connections')),
            period TEXT NOT NULL CHECK (\(oneOf("period", "second", "minute", "hour", "day"))),
            count REAL NOT NULL,                 -- in a period, as whoever asked last had it
            paid_until INTEGER NOT NULL,         -- evenly granted up to here,
            paid_rest INTEGER NOT NULL,          -- and parts of a microsecond
            seen_at INTEGER NOT NULL,            -- the clock, when somebody asked last
            first_used_at INTEGER NOT NULL,
            step INTEGER,                        -- of a warm-up: which of its days, from 0
            step_since INTEGER,
            CHECK ((step IS NULL) = (step_since IS NULL)),
            UNIQUE (scope, unit, period)
        ) STRICT;

        -- What was granted of a limit for a day within the last twenty-four hours.
        CREATE TABLE budget_use (
            budget INTEGER NOT NULL REFERENCES budget ON DELETE CASCADE,
            from_at INTEGER NOT NULL,
            until_at INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (budget, from_at)
        ) STRICT, WITHOUT ROWID;
        """
}
