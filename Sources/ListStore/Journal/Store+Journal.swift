package import FanmailBasics
package import FanmailDelivery
import Foundation
import GRDB
package import MailingLists
import SMTPCore

/// How subscribers of a list are given a link that ends their subscription at once (RFC 8058).
package struct OneClickLink: Sendable, Equatable {
    package let policy: ListDefinition.OneClickPolicy
    /// `{token}` in it stands for the subscriber's token.
    package let url: String
    /// What stands around the token.
    private let pieces: [String]

    package init(_ policy: ListDefinition.OneClickPolicy, url: String) {
        self.policy = policy
        self.url = url
        pieces = url.split(separator: "{token}", omittingEmptySubsequences: false).map(String.init)
    }

    /// One subscriber's own.
    package func url(token: String) -> String { pieces.joined(separator: token) }
}

/// A mailing that is about to begin.
package struct NewMailing: Sendable {
    /// The final bytes.
    package var message: [UInt8]
    package var messageID: String
    package var digest: String
    package var sourceDigest: String
    package var subject: String
    package var author: String
    package var relay: String
    /// In the order in which the header names them.
    package var lists: [Int64]
    package var maxRecipients: Int
    /// Only these of the one list.
    package var segment: SegmentRecord?
    /// By list: who gets a link of their own, and what it is made from.
    package var oneClick: [Int64: OneClickLink] = [:]
    /// By list: whose recipients have an envelope and a reverse-path of their own each.
    package var verp: [Int64: ListDefinition.VERPPolicy] = [:]
    /// What each recipient's own message is made from; nil when the message is the same for all.
    package var letter: [UInt8]?
    /// What the author of a letter wrote that is the same for all; nil of other messages.
    package var letterText: String?
    /// When it begins.
    package var at = Timestamp.now
    /// Who has no copy by then gets none; nil for no such time.
    package var notAfter: Timestamp?
    /// Its author wrote no Date.
    package var isDatedByUs = false

    package init(
        message: [UInt8], messageID: String, digest: String, sourceDigest: String, subject: String, author: String,
        relay: String, lists: [Int64], maxRecipients: Int, segment: SegmentRecord? = nil
    ) {
        self.message = message
        self.messageID = messageID
        self.digest = digest
        self.sourceDigest = sourceDigest
        self.subject = subject
        self.author = author
        self.relay = relay
        self.lists = lists
        self.maxRecipients = maxRecipients
        self.segment = segment
    }
}

extension Store {
    /// Writes a mailing down and takes its ownership; from this commit on it can be resumed.
    ///
    /// - Parameters:
    ///   - routing: how recipients are reached: those of one envelope in one way; nil for one way for all.
    ///   - announce: where the gates of armed envelopes are opened.
    /// - Throws: a conflict when the same message went to one of the lists before, unless `again`, and when another one
    ///   had its Message-ID.
    package func begin(
        _ new: NewMailing, again: Bool, routing: DeliveryRouting? = nil, announce: @escaping Announcer = { $0() }
    ) throws(StoreFailure) -> (mailing: Int64, journal: SQLiteJournal) {
        let (id, lock): (Int64, MailingLock) = try write { db in
            let id = try Self.insertNew(new, again: again, db)
            CrashPoint.pass("before-start")
            // Taken before others can see the mailing.
            return (id, try MailingLock(database: path, mailing: id))
        }
        CrashPoint.pass("after-start")
        return (id, try journal(of: id, lock: lock, isNew: true, routing: routing, announce: announce))
    }

    /// Writes a mailing down that nobody had before, with whoever is subscribed at this moment.
    static func insertNew(_ new: NewMailing, again: Bool, _ db: Database) throws -> Int64 {
        try expectNew(new, again: again, db)
        return try insert(new, AudienceMarks(db), db)
    }

    /// - Throws: a conflict where its lists, or its Message-ID, had it before.
    static func expectNew(_ new: NewMailing, again: Bool, _ db: Database) throws {
        let earlier = try earlierMailing(db, new.messageID, new.sourceDigest, new.lists)
        guard let earlier, !again || !earlier.hasSameText else { return }
        throw StoreFailure(.conflict, earlier.objection.what, remedy: earlier.objection.remedy)
    }

    /// Writes a mailing down that is to be sent at once, with the lists as they are now.
    ///
    /// - Parameter turns: of the lists whose recipients have a reverse-path of their own by turns; what is missing is drawn
    ///   up now.
    static func insert(
        _ new: NewMailing, _ marks: AudienceMarks, turns: [Int64: VERPTurn] = [:], _ db: Database
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO mailing (message, message_id, digest, source_digest, subject, author, relay, max_rcpt,
                    state, subscription_mark, departure_mark, started_at, letter, left_out, confirmation_mark, person_mark,
                    letter_text, not_after, dated_by_us)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'sending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(new.message), new.messageID, new.digest, new.sourceDigest, new.subject, new.author, new.relay,
                new.maxRecipients, marks.subscription, marks.departure, new.at.milliseconds,
                new.letter.map { Data($0) }, marks.leftOut.text, marks.confirmation,
                marks.person, new.letterText, new.notAfter?.milliseconds, new.isDatedByUs,
            ])
        let id = db.lastInsertedRowID
        for (position, list) in new.lists.enumerated() {
            let verp = new.verp[list] ?? .never
            let turn = try verp == .everyTenth ? turns[list] ?? VERPTurn(next: list, db) : nil
            try db.execute(
                sql: """
                    INSERT INTO mailing_list (mailing, position, list, reverse_path, segment, filter, one_click,
                        unsubscribe_url, verp, verp_turn, definition)
                    SELECT ?, ?, id, reverse_path, ?, ?, ?, ?, ?, ?, definition FROM list
                    WHERE id = ? AND removed_at IS NULL
                    """,
                arguments: [
                    id, position, new.segment?.name, new.segment?.text,
                    (new.oneClick[list]?.policy ?? .never).rawValue, new.oneClick[list]?.url,
                    verp.rawValue, turn?.rest, list,
                ])
        }
        return id
    }

    func journal(
        of mailing: Int64, lock: MailingLock, isNew: Bool, routing: DeliveryRouting?, announce: @escaping Announcer
    ) throws(StoreFailure) -> SQLiteJournal {
        let (epoch, limit, start, relay, lists, hasCutRows) = try read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT epoch, max_rcpt, started_at, relay FROM mailing WHERE id = ?", arguments: [mailing])
            let hasCutRows =
                try !isNew
                && Bool.fetchOne(
                    db,
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM envelope
                            WHERE mailing = ? AND state = 'cut' AND not_before IS NULL)
                        """, arguments: [mailing]) ?? false
            return (
                row?[0] as Int64? ?? 0, row?[1] as Int? ?? 1, Timestamp(row?[2] as Int64?) ?? .now,
                row?[3] as String? ?? "", try Self.openedLists(db, mailing), hasCutRows
            )
        }
        do {
            // That of its beginning, so that `explain` can tell the reverse-paths; a younger one would not be safer, since
            // what older ones signed is heeded.
            let key = try lists.contains { $0.verp != .nobody } ? tokenKeys.signing(at: start) : nil
            let writer = try JournalWriter(
                store: self, mailing: mailing, epoch: epoch, lists: lists, key: key, routing: routing)
            return SQLiteJournal(
                store: self, mailing: mailing, lock: lock, writer: writer, lists: lists, limit: limit,
                relay: relay, hasCutRows: hasCutRows, announce: announce)
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    static func openedLists(_ db: Database, _ mailing: Int64) throws -> [OpenedList] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT ml.list, ml.position, ml.reverse_path, ml.cursor_domain, ml.cursor_subscriber, ml.done,
                    coalesce(ml.definition, l.definition), l.name, ml.filter, ml.one_click, m.letter IS NOT NULL,
                    ml.verp = 'always', ml.verp_turn, \(AudienceMarks.columns), \(AudienceShare.columns), m.unbegun
                FROM mailing_list ml JOIN list l ON l.id = ml.list JOIN mailing m ON m.id = ml.mailing
                WHERE ml.mailing = ? ORDER BY ml.position
                """, arguments: [mailing])
        // Whoever is subscribed at this moment, until it begins.
        let marks = try rows.first?["unbegun"] == true ? AudienceMarks(db) : nil
        return try rows.enumerated().map { index, row in
            try OpenedList(
                audience: Audience(
                    list: row[0], marks: marks ?? AudienceMarks(of: row), earlierLists: rows[..<index].map { $0[0] },
                    filter: (row[8] as String?).map { try Filter(parsing: $0) }, share: AudienceShare(of: row),
                    individual: row[10] || row[11]
                        ? .always : ListDefinition.OneClickPolicy(rawValue: row[9]) ?? .never,
                    turn: VERPTurn(stored: row[12]), readsPeople: row[10]),
                position: row[1], reversePath: ReversePath(stored: row[2]),
                cursor: AudienceCursor(domain: row[3], subscriber: row[4]), isDone: row[5],
                bounces: ListDefinition.parse(row[6], file: row[7]).bounce,
                verp: VERPScope(always: row[11], turn: row[12]))
        }
    }

    /// The latest mailing of the same message to one of the lists, else of another one that had its Message-ID.
    ///
    /// - Parameter sourceDigest: of the author's bytes.
    package func earlierMailing(
        messageID: String, sourceDigest: String, lists: [Int64]
    ) throws(StoreFailure) -> EarlierMailing? {
        try read { try Self.earlierMailing($0, messageID, sourceDigest, lists) }
    }

    static func earlierMailing(
        _ db: Database, _ messageID: String, _ sourceDigest: String, _ lists: [Int64]
    ) throws -> EarlierMailing? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT m.id, m.source_digest = ?2 AS has_same_text FROM mailing m
                WHERE m.source_digest = ?2 AND EXISTS (SELECT 1 FROM mailing_list ml WHERE ml.mailing = m.id
                        AND ml.list IN (\(lists.map(String.init).joined(separator: ", "))))
                    AND NOT (m.unbegun AND m.state = 'cancelled')
                    OR m.message_id = ?1 AND m.source_digest <> ?2
                ORDER BY has_same_text DESC, m.id DESC LIMIT 1
                """, arguments: [messageID, sourceDigest]
        ).map { EarlierMailing(mailing: $0[0], hasSameText: $0[1]) }
    }
}
