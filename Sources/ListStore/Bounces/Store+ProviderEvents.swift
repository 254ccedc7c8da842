import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import Synchronization

/// Many of one provider's, refused at once: that looks like the provider's mistake, or like one about the sender, and not
/// like so many people who gave up their addresses. Nobody of them is changed before somebody has looked at it.
package struct ProviderEvent: Sendable, Equatable {
    package let mailing: Int64
    package let list: Int64
    package let provider: String
    /// Bounces that are held, or are to be.
    package let bounces: Int
    /// Recipients of the list's that the provider had in the mailing; nil where that was not counted.
    package let recipients: Int?
}

/// What was counted of a provider at the latest look.
struct ProviderCount {
    let recipients: Int
    /// Of the hour, when ``last`` was the latest bounce.
    let reports: Int
    let last: Int64
    let at: Timestamp
}

extension Store {
    /// Milliseconds in which so many are an event.
    static let eventLength: Int64 = 3_600_000
    /// By which an hour moves on.
    private static let step: Int64 = 300_000
    /// Of one provider that has more domains, the others' recipients are not counted: sooner held than not.
    private static let mostDomains = 50

    /// The bounces of a mailing that wait to be judged, and are not to be for now.
    ///
    /// It looks at all of them: not to be asked where others wait to write.
    static func providerEvents(of mailing: Int64, _ lists: [OpenedList], _ db: Database) throws -> [ProviderEvent] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                WITH waiting AS (SELECT list, provider, at FROM bounce
                    WHERE mailing = ?1 AND effect = 'pending' AND kind = 'hard' AND provider IS NOT NULL),
                many AS (SELECT list, provider FROM waiting GROUP BY 1, 2 HAVING count(*) >= ?2)
                SELECT w.list, w.provider, w.at / ?3, count(*) FROM waiting w
                WHERE (w.list, w.provider) IN (SELECT list, provider FROM many) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """, arguments: [mailing, BouncePolicy.leastHeld, step])
        var most: [Int64: [String: Int]] = [:]
        var (last, hour): ((Int64, String)?, [(step: Int64, count: Int)]) = (nil, [])
        while let row = try rows.next() {
            let (list, provider, step, count): (Int64, String, Int64, Int) = (row[0], row[1], row[2], row[3])
            if last?.0 != list || last?.1 != provider { (last, hour) = ((list, provider), []) }
            hour.removeAll { step - $0.step >= eventLength / Self.step }
            hour.append((step, count))
            most[list, default: [:]][provider, default: 0] = max(
                most[list]?[provider] ?? 0, hour.reduce(0) { $0 + $1.count })
        }
        var events: [ProviderEvent] = []
        for (list, providers) in most.sorted(by: { $0.key < $1.key }) {
            guard let opened = lists.first(where: { $0.audience.list == list }), opened.bounces.holdPercent > 0 else {
                continue
            }
            for (provider, count) in providers.sorted(by: { $0.key < $1.key }) where count >= BouncePolicy.leastHeld {
                let recipients = try recipients(of: provider, in: mailing, opened, db)
                guard count * 100 >= recipients * opened.bounces.holdPercent else { continue }
                events.append(
                    ProviderEvent(
                        mailing: mailing, list: list, provider: provider, bounces: count, recipients: recipients))
            }
        }
        return events
    }

    /// How many of a mailing's recipients from a list were at a provider, by the domains of those who bounced.
    private static func recipients(
        of provider: String, in mailing: Int64, _ list: OpenedList, _ db: Database
    ) throws -> Int {
        let domains = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT s.domain FROM bounce b JOIN subscriber s ON s.id = b.subscriber
                WHERE b.mailing = ? AND b.list = ? AND b.provider = ? LIMIT ?
                """, arguments: [mailing, list.audience.list, provider, mostDomains])
        return try domains.reduce(0) { try $0 + list.audience.count(db, of: $1) }
    }

    /// Holds some of the bounces of these events.
    ///
    /// - Returns: whether there may be more.
    static func hold(_ events: [ProviderEvent], _ db: Database) throws -> Bool {
        for event in events {
            try db.cachedStatement(
                sql: """
                    UPDATE bounce SET effect = 'held', hold = 'provider' WHERE id IN (SELECT id FROM bounce
                        WHERE mailing = ? AND effect = 'pending' AND list = ? AND provider = ? LIMIT 200)
                    """
            ).execute(arguments: [event.mailing, event.list, event.provider])
            if db.changesCount > 0 { return true }
        }
        return false
    }

    // MARK: - Reports that come when the mailing is through

    /// Whether a report was the one by which its provider's become an event; then those of the hour are held, and what they
    /// ended goes on until somebody decides.
    ///
    /// - Returns: whether any was held.
    func watchProvider(after id: Int64, now: Timestamp) throws(StoreFailure) -> Bool {
        guard let event = try read({ try self.lateEvent(id, now: now, $0) }) else { return false }
        let since = now.milliseconds - Self.eventLength
        let ids = try read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM bounce INDEXED BY bounce_reported WHERE source = 'report' AND kind = 'hard'
                        AND mailing = ? AND provider = ? AND at >= ? AND list = ?
                        AND (effect = 'ended' OR effect = 'none' AND score IS NOT NULL) ORDER BY id
                    """, arguments: [event.mailing, event.provider, since, event.list])
        }
        do {
            try WriteSlices(pool, kind: "hold", isSynced: true).run(ids.count) { try Self.holdLate(ids[$1], $0) }
        } catch { throw StoreFailure(error, path: path) }
        return true
    }

    /// A provider with something held of a mailing is held within the hour, whatever comes.
    static func isHeld(_ note: BounceNote, _ provider: String, now: Timestamp, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM bounce INDEXED BY bounce_held WHERE effect = 'held' AND hold = 'provider'
                    AND mailing = ? AND provider = ? AND list IS ? AND at >= ?)
                """, arguments: [note.mailing, provider, note.list, now.milliseconds - eventLength]) ?? false
    }

    private func lateEvent(_ id: Int64, now: Timestamp, _ db: Database) throws -> ProviderEvent? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT mailing, list, provider FROM bounce WHERE id = ? AND source = 'report' AND kind = 'hard'
                    AND mailing IS NOT NULL AND list IS NOT NULL AND provider IS NOT NULL
                    AND effect IN ('ended', 'none')
                """, arguments: [id])
        guard let row else { return nil }
        let (mailing, list, provider): (Int64, Int64, String) = (row[0], row[1], row[2])
        /// Of the hour, and no more than so many.
        func reports(upTo most: Int) throws -> Int {
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM (SELECT 1 FROM bounce INDEXED BY bounce_reported WHERE source = 'report'
                        AND kind = 'hard' AND mailing = ? AND provider = ? AND at >= ? AND list = ? LIMIT ?)
                    """, arguments: [mailing, provider, now.milliseconds - Self.eventLength, list, most]) ?? 0
        }
        guard try reports(upTo: BouncePolicy.leastHeld) == BouncePolicy.leastHeld else { return nil }
        let opened = try Self.openedLists(db, mailing).first { $0.audience.list == list }
        guard let opened, opened.bounces.holdPercent > 0 else { return nil }
        let key = "\(mailing) \(list) \(provider)"
        let known = providerCounts.withLock { $0[key] }
        let recipients = try known?.recipients ?? Self.recipients(of: provider, in: mailing, opened, db)
        let enough = max(BouncePolicy.leastHeld, (recipients * opened.bounces.holdPercent + 99) / 100)
        // As many bounces as were missing at the last look have not been logged since, of whomever: it cannot be enough.
        if let known, known.at <= now, known.last <= id, id - known.last < Int64(enough - known.reports) { return nil }
        let count = try reports(upTo: enough)
        providerCounts.withLock { counts in
            if counts.count > 1000 { counts = [:] }
            counts[key] = ProviderCount(recipients: recipients, reports: count, last: id, at: now)
        }
        guard count == enough else { return nil }
        return ProviderEvent(mailing: mailing, list: list, provider: provider, bounces: enough, recipients: recipients)
    }

    /// Holds one, unless it was taken back since it was looked for.
    static func holdLate(_ id: Int64, _ db: Database) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT effect, departure FROM bounce
                    WHERE id = ? AND (effect = 'ended' OR effect = 'none' AND score IS NOT NULL)
                    """), arguments: [id])
        guard let row else { return }
        // What somebody has done about it since stands.
        if row["effect"] == BounceRecord.Effect.ended.rawValue,
            try !reinstate(row["departure"], isDryRun: false, db)
        {
            return
        }
        try db.execute(
            sql: """
                UPDATE bounce SET effect = 'held', hold = 'provider', departure = NULL, score = NULL WHERE id = ?
                """, arguments: [id])
    }

    // MARK: - Deciding

    /// What is held of providers and waits for somebody, of one mailing or of all, the earliest first.
    package func heldEvents(of mailing: Int64? = nil) throws(StoreFailure) -> [ProviderEvent] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT mailing, list, provider, count(*) FROM bounce INDEXED BY bounce_held
                    WHERE effect = 'held' AND hold = 'provider' AND (?1 IS NULL OR mailing = ?1)
                    GROUP BY mailing, provider, list ORDER BY mailing, provider, list LIMIT 1000
                    """, arguments: [mailing]
            ).map {
                ProviderEvent(mailing: $0[0], list: $0[1], provider: $0[2], bounces: $0[3], recipients: nil)
            }
        }
    }

    /// Judges what was held of a mailing's, after all.
    ///
    /// - Parameter provider: only this one's; nil for all.
    /// - Returns: how many bounces were judged, and how many subscriptions ended by it.
    package func release(
        mailing: Int64, provider: String? = nil, isDryRun: Bool = false
    ) throws(StoreFailure) -> (bounces: Int, ended: Int) {
        let (ids, policies) = try read { db in
            let ids = try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM bounce INDEXED BY bounce_held WHERE effect = 'held' AND hold = 'provider'
                        AND mailing = ? AND (?2 IS NULL OR provider = ?2) ORDER BY id
                    """, arguments: [mailing, provider])
            let lists = try Self.openedLists(db, mailing).map { ($0.audience.list, $0.bounces) }
            return (ids, Dictionary(lists) { $1 })
        }
        guard !isDryRun else { return (ids.count, 0) }
        var (count, ended) = (0, 0)
        do {
            try WriteSlices(pool, kind: "release", isSynced: true).run(ids.count) { db, index in
                guard let effect = try Self.applyHeld(ids[index], policies, db) else { return }
                count += 1
                if effect == .ended { ended += 1 }
            }
        } catch { throw StoreFailure(error, path: path) }
        return (count, ended)
    }
}

extension Audience {
    /// How many of them are at a domain.
    func count(_ db: Database, of domain: String) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM subscription s INDEXED BY audience WHERE \(condition) AND s.domain = :domain
                """, arguments: ["domain": domain] + arguments) ?? 0
    }
}
