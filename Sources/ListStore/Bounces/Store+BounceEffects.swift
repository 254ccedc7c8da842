import Bounces
import FanmailBasics
import GRDB
import MailingLists

/// What bounces do to subscriptions.
extension Store {
    /// Judges some of the bounces of a mailing that wait for it.
    ///
    /// - Parameter policy: of a list, by its id; nil for those that are none of the mailing's.
    /// - Returns: whether there may be more.
    static func applyBounces(of mailing: Int64, _ db: Database, policy: (Int64) -> BouncePolicy?) throws -> Bool {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "\(judged) WHERE b.mailing = ? AND b.effect = 'pending' ORDER BY b.id LIMIT 64"),
            arguments: [mailing])
        for row in rows { try judge(row, (row["list"] as Int64?).flatMap(policy), db) }
        return !rows.isEmpty
    }

    /// Judges one.
    ///
    /// - Parameter probe: that came back; nil where that is not known.
    static func applyBounce(_ id: Int64, _ policy: BouncePolicy, probe: Int64? = nil, _ db: Database) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "\(judged) WHERE b.id = ? AND b.effect = 'pending'"), arguments: [id])
        if let row { try judge(row, policy, probe: probe, db) }
    }

    /// Judges one that was held, unless somebody else has decided meanwhile.
    ///
    /// - Returns: what it did; nil where it is held no more.
    static func applyHeld(
        _ id: Int64, _ policies: [Int64: BouncePolicy], _ db: Database
    ) throws -> BounceRecord.Effect? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "\(judged) WHERE b.id = ? AND b.effect = 'held'"), arguments: [id])
        guard let row else { return nil }
        return try judge(row, (row["list"] as Int64?).flatMap { policies[$0] }, db)
    }

    /// With the spell that a bounce is about: it goes on, and had begun when the mailing did.
    private static let judged = """
        SELECT b.id, b.at, b.mailing, b.list, b.subscriber, b.class, b.kind, b.confidence, b.found, x.id AS spell, x.joined_at
        FROM bounce b LEFT JOIN mailing m ON m.id = b.mailing
        LEFT JOIN subscription x ON x.subscriber = b.subscriber AND x.list = b.list AND x.ended IS NULL
            AND x.state = 'active'
            AND (m.id IS NULL OR x.id <= m.subscription_mark OR x.origin <= m.subscription_mark)
        """

    @discardableResult
    private static func judge(
        _ row: Row, _ policy: BouncePolicy?, probe: Int64? = nil, _ db: Database
    ) throws -> BounceRecord.Effect {
        var (effect, score, departure) = (BounceRecord.Effect.none, nil as Int?, nil as Int64?)
        // Who left by themselves meanwhile stays as they are; an earlier row may have ended it too.
        if let policy, let weight = BounceWeight(row), let spell: Int64 = row["spell"], try isLive(spell, db) {
            let isOfProbe = row["found"] == BounceAttribution.probe.word
            // What comes back when its time is over is a bounce as any other: the address is asked anew.
            try passProbe(of: spell, by: row["at"], db)
            // Only an address that is dead fails the probe.
            let isAnswered = try isOfProbe && weight != .soft && endProbe(probe, of: spell, at: row["at"], db)
            if isAnswered {
                effect = .ended
            } else if !isOfProbe || weight != .soft {
                (effect, score) = try effectOfScore(row, weight, policy, db)
            }
            if effect == .ended, policy.probe, !isAnswered {
                effect = .none
                try openProbe(
                    spell, of: row["subscriber"], list: row["list"], bounce: row["id"], days: policy.probeDays,
                    at: row["at"], db)
            }
            if effect == .ended {
                let source = (row["mailing"] as Int64?).map { "mailing \($0)" } ?? (isOfProbe ? "a probe" : "a report")
                departure = try endBounced(spell, of: row["subscriber"], list: row["list"], source: source, db)
            }
        }
        try db.cachedStatement(sql: "UPDATE bounce SET effect = ?, score = ?, departure = ? WHERE id = ?")
            .execute(arguments: [effect.rawValue, score, departure, row["id"] as Int64])
        return effect
    }

    /// What a bounce does where nobody asks first, with the score.
    private static func effectOfScore(
        _ row: Row, _ weight: BounceWeight, _ policy: BouncePolicy, without others: Set<Int64> = [], _ db: Database
    ) throws -> (BounceRecord.Effect, score: Int?) {
        let isAtOnce = weight == .certain && policy.hard == .atOnce
        // At once no score is looked for, but where the subscription goes on with it.
        if isAtOnce, !policy.probe { return (.ended, nil) }
        let counted = try score(row, policy, without: others, db)
        let isReached = counted.isReached && row["confidence"] as Int >= BounceWeight.verified
        return (isAtOnce || isReached ? .ended : .none, counted.hundredths)
    }

    /// The open probes of a subscriber that a bounce which is taken back, or points that are gone with it, opened.
    ///
    /// - Parameter others: bounces that are not to count; what was forgiven does not in any case.
    static func probesToWithdraw(
        after id: Int64, without others: Set<Int64> = [], _ db: Database
    ) throws -> [Int64] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT b.id, b.at, b.mailing, b.list, b.subscriber, b.class, b.kind, b.confidence, b.effect,
                        x.id AS spell, x.joined_at, l.definition, l.name, p.id AS probe
                    FROM bounce_probe p JOIN bounce b ON b.id = p.bounce JOIN subscription x ON x.id = p.subscription
                    JOIN list l ON l.id = p.list
                    WHERE p.subscriber = (SELECT subscriber FROM bounce WHERE id = ?1)
                        AND p.list = (SELECT list FROM bounce WHERE id = ?1) AND p.bounce >= ?1 AND p.outcome IS NULL
                    """), arguments: [id])
        return try rows.compactMap { row in
            let policy = try ListDefinition.parse(row["definition"], file: "list \(row["name"] as String)").bounce
            if row["effect"] != BounceRecord.Effect.forgiven.rawValue, !others.contains(row["id"]),
                let weight = BounceWeight(row),
                try effectOfScore(row, weight, policy, without: others, db).0 == .ended
            {
                return nil
            }
            return row["probe"]
        }
    }

    /// Whether a bounce that ended a subscription would do so still, by the score that is left.
    ///
    /// - Parameter others: bounces that are not to count.
    static func isReached(_ id: Int64, without others: Set<Int64> = [], _ db: Database) throws -> Bool {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT b.id, b.at, b.mailing, b.list, b.subscriber, b.class, b.kind, b.confidence, x.id AS spell,
                    x.joined_at, l.definition, l.name
                FROM bounce b JOIN subscription x ON x.ended = b.departure JOIN list l ON l.id = b.list WHERE b.id = ?
                """, arguments: [id])
        guard let row else { return true }
        let policy = try ListDefinition.parse(row["definition"], file: "list \(row["name"] as String)").bounce
        return try score(row, policy, without: others, db).isReached
    }

    /// Ends a live spell for a bounce.
    ///
    /// - Returns: the departure.
    static func endBounced(
        _ spell: Int64, of subscriber: Int64, list: Int64, source: String, _ db: Database
    ) throws -> Int64 {
        try db.cachedStatement(
            sql: "INSERT INTO departure (at, list, subscriber, reason, source) VALUES (?, ?, ?, 'bounced', ?)"
        ).execute(arguments: [Timestamp.now.milliseconds, list, subscriber, source])
        let departure = db.lastInsertedRowID
        try db.cachedStatement(sql: "UPDATE subscription SET state = 'bounced', ended = ? WHERE id = ?")
            .execute(arguments: [departure, spell])
        return departure
    }

    private static func isLive(_ subscription: Int64, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT ended IS NULL FROM subscription WHERE id = ?"), arguments: [subscription])
            ?? false
    }

    /// How many bounces a score looks back upon at most.
    private static let mostCounted = 200

    /// The score of a subscription with a bounce, since it began. What came back before a probe's letter went out counts no
    /// more once that has passed.
    private static func score(
        _ row: Row, _ policy: BouncePolicy, without others: Set<Int64> = [], _ db: Database
    ) throws -> BounceScore {
        let (id, list, subscriber): (Int64, Int64, Int64) = (row["id"], row["list"], row["subscriber"])
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT b.id, b.at, b.mailing, b.class, b.kind, b.confidence FROM bounce b
                    WHERE b.subscriber = ?1 AND b.list = ?2 AND b.id < ?3 AND b.at >= ?4
                        AND b.effect IN ('none', 'pending', 'ended')
                        AND NOT EXISTS (SELECT 1 FROM bounce_probe p WHERE p.subscriber = ?1 AND p.list = ?2
                            AND p.bounce < ?3 AND p.outcome = 'passed'
                            AND (b.id <= p.bounce OR b.at <= p.until - p.days * 86400000))
                        AND NOT (b.found = 'probe' AND b.kind = 'soft')
                    ORDER BY b.id DESC LIMIT \(mostCounted)
                    """), arguments: [subscriber, list, id, row["joined_at"] as Int64])
        let before = rows.filter { !others.contains($0["id"]) }.compactMap(CountedBounce.init)
        let all = ([CountedBounce(row)].compactMap { $0 } + before).sorted { $0.at < $1.at }
        var deliveries: ArraySlice<Timestamp> = []
        if policy.fading == .delivery, let first = all.first {
            deliveries = try self.deliveries(to: subscriber, row["spell"], list, since: first.at, db)[...]
        }
        var score = BounceScore(policy)
        for bounce in all {
            while let next = deliveries.first, next < bounce.at {
                score.deliver()
                deliveries.removeFirst()
            }
            score.add(bounce.weight, at: bounce.at, mailing: bounce.mailing)
        }
        return score
    }

    /// When copies of mailings to the whole list were delivered to a subscriber, the earliest first.
    private static func deliveries(
        to subscriber: Int64, _ spell: Int64, _ list: Int64, since moment: Timestamp, _ db: Database
    ) throws -> [Timestamp] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT m.finished_at FROM mailing_list ml JOIN mailing m ON m.id = ml.mailing
                    WHERE ml.list = ?2 AND ml.filter IS NULL AND m.state = 'finished' AND m.finished_at > ?3
                        AND m.subscription_mark >= ?4 AND \(AudienceShare.ofMailing(has: "?1"))
                        AND NOT EXISTS (SELECT 1 FROM bounce b WHERE b.subscriber = ?1 AND b.mailing = m.id)
                        AND NOT EXISTS (SELECT 1 FROM exception e
                            WHERE e.mailing = m.id AND e.subscriber = ?1 AND e.outcome <> 'accepted')
                    ORDER BY m.finished_at LIMIT \(mostCounted)
                    """), arguments: [subscriber, list, moment.milliseconds, spell]
        ).map { Timestamp(milliseconds: $0) }
    }

    /// Lets some of the subscriptions be whose addresses were refused.
    ///
    /// - Returns: whether there may be more.
    static func holdBounces(of mailing: Int64, _ db: Database) throws -> Bool {
        try db.cachedStatement(
            sql: """
                UPDATE bounce SET effect = 'held' WHERE id IN (SELECT id FROM bounce
                    WHERE mailing = ? AND effect = 'pending' LIMIT 200)
                """
        ).execute(arguments: [mailing])
        return db.changesCount > 0
    }
}

/// A bounce that adds to a score.
private struct CountedBounce {
    let at: Timestamp
    let mailing: Int64?
    let weight: BounceWeight

    init?(_ row: Row) {
        guard let weight = BounceWeight(row) else { return nil }
        (at, mailing, self.weight) = (Timestamp(milliseconds: row["at"]), row["mailing"], weight)
    }
}

extension BounceWeight {
    /// Of a row with class, kind and confidence.
    fileprivate init?(_ row: Row) {
        let word: String = row["class"]
        self.init(
            FailureClass(rawValue: word) ?? .undecided, isHard: row["kind"] == BounceRecord.Kind.hard.rawValue,
            confidence: row["confidence"])
    }
}
