package import FanmailBasics
import GRDB
import MailingLists

/// What taking bounces back did, or would do.
package struct Forgiving: Sendable, Equatable {
    /// Those that count for nothing from now on.
    package var bounces = 0
    /// Subscriptions that go on as if they had not ended.
    package var subscriptions = 0
    /// Subscriptions that these bounces ended, and that stay so: their people came back or left by themselves since, have
    /// another address, or were erased.
    package var others = 0
    /// Letters that were to ask an address, or have asked it, of which nothing follows any more.
    package var probes = 0
}

extension Store {
    /// Takes bounces back: they count for no score, and subscriptions that they ended go on, with all that was known of
    /// them. Whatever people did themselves since stays. In short transactions; done again, it goes on where it was cut
    /// short.
    ///
    /// - Parameter by: who wants it; kept in the history.
    package func forgive(
        _ selection: BounceSelection, by: String?, isDryRun: Bool = false, now: Timestamp = .now
    ) throws(StoreFailure) -> Forgiving {
        var result = Forgiving()
        do {
            // Eight octets each; looked for once, since no index has them in the order of their ids.
            let ids = try read { db in
                try Int64.fetchAll(
                    db,
                    sql: """
                        SELECT b.id FROM bounce b WHERE \(selection.condition)
                            AND b.effect <> 'forgiven' AND b.kind <> 'none' ORDER BY b.id
                        """, arguments: selection.arguments)
            }
            if isDryRun {
                var trial = Trial(Set(ids))
                for start in stride(from: 0, to: ids.count, by: 1000) {
                    try read { db in
                        for id in ids[start..<min(start + 1000, ids.count)] {
                            try Self.tryForgiving(id, &trial, &result, db)
                        }
                    }
                }
            } else {
                try WriteSlices(pool, kind: "forgive", isSynced: true).run(ids.count) { db, index in
                    try Self.forgive(ids[index], by: by, now: now, &result, db)
                }
            }
        } catch { throw StoreFailure(error, path: path) }
        return result
    }

    private static func forgive(
        _ id: Int64, by: String?, now: Timestamp, _ result: inout Forgiving, _ db: Database
    ) throws {
        guard let bounce = try ForgivenBounce(id, db) else { return }
        try count(bounce, isDryRun: false, &result, db)
        try db.cachedStatement(
            sql: "UPDATE bounce SET effect = 'forgiven', forgiven_at = ?, forgiven_by = ? WHERE id = ?"
        ).execute(arguments: [now.milliseconds, by, id])
        for probe in try probesToWithdraw(after: id, db) {
            try db.execute(sql: "DELETE FROM bounce_probe WHERE id = ?", arguments: [probe])
            result.probes += 1
        }
        for later in try bounce.later(db) where try !isReached(later.id, db) {
            guard try reinstate(later.departure, isDryRun: false, db) else { continue }
            result.subscriptions += 1
            try db.execute(
                sql: "UPDATE bounce SET effect = 'none', departure = NULL WHERE id = ?", arguments: [later.id])
        }
    }

    /// What is looked at where nothing is written.
    private struct Trial {
        /// All that are to be forgiven.
        let ids: Set<Int64>
        /// Later ones whose subscriptions go on by that; each counts once.
        var later: Set<Int64> = []
        /// Probes that go; each counts once.
        var probes: Set<Int64> = []

        init(_ ids: Set<Int64>) { self.ids = ids }
    }

    private static func tryForgiving(
        _ id: Int64, _ trial: inout Trial, _ result: inout Forgiving, _ db: Database
    ) throws {
        guard let bounce = try ForgivenBounce(id, db) else { return }
        try count(bounce, isDryRun: true, &result, db)
        for probe in try probesToWithdraw(after: id, without: trial.ids, db) where trial.probes.insert(probe).inserted {
            result.probes += 1
        }
        for later in try bounce.later(db) where !trial.ids.contains(later.id) && !trial.later.contains(later.id) {
            guard try !isReached(later.id, without: trial.ids, db),
                try reinstate(later.departure, isDryRun: true, db)
            else { continue }
            trial.later.insert(later.id)
            result.subscriptions += 1
        }
    }

    private static func count(
        _ bounce: ForgivenBounce, isDryRun: Bool, _ result: inout Forgiving, _ db: Database
    ) throws {
        result.bounces += 1
        guard bounce.effect == .ended else { return }
        let comesBack = try reinstate(bounce.departure, isDryRun: isDryRun, db)
        if comesBack { result.subscriptions += 1 } else { result.others += 1 }
    }

    /// Lets a subscription go on that a bounce ended, unless somebody has done something about it since.
    ///
    /// - Returns: whether it does, or would.
    static func reinstate(_ departure: Int64?, isDryRun: Bool, _ db: Database) throws -> Bool {
        guard let departure else { return false }
        let spell = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT x.id FROM subscription x JOIN subscriber s ON s.id = x.subscriber
                    WHERE x.ended = ?1 AND x.state = 'bounced'
                        AND NOT EXISTS (SELECT 1 FROM subscription y
                            WHERE y.subscriber = x.subscriber AND y.list = x.list AND y.id > x.id)
                        AND (s.person IS NULL OR NOT EXISTS (SELECT 1 FROM subscriber o CROSS JOIN subscription y
                            ON y.subscriber = o.id AND y.list = x.list AND y.ended IS NULL
                            WHERE o.person = s.person AND o.id <> s.id))
                    """), arguments: [departure])
        guard let spell else { return false }
        if !isDryRun {
            try db.cachedStatement(sql: "UPDATE subscription SET state = 'active', ended = NULL WHERE id = ?")
                .execute(arguments: [spell])
        }
        return true
    }
}

/// A bounce that is being taken back.
private struct ForgivenBounce {
    let id: Int64
    let effect: BounceRecord.Effect
    let departure: Int64?
    private let subscriber: Int64
    private let list: Int64?
    private let isCounted: Bool

    /// Nil for one that was taken back already.
    init?(_ id: Int64, _ db: Database) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT effect, departure, subscriber, list, score IS NOT NULL FROM bounce
                    WHERE id = ? AND effect <> 'forgiven'
                    """), arguments: [id])
        guard let row else { return nil }
        self.id = id
        effect = try row.word("effect")
        (departure, subscriber, list, isCounted) = (row[1], row[2], row[3], row[4])
    }

    /// Later ones of the same subscription that were the one too many, maybe by this one's points.
    func later(_ db: Database) throws -> [(id: Int64, departure: Int64?)] {
        guard isCounted, effect != .ended, let list else { return [] }
        return try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, departure FROM bounce WHERE subscriber = ? AND list = ? AND id > ? AND effect = 'ended'
                        AND score IS NOT NULL ORDER BY id LIMIT 10
                    """), arguments: [subscriber, list, id]
        ).map { ($0[0], $0[1]) }
    }
}
