extension Schema {
    /// Who gets an envelope and a link of their own, fixed when a mailing begins.
    static let oneClick = """
        ALTER TABLE mailing_list ADD COLUMN one_click TEXT NOT NULL DEFAULT 'never';
        ALTER TABLE mailing_list ADD COLUMN unsubscribe_url TEXT;    -- with {token}; NULL for none
        """

    /// What each recipient's own message is made from, so that a resume makes the same ones.
    static let letters = """
        ALTER TABLE mailing ADD COLUMN letter BLOB;      -- NULL: the message is the same for all
        """

    /// What the author of a letter wrote, to begin another one with.
    static let letterTexts = """
        ALTER TABLE mailing ADD COLUMN letter_text TEXT;     -- NULL: no letter, or one whose files are in letter
        """

    /// How long a recipient has been put off, and how often in this run.
    static let firstOffers = """
        ALTER TABLE exception ADD COLUMN first_at INTEGER;   -- when the first offer was answered; NULL: not noted, or none
        ALTER TABLE exception ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;   -- attempts by one owner,
        ALTER TABLE exception ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;   -- which is this one
        ALTER TABLE exception ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;   -- 1: tried again in an envelope of its own
        """

    /// Lists as they were when a mailing began: what is applied to them later does not alter it.
    static let frozenLists = """
        ALTER TABLE mailing_list ADD COLUMN definition TEXT;   -- NULL: a mailing that began before there was this column
        """

    /// Whether each recipient has an envelope and a reverse-path of their own, fixed when a mailing begins.
    static let verp = """
        ALTER TABLE mailing_list ADD COLUMN verp TEXT NOT NULL DEFAULT 'never' CHECK (verp IN ('always', 'never'));
        """

    /// Whose turn it is to have a reverse-path of their own, where that goes round. A check cannot be altered: the column is
    /// made anew.
    static let verpTurns = """
        ALTER TABLE mailing_list ADD COLUMN verp_new TEXT NOT NULL DEFAULT 'never'
            CHECK (verp_new = 'always' OR verp_new = 'every-10th' OR verp_new = 'never');
        UPDATE mailing_list SET verp_new = verp;
        ALTER TABLE mailing_list DROP COLUMN verp;
        ALTER TABLE mailing_list RENAME COLUMN verp_new TO verp;
        -- With every-10th: the subscribers whose id leaves this, divided by 10.
        ALTER TABLE mailing_list ADD COLUMN verp_turn INTEGER CHECK (verp_turn BETWEEN 0 AND 9);
        """

    /// Which owner armed an envelope last: of these an earlier owner may still say what became of them.
    static let armedBy = """
        ALTER TABLE envelope ADD COLUMN epoch INTEGER;
        """
}
