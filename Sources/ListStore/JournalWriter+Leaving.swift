import Delivery
import GRDB
import MailCore

/// What becomes of a copy whose recipient is no longer subscribed to the list through which they were to get it.
///
/// Whoever was in the audience through another list of the same message, too, and is so still, gets the copy through that
/// one; who gave another address meanwhile gets it there. Either is a row that is deferred and due at once, which is cut
/// into an envelope as others are. Nobody has two rows: with the copy, the row goes to the new address.
extension JournalWriter {
    enum Fate {
        case skipped
        /// In a row of the same subscriber, who belongs to another list now.
        case later
        /// In the row of another address; the subscriber has none any more.
        case moved
    }

    /// Writes down what becomes of the copy of somebody who has left a list.
    ///
    /// - Parameters:
    ///   - envelope: the number of the envelope that they were in.
    ///   - attempts: how often they were offered it.
    ///   - due: when a copy by another way is.
    func giveUp(
        _ subscriber: Int64, list: Int64, envelope: Int64?, attempts: Int, due: Timestamp = .now
    ) throws -> Fate {
        if let list = try leaving.otherList(of: subscriber) {
            try writeLater(subscriber, list: list, attempts: attempts, due: due)
            return .later
        }
        if let (heir, list) = try leaving.otherAddress(of: subscriber) {
            try removeRow(of: subscriber)
            try writeLater(heir, list: list, attempts: attempts, due: due)
            return .moved
        }
        try writeSkipped(subscriber, list: list, reason: leaving.reason(of: subscriber, list), envelope: envelope)
        return .skipped
    }

    private func writeLater(_ subscriber: Int64, list: Int64, attempts: Int, due: Timestamp) throws {
        let exception = statements.exception
        exception.bind(mailing, at: 1)
        exception.bind(subscriber, at: 2)
        exception.bind(list, at: 3)
        exception.bind(nil as Int64?, at: 4)
        exception.bind(Outcome.deferred.rawValue, at: 5)
        for index in 6...10 as ClosedRange<Int32> { exception.bind(nil as String?, at: index) }
        exception.bind(Int64(attempts), at: 11)
        exception.bind(due.milliseconds, at: 12)
        exception.bind(Timestamp.now.milliseconds, at: 13)
        exception.bind(0, at: 14)
        exception.bind(epoch, at: 15)
        exception.bind(nil as Int64?, at: 16)
        exception.bind(0, at: 17)
        try exception.run()
    }

    /// Removes the row of somebody who was deferred, and them from the envelope in which they were offered a copy first,
    /// whose outcome would be theirs otherwise.
    private func removeRow(of subscriber: Int64) throws {
        let db = try db
        try db.execute(
            sql: "DELETE FROM exception WHERE mailing = ? AND subscriber = ?", arguments: [mailing, subscriber])
        guard db.changesCount > 0 else { return }
        try db.execute(
            sql: """
                UPDATE envelope SET recipients = recipients - 1, exceptions = exceptions - 1,
                    members = (SELECT json_group_array(j.value) FROM json_each(envelope.members) j WHERE j.value <> ?2)
                WHERE mailing = ?1 AND is_retry = 0 AND state = 'done'
                    AND (SELECT (s.domain, s.id) BETWEEN (first_domain, first_subscriber) AND (last_domain, last_subscriber)
                        FROM subscriber s WHERE s.id = ?2)
                    AND EXISTS (SELECT 1 FROM json_each(envelope.members) j WHERE j.value = ?2)
                """, arguments: [mailing, subscriber])
    }
}
