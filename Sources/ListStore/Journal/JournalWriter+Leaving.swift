import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore

/// What becomes of a copy whose recipient is no longer subscribed to the list through which they were to get it.
///
/// Whoever was in the audience through another list of the same message, too, and is so still, gets the copy through that
/// one; who gave another address meanwhile gets it there. Either is an envelope that is due at once, and merged with others
/// then. Nobody is counted twice: with the copy, the place in the mailing goes to the new address, and back with whoever
/// moves back.
extension JournalWriter {
    enum Fate {
        case skipped
        /// In an envelope of the same subscriber, who belongs to another list now.
        case later
        /// In that of another address; the subscriber has no part in the mailing any more.
        case moved
        /// In one that another address has for itself; the subscriber is skipped.
        case joined
    }

    /// Writes down what becomes of the copies of those who have left, of a page whose envelopes and cursor are written.
    func giveUp(_ left: [Int64], list: Int64) throws {
        leftOnPage = Set(left)
        defer { leftOnPage = [] }
        for subscriber in left {
            leftOnPage.remove(subscriber)
            _ = try giveUp(subscriber, list: list, envelope: nil, attempts: 0)
        }
    }

    /// Writes down what becomes of the copy of somebody who has left a list.
    ///
    /// - Parameters:
    ///   - envelope: the number of the envelope that they were in.
    ///   - attempts: how often they were offered it.
    ///   - firstOffered: when they were first.
    func giveUp(
        _ subscriber: Int64, list: Int64, envelope: Int64?, attempts: Int, firstOffered: Timestamp? = nil
    ) throws -> Fate {
        let due = Timestamp.now
        if let list = try leaving.otherList(of: subscriber) {
            try removeRow(of: subscriber)
            if let envelope { try remove(subscriber, fromCut: envelope) }
            try cutLater(subscriber, list: list, attempts: attempts, firstOffered: firstOffered, due: due)
            return .later
        }
        let heirs = try leaving.otherAddresses(of: subscriber)
        if let heir = try heirs.first(where: { try !hasRow($0) }) {
            try removeRow(of: subscriber)
            if let envelope { try remove(subscriber, fromCut: envelope) }
            try cutLater(heir.subscriber, list: heir.list, attempts: attempts, firstOffered: nil, due: due)
            return .moved
        }
        try writeSkipped(subscriber, list: list, reason: leaving.reason(of: subscriber, list), envelope: envelope)
        // Who had left came back to the audience with whoever moved there.
        guard let heir = heirs.first(where: \.hadLeft) else { return .skipped }
        try removeRow(of: heir.subscriber)
        try cutLater(heir.subscriber, list: heir.list, attempts: 0, firstOffered: nil, due: due)
        return .joined
    }

    /// Whether an address has a row in this mailing, or will have one: the copy is not to go there twice, nor two rows.
    private func hasRow(_ heir: LeavingStatements.Heir) throws -> Bool {
        if heir.hasStatus || leftOnPage.contains(heir.subscriber) { return true }
        if let share = lists.first?.audience.share, heir.wasActive, !share.has(heir.subscriber) {
            return try !leaving.hadLeftElsewhere(heir.subscriber)
        }
        return try isInEnvelope(heir.subscriber) || (heir.wasActive && isAhead(heir.subscriber))
    }

    /// Whether one of the envelopes that count the audience has this member.
    private func isInEnvelope(_ subscriber: Int64) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM envelope WHERE \(Self.holdsMember))",
            arguments: [mailing, subscriber]) ?? false
    }

    /// Whether the walk will come to this subscriber.
    private func isAhead(_ subscriber: Int64) throws -> Bool {
        try lists.contains { list in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM subscription s INDEXED BY subscription_of
                        JOIN mailing_list w ON w.mailing = :mailing AND w.position = :position AND w.done = 0
                            AND (s.domain, s.subscriber) > (w.cursor_domain, w.cursor_subscriber)
                        WHERE s.subscriber = :subscriber AND \(list.audience.condition))
                    """,
                arguments: ["mailing": mailing, "position": list.position, "subscriber": subscriber]
                    + list.audience.arguments) ?? false
        }
    }

    /// An envelope of mailing ?1 that is no retry and has the member ?2.
    private static let holdsMember = """
        mailing = ?1 AND is_retry = 0
            AND (SELECT (s.domain, s.id) BETWEEN (first_domain, first_subscriber) AND (last_domain, last_subscriber)
                FROM subscriber s WHERE s.id = ?2)
            AND EXISTS (SELECT 1 FROM json_each(envelope.members) j WHERE j.value = ?2)
        """

    /// Removes the row of somebody who had been skipped, and them from the envelope of before, whose outcome would be theirs
    /// otherwise.
    private func removeRow(of subscriber: Int64) throws {
        let db = try db
        try db.execute(
            sql: "DELETE FROM exception WHERE mailing = ? AND subscriber = ?", arguments: [mailing, subscriber])
        guard db.changesCount > 0 else { return }
        try db.execute(
            sql: """
                UPDATE envelope SET recipients = recipients - 1, exceptions = exceptions - 1, members = \(Self.withoutMember)
                WHERE state = 'done' AND \(Self.holdsMember)
                """, arguments: [mailing, subscriber])
    }

    private static let withoutMember =
        "(SELECT json_group_array(j.value) FROM json_each(envelope.members) j WHERE j.value <> ?2)"

    /// Removes somebody who moved from an envelope that is being read again: the next of its members may move to them.
    private func remove(_ subscriber: Int64, fromCut envelope: Int64) throws {
        try db.execute(
            sql: """
                UPDATE envelope SET recipients = recipients - 1, members = \(Self.withoutMember)
                WHERE mailing = ?1 AND number = ?3
                """, arguments: [mailing, subscriber, envelope])
    }

    /// Envelopes without those who left since a mark: these are asked for once, not for each envelope.
    func withoutDeparted(_ envelopes: [CutEnvelope], list: Int64, since mark: Int64) throws -> [CutEnvelope] {
        let left = try departed(from: list, since: mark)
        return try envelopes.compactMap { try left.isDisjoint(with: $0.recipients.ids) ? $0 : readMembersAgain($0) }
    }

    private func departed(from list: Int64, since mark: Int64) throws -> Set<Int64> {
        let departed = statements.departed
        departed.bind(mark, at: 1)
        departed.bind(list, at: 2)
        defer { departed.reset() }
        var left: Set<Int64> = []
        while try departed.step() { left.insert(departed.int(0)) }
        return left
    }
}
