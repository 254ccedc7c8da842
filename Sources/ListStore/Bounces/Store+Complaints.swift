package import FanmailBasics
import GRDB
import MailingLists
import SMTPCore
import SubscriberFiles

extension Store {
    /// Logs that somebody calls a mailing spam: where it is verified who, their subscription ends at once, and nobody writes
    /// to their address any more. Told once more, it changes nothing more.
    ///
    /// - Parameter note: its class is complaint.
    /// - Returns: nil when it is known already.
    package func complain(_ note: BounceNote, now: Timestamp = .now) throws(StoreFailure) -> BounceRecord? {
        let record: BounceRecord? = try write { db in
            guard try !Self.isKnown(note, .none, db) else { return nil }
            let id = try Self.insert(note, .none, now: now, db)
            if note.attribution.confidence >= BounceWeight.verified { try Self.heed(id, note, now: now, db) }
            return try Self.bounceRecord(id, db)
        }
        guard let record, record.effect == .ended else { return record }
        if let mailbox = try? Mailbox(parsing: record.recipient) {
            try suppressOtherAddresses(of: [SuppressedForm(mailbox)])
        }
        return record
    }

    private static func heed(_ id: Int64, _ note: BounceNote, now: Timestamp, _ db: Database) throws {
        let subscriber = note.subscriber
        let key = try String.fetchOne(
            db, sql: "SELECT address_key FROM subscriber WHERE id = ? AND erased_at IS NULL", arguments: [subscriber])
        guard let key else { return }
        // Whoever moved complains of what reached the address they have now, too.
        let spells = try Row.fetchAll(
            db,
            sql: """
                SELECT x.id, x.subscriber, x.list FROM subscriber s
                JOIN subscriber o ON o.id = s.id OR o.person = s.person
                JOIN subscription x ON x.subscriber = o.id AND x.ended IS NULL
                WHERE s.id = ?1 AND (?2 IS NULL OR x.list = ?2)
                """, arguments: [subscriber, note.list])
        for spell in spells {
            try end(
                spell[0], of: spell[1], list: spell[2], source: note.mailing.map { "mailing \($0)" } ?? "a report",
                how: SpellEnding.complaint.how, by: nil, at: now, db)
        }
        try ownWord(of: subscriber, list: note.list, how: SpellEnding.complaint.how, source: "a report", db)
        _ = try suppress(
            SuppressionRecord(
                form: SuppressedForm(stored: key), reason: "complaint", source: "bounce process", createdAt: now), db)
        try db.execute(sql: "UPDATE bounce SET effect = 'ended' WHERE id = ?", arguments: [id])
    }

    /// Whose subscription a bounce ended, and who says meanwhile that they want to leave: that stands from then on.
    ///
    /// - Parameter list: nil for all.
    static func ownWord(
        of subscriber: Int64, list: Int64?, how: String?, source: String, _ db: Database
    ) throws {
        let spells = try Row.fetchAll(
            db,
            sql: """
                SELECT x.id, x.list FROM subscription x WHERE x.subscriber = ?1 AND x.state = 'bounced'
                    AND (?2 IS NULL OR x.list = ?2) AND NOT EXISTS (SELECT 1 FROM subscription y
                        WHERE y.subscriber = x.subscriber AND y.list = x.list AND y.id > x.id)
                """, arguments: [subscriber, list])
        for spell in spells { try end(spell[0], of: subscriber, list: spell[1], source: source, how: how, by: nil, db) }
    }
}
