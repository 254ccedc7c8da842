import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore

extension Store {
    /// What holds a copy up.
    ///
    /// - Parameter envelope: the id of the one that it is in; nil where none is cut.
    static func holds(
        of envelope: Int64?, at domain: String, _ mailing: MailingRecord, now: Timestamp = .now, _ db: Database
    ) throws -> [CopyHold] {
        guard mailing.state == .sending || mailing.state == .paused else { return [] }
        var holds = try hold(of: mailing, db).map { [$0] } ?? []
        if let hold = try hold(of: mailing, at: domain, now, db) { holds.append(hold) }
        guard let envelope else { return holds + [CopyHold(kind: .walk)] }
        let row = try Row.fetchOne(
            db, sql: "SELECT state, attempt, not_before, put_back, code, status, text FROM envelope WHERE id = ?",
            arguments: [envelope])
        guard let row else { return holds }
        let state = try row.word(0, as: EnvelopeState.self)
        let until = (row[2] as Int64?).flatMap {
            $0 == Timestamp.never.milliseconds ? nil : Timestamp(milliseconds: $0)
        }
        let said = [(row[4] as Int?).map(String.init), row[5], row[6]].compactMap(\.self).joined(separator: " ")
        let why = said.isEmpty ? nil : said
        switch state {
        case .done: return []
        case .armed: return mailing.isOwned ? [CopyHold(kind: .reply)] : []
        case .cut where row[2] as Int64? != nil && row[3] as Bool:
            holds.append(CopyHold(kind: .putBack, why: why, until: until))
        case .cut where row[2] as Int64? != nil || row[1] as Int > 1:
            holds.append(CopyHold(kind: .nextAttempt, why: why, until: until))
        case .cut: holds.append(CopyHold(kind: .connection))
        }
        return holds
    }

    /// What holds all of a mailing up; nil where a process sends it.
    private static func hold(of mailing: MailingRecord, _ db: Database) throws -> CopyHold? {
        if mailing.experiment?.waitsForPick == true { return CopyHold(kind: .pick) }
        let since = Timestamp(
            try Int64.fetchOne(db, sql: "SELECT paused_at FROM mailing WHERE id = ?", arguments: [mailing.id]))
        if mailing.standing == "interrupted" {
            return CopyHold(kind: .interrupted, since: mailing.state == .paused ? since : nil)
        }
        guard mailing.state == .paused else { return nil }
        return CopyHold(kind: .paused, why: mailing.reason, since: since)
    }

    /// What holds up all that goes where the mail of a domain goes, as far as that was told.
    private static func hold(
        of mailing: MailingRecord, at domain: String, _ now: Timestamp, _ db: Database
    ) throws -> CopyHold? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT d.name, d.paused_at, d.paused_until, d.paused_why, d.back_off_until, d.last_reply, r.limited_by,
                    r.limited_until
                FROM destination_run r JOIN destination d ON d.name = r.destination
                WHERE r.mailing = ? AND (d.domains = '[]' OR EXISTS (
                    SELECT 1 FROM json_each(d.domains) j WHERE j.value = ?)) LIMIT 1
                """, arguments: [mailing.id, domain])
        guard let row else { return nil }
        let name: String = row[0]
        func named(_ text: String?) -> String { text.map { "\(name): \($0)" } ?? name }
        let pausedUntil = Timestamp(row[2] as Int64?)
        if let since = Timestamp(row[1] as Int64?), pausedUntil.map({ $0 > now }) ?? true {
            return CopyHold(kind: .destinationPaused, why: named(row[3]), since: since, until: pausedUntil)
        }
        if let until = Timestamp(row[4] as Int64?), until > now {
            return CopyHold(kind: .destinationBackOff, why: named(row[5]), until: until)
        }
        guard mailing.isOwned, row[6] as String == DestinationStatus.Limit.rate.rawValue else { return nil }
        return CopyHold(kind: .rate, why: name, until: Timestamp(row[7] as Int64?))
    }

    /// The list by which a mailing's walk will come to a subscriber; nil where it will not.
    static func listAhead(of subscriber: Int64, in mailing: Int64, _ db: Database) throws -> Int64? {
        guard let state = try state(of: mailing, db), state == .sending || state == .paused else { return nil }
        return try openedLists(db, mailing).first { list in
            guard !list.isDone else { return false }
            return try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM subscription s INDEXED BY subscription_of
                        WHERE s.subscriber = :subscriber AND (s.domain, s.subscriber) > (:domain, :last)
                            AND \(list.audience.condition))
                    """,
                arguments: [
                    "subscriber": subscriber, "domain": list.cursor.domain, "last": list.cursor.subscriber,
                ] + list.audience.arguments) ?? false
        }?.audience.list
    }

    /// Of somebody for whom no envelope is cut yet.
    ///
    /// - Parameter person: id, address, name and domain.
    static func story(
        ahead person: Row, list: Int64, _ mailing: MailingRecord, _ db: Database
    ) throws -> CopyStory {
        let subscription = try Row.fetchOne(
            db,
            sql: """
                SELECT x.joined_at, x.source, l.name, x.id FROM subscription x JOIN list l ON l.id = x.list
                JOIN mailing m ON m.id = ?1 WHERE x.subscriber = ?2 AND x.list = ?3
                    AND x.id <= m.subscription_mark ORDER BY x.id DESC LIMIT 1
                """, arguments: [mailing.id, person[0] as Int64, list])
        return CopyStory(
            address: person[1], movedFrom: nil, name: person[2], list: subscription?[2] ?? "", listID: list,
            subscription: subscription?[3], joinedAt: Timestamp(subscription?[0]), joinedFrom: subscription?[1],
            outcome: OutcomeRecord(
                address: person[1], outcome: nil, code: nil, status: nil, text: nil, attempts: 0, envelope: nil),
            envelope: nil, nextAttempt: nil, holds: try holds(of: nil, at: person[3], mailing, db), bounce: nil,
            probe: nil)
    }
}
