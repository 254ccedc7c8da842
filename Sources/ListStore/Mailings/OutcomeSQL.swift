/// What an envelope's state, or a recipient's own row, says of what became of a recipient: as the view `recipient_outcome`
/// says it too, which is released and stays. ``EnvelopeState`` says the same in Swift.
///
/// `e` is the envelope, `x` the recipient's status, a row of `exception`, `m` the mailing.
enum OutcomeSQL {
    /// An envelope that is armed reads as unknown: its content may be out. NULL while nothing was offered.
    static let ofEnvelope = """
        CASE WHEN e.state = 'done' THEN e.outcome WHEN e.state = 'armed' THEN 'unknown'
            WHEN m.state = 'cancelled' THEN 'skipped' WHEN e.attempt > 1 THEN 'deferred' END
        """
    /// What the server said to the member `s`, or why nobody was asked.
    static let textOfEnvelope = """
        CASE WHEN e.state = 'cut' AND m.state = 'cancelled' THEN 'cancelled' ELSE \(KeptReply.column(2, of: "s.id")) END
        """
    static let codeOfEnvelope = KeptReply.column(0, of: "s.id")
    static let statusOfEnvelope = KeptReply.column(1, of: "s.id")
    /// An attempt that was not begun does not count.
    static let attemptsOfEnvelope = "CASE WHEN e.state = 'cut' THEN e.attempt - 1 ELSE e.attempt END"

    /// What the server said, or why somebody was skipped.
    static let textOfRecipientStatus = "coalesce(x.reason, x.text)"
}
