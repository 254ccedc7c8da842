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
}
