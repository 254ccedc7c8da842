package import Bounces
package import FanmailBasics
import Foundation
import GRDB
package import MailingLists
package import SMTPCore

/// Probes: opened by a bounce that would end a subscription, written down as notices, settled by what comes back or by time.
extension Store {
    /// So many are looked at in one step.
    package static let probesOfStep = 100

    private static let probeColumns = """
        p.id, p.at, p.list, p.subscription, s.address, p.until, p.outcome, p.ended_at
        FROM bounce_probe p JOIN subscriber s ON s.id = p.subscriber
        """

    private static func probe(_ row: Row) throws -> BounceProbe {
        let (address, outcome): (String, String?) = (row[4], row[6])
        return BounceProbe(
            id: row[0], at: Timestamp(milliseconds: row[1]), list: row[2], subscription: row[3],
            mailbox: try Mailbox(parsing: address), until: Timestamp(row[5] as Int64?),
            outcome: outcome.flatMap { BounceProbe.Outcome(rawValue: $0) }, endedAt: Timestamp(row[7] as Int64?))
    }

    /// Opens one, unless one is open.
    static func openProbe(
        _ spell: Int64, of subscriber: Int64, list: Int64, bounce: Int64, days: Int, at moment: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO bounce_probe (at, list, subscriber, subscription, bounce, days) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [moment, list, subscriber, spell, bounce, days])
    }

    /// A probe of a subscription came back.
    ///
    /// - Parameter probe: nil where it is not known which; then it is the one that is open.
    /// - Returns: whether it was open.
    static func endProbe(_ probe: Int64?, of spell: Int64, at moment: Int64, _ db: Database) throws -> Bool {
        try db.cachedStatement(
            sql: """
                UPDATE bounce_probe SET outcome = 'bounced', ended_at = ?2
                WHERE subscription = ?1 AND outcome IS NULL AND (?3 IS NULL OR id = ?3)
                """
        ).execute(arguments: [spell, moment, probe])
        return db.changesCount > 0
    }

    /// The open probe of a subscription has passed, if it was to come back by then.
    static func passProbe(of spell: Int64, by moment: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE bounce_probe SET outcome = 'passed', ended_at = until
                WHERE subscription = ? AND outcome IS NULL AND until <= ?
                """
        ).execute(arguments: [spell, moment])
    }

    /// Settles probes whose time is over, and withdraws those of subscriptions that have ended otherwise, in short
    /// transactions.
    package func settleProbes(now: Timestamp = .now) throws(StoreFailure) {
        do {
            try WriteSlices(pool, kind: "probes", isSynced: true).run { try Self.settleSomeProbes(now: now, $0) }
        } catch { throw StoreFailure(error, path: path) }
    }

    /// - Returns: whether there may be more.
    private static func settleSomeProbes(now: Timestamp, _ db: Database) throws -> Bool {
        try db.cachedStatement(
            sql: """
                DELETE FROM bounce_probe WHERE id IN (SELECT p.id FROM bounce_probe p
                    JOIN subscription x ON x.id = p.subscription
                    WHERE p.outcome IS NULL AND x.ended IS NOT NULL LIMIT \(probesOfStep))
                """
        ).execute()
        // None of those that are to be withdrawn passes before that.
        guard db.changesCount < probesOfStep else { return true }
        try db.cachedStatement(
            sql: """
                UPDATE bounce_probe SET outcome = 'passed', ended_at = until WHERE id IN (
                    SELECT id FROM bounce_probe WHERE outcome IS NULL AND until <= ? LIMIT \(probesOfStep))
                """
        ).execute(arguments: [now.milliseconds])
        return db.changesCount == probesOfStep
    }

    /// Open probes of which no letter waits or was taken, the oldest first; so many as one step takes. Reads only.
    ///
    /// - Parameter last: only those after it.
    package func probesToWrite(after last: Int64 = 0) throws(StoreFailure) -> [BounceProbe] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Self.probeColumns) JOIN list l ON l.id = p.list AND l.removed_at IS NULL
                    JOIN subscription x ON x.id = p.subscription AND x.ended IS NULL
                    WHERE p.outcome IS NULL AND p.until IS NULL AND p.id > ?
                        AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.probe = p.id)
                    ORDER BY p.id LIMIT \(Self.probesOfStep)
                    """, arguments: [last]
            ).map(Self.probe)
        }
    }

    /// Writes down the letter of an open probe.
    ///
    /// - Returns: the notice's id; nil where somebody else has, or the probe is open no more.
    package func queue(
        _ probe: BounceProbe, message: [UInt8], now: Timestamp = .now
    ) throws(StoreFailure) -> Int64? {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO notice (kind, list, subscriber, recipient, message, at, next_attempt_at, probe)
                    SELECT 'probe', p.list, p.subscriber, s.address, ?2, ?3, ?3, p.id
                    FROM bounce_probe p JOIN subscriber s ON s.id = p.subscriber
                    WHERE p.id = ?1 AND p.outcome IS NULL AND p.until IS NULL
                        AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.probe = p.id)
                    """, arguments: [probe.id, Data(message), now.milliseconds])
            return db.changesCount == 1 ? db.lastInsertedRowID : nil
        }
    }

    /// By its own reverse-path a probe that comes back is known for certain.
    package func reversePath(ofProbe probe: Int64, _ list: ListRecord, now: Timestamp = .now) throws -> ReversePath {
        let token = Token(.probe, of: probe, expires: now + Self.bounceLifetime).sealed(with: try tokenKeys.current())
        return TokenAddress.reversePath(of: list.definition.reversePath, token: token)
    }

    /// Logs that the relay refused a probe's letter, which ends the subscription where the address is dead.
    ///
    /// - Returns: nil where the probe is gone.
    package func refuse(
        probe: Int64, recipient: Mailbox, reply: Reply, relay: String?, judge: FailureJudge = .standard,
        now: Timestamp = .now
    ) throws(StoreFailure) -> BounceRecord? {
        let row = try read { db in
            try Row.fetchOne(db, sql: "SELECT list, subscriber FROM bounce_probe WHERE id = ?", arguments: [probe])
                .map { (list: $0[0] as Int64, subscriber: $0[1] as Int64) }
        }
        guard let row else { return nil }
        let verdict = FailureVerdict(refusal: reply, relay: relay, domain: recipient.domain, judge: judge)
        return try log(
            BounceNote(
                mailing: nil, list: row.list, subscriber: row.subscriber, recipient: recipient.address,
                code: Int(reply.code), status: reply.status?.description, text: reply.text, verdict: verdict,
                source: .reply, attribution: .probe, server: relay, probe: probe), now: now)
    }

    /// Of a subscriber, the oldest first.
    static func probes(of subscriber: Int64, _ db: Database) throws -> [BounceProbe] {
        try Row.fetchAll(
            db, sql: "SELECT \(probeColumns) WHERE p.subscriber = ? ORDER BY p.id", arguments: [subscriber]
        ).map(probe)
    }

    /// The one that a bounce opened, or else the one of a subscription that is out when more comes back.
    static func probe(
        openedBy bounce: Int64, orOpenOf subscription: Int64?, _ db: Database
    ) throws -> BounceProbe? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT \(probeColumns) WHERE p.bounce = ?1 OR p.subscription = ?2 AND p.outcome IS NULL
                ORDER BY p.bounce = ?1 DESC LIMIT 1
                """, arguments: [bounce, subscription]
        ).map(probe)
    }
}

extension BounceAttribution {
    /// A probe's own reverse-path, or the relay's answer to it.
    package static let probe = BounceAttribution("probe", confidence: 100)
}
