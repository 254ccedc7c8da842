import FanmailBasics
import SMTPCore

extension JournalWriter {
    /// What became of a recipient for good, as a row of the table `exception`.
    struct RecipientRow {
        let subscriber: Int64
        let list: Int64
        /// The number of the envelope in which it became so; nil where it was in none.
        var envelope: Int64?
        let outcome: Outcome
        /// Why somebody was skipped.
        var reason: String?
        var reply: Reply?
        var relay: String?
        var attempts = 0
        var at = Timestamp.now
    }

    /// In place of what was known of this recipient before.
    func write(_ status: RecipientRow) throws {
        let row = statements.recipientStatus
        row.bind(mailing, at: 1)
        row.bind(status.subscriber, at: 2)
        row.bind(status.list, at: 3)
        row.bind(status.envelope, at: 4)
        row.bind(status.outcome.rawValue, at: 5)
        row.bind(status.reason, at: 6)
        bind(status.reply, status.relay, to: row, at: 7)
        row.bind(Int64(status.attempts), at: 11)
        row.bind(status.at.milliseconds, at: 12)
        try row.run()
    }

    func writeSkipped(_ subscriber: Int64, list: Int64, reason: String, envelope: Int64?) throws {
        try write(
            RecipientRow(subscriber: subscriber, list: list, envelope: envelope, outcome: .skipped, reason: reason))
    }
}
