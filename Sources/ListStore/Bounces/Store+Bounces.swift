import Bounces
package import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists

extension Store {
    /// Logs a bounce, and judges it by its list's policy; while its mailing runs, that is done at the mailing's end.
    ///
    /// - Returns: nil when it is known already: the same report of the same subscriber, or what says no more of the same
    ///   copy than was known; and of who was erased since they were looked for.
    package func log(_ note: BounceNote, now: Timestamp = .now) throws(StoreFailure) -> BounceRecord? {
        let record: BounceRecord? = try write { db in
            let kind = BounceRecord.Kind(note.verdict)
            guard try !Self.isKnown(note, kind, db) else { return nil }
            let id = try Self.insert(note, kind, now: now, db)
            try Self.judgeLate(id, note, now: now, db)
            return try Self.bounceRecord(id, db)
        }
        guard let record, try watchProvider(after: record.id, now: now) else { return record }
        return try read { try Self.bounceRecord(record.id, $0) }
    }

    static func bounceRecord(_ id: Int64, _ db: Database) throws -> BounceRecord? {
        try Row.fetchOne(db, sql: "SELECT \(bounceColumns) WHERE b.id = ?", arguments: [id]).map(bounce)
    }

    static func isKnown(_ note: BounceNote, _ kind: BounceRecord.Kind, _ db: Database) throws -> Bool {
        let isRead = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM bounce WHERE digest = ?1 AND subscriber = ?2)
                    OR EXISTS (SELECT 1 FROM subscriber WHERE id = ?2 AND erased_at IS NOT NULL)
                """, arguments: [note.digest, note.subscriber])
        if isRead == true { return true }
        guard note.mailing != nil else { return false }
        return try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM bounce WHERE subscriber = ?1 AND mailing = ?2 AND confidence >= ?6
                    AND ((kind = 'hard' AND ?3 <> 'none') OR (kind = ?3 AND class = ?4 AND status IS ?5)))
                """,
            arguments: [
                note.subscriber, note.mailing, kind.rawValue, note.verdict.failureClass.rawValue, note.status,
                note.attribution.confidence,
            ]) ?? false
    }

    static func insert(
        _ note: BounceNote, _ kind: BounceRecord.Kind, now: Timestamp, _ db: Database
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO bounce (at, mailing, list, subscriber, recipient, code, status, text, kind, effect, class,
                    source, found, confidence, server, provider, rule, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                now.milliseconds, note.mailing, note.list, note.subscriber, note.recipient, note.code, note.status,
                note.text, kind.rawValue,
                BounceRecord.Effect(logging: note.verdict, confidence: note.attribution.confidence).rawValue,
                note.verdict.failureClass.rawValue, note.source.rawValue, note.attribution.word,
                note.attribution.confidence, note.server,
                provider(of: note), note.verdict.rule, note.digest,
            ])
        return db.lastInsertedRowID
    }

    private static func provider(of note: BounceNote) -> String {
        let domain = FailureRemark.domain(of: note.recipient) ?? ""
        return RuleProvider.mailboxes(ofDomain: domain, server: note.server)
    }

    /// Judges a bounce that came when its mailing was through, or of which no mailing is known.
    private static func judgeLate(_ id: Int64, _ note: BounceNote, now: Timestamp, _ db: Database) throws {
        guard let list = note.list,
            let row = try Row.fetchOne(
                db, sql: "SELECT definition, name FROM list WHERE id = ? AND removed_at IS NULL", arguments: [list])
        else {
            // Whose policy nobody knows counts for nothing.
            return try db.execute(
                sql: "UPDATE bounce SET effect = 'none' WHERE id = ? AND effect = 'pending'", arguments: [id])
        }
        if let mailing = note.mailing {
            let state = try state(of: mailing, db)
            guard state == .finished || state == .cancelled else { return }
        }
        if try isHeld(note, provider(of: note), now: now, db) {
            return try db.execute(
                sql: "UPDATE bounce SET effect = 'held', hold = 'provider' WHERE id = ? AND effect = 'pending'",
                arguments: [id])
        }
        try applyBounce(
            id, ListDefinition.parse(row[0], file: "list \(row[1] as String)").bounce, probe: note.probe, db)
    }
}
