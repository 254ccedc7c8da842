extension Schema {
    /// Mailings that go out later, and those that are not to go out after a moment.
    static let schedule = """
        -- It waits for this moment: it is scheduled. NULL otherwise; never there unless state is 'paused'.
        ALTER TABLE mailing ADD COLUMN send_at INTEGER;
        ALTER TABLE mailing ADD COLUMN not_after INTEGER;    -- who has no copy by then gets none
        ALTER TABLE mailing ADD COLUMN zone TEXT;            -- in which its times were told; NULL: the machine's, or an offset
        -- 1: nobody is in its audience before it begins: the marks, the Date and the signature are made then.
        ALTER TABLE mailing ADD COLUMN unbegun INTEGER NOT NULL DEFAULT 0 CHECK (unbegun IN (0, 1));
        -- 1: its author wrote no Date.
        ALTER TABLE mailing ADD COLUMN dated_by_us INTEGER NOT NULL DEFAULT 0 CHECK (dated_by_us IN (0, 1));
        CREATE INDEX mailing_state ON mailing (state);
        """
}
