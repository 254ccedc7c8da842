import FanmailBasics
import SMTPCore

extension JournalWriter {
    /// A recipient's own status, as a row of the table `exception`.
    struct RecipientRow {
        let subscriber: Int64
        let list: Int64
        /// The number of the envelope in which it became so; nil where it was in none, or waits for one.
        var envelope: Int64?
        let outcome: Outcome
        /// Why somebody was skipped.
        var reason: String?
        var reply: Reply?
        var relay: String?
        var attempts = 0
        var nextAttempt: Timestamp?
        var at = Timestamp.now
        /// The attempts of this run.
        var tries = 0
        var firstOffered: Timestamp?
        var isIndividual = false
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
        row.bind(status.nextAttempt?.milliseconds, at: 12)
        row.bind(status.at.milliseconds, at: 13)
        row.bind(Int64(status.tries), at: 14)
        row.bind(epoch, at: 15)
        row.bind(status.firstOffered?.milliseconds, at: 16)
        row.bind(status.isIndividual ? 1 : 0, at: 17)
        try row.run()
    }

    func writeSkipped(_ subscriber: Int64, list: Int64, reason: String, envelope: Int64?) throws {
        try write(
            RecipientRow(subscriber: subscriber, list: list, envelope: envelope, outcome: .skipped, reason: reason))
    }

    /// Somebody who gets their copy by another way, in an envelope that is still to be cut.
    func writeLater(_ subscriber: Int64, list: Int64, attempts: Int, due: Timestamp) throws {
        try write(
            RecipientRow(
                subscriber: subscriber, list: list, outcome: .deferred, attempts: attempts, nextAttempt: due))
    }
}
