package import FanmailBasics
package import FanmailDelivery
import GRDB
import SMTPCore

extension Store {
    /// Milliseconds after which is forgotten what no run has needed: sixty days.
    static let destinationMemory: Int64 = 60 * 86_400_000
    /// How long a run may find out that it was asked to try what waits, in milliseconds: a day.
    private static let flushMemory: Int64 = 86_400_000

    /// The destinations, in the order of their names.
    ///
    /// - Parameters:
    ///   - mailing: only those of this one, with its numbers alone.
    ///   - now: the pauses that have ended by then are over.
    package func destinations(
        of mailing: Int64? = nil, at now: Timestamp = .now
    ) throws(StoreFailure) -> [DestinationRecord] {
        if let mailing { _ = try state(of: mailing) }
        return try read { db in
            let condition =
                mailing == nil ? "" : "WHERE name IN (SELECT destination FROM destination_run WHERE mailing = ?1)"
            return try records(condition, Self.arguments(mailing), of: mailing, at: now, db)
        }
    }

    /// What somebody means by a word: the destination of that name; those of a provider; those where a domain's mail goes;
    /// else the one in whose name it stands.
    ///
    /// - Throws: where it is none, or may be several.
    package func destinations(
        meantBy word: String, at now: Timestamp = .now
    ) throws(StoreFailure) -> [DestinationRecord] {
        let word = word.lowercased()
        return try read { db in
            for condition in [
                "lower(name) = ?1", "lower(provider) = ?1",
                "EXISTS (SELECT 1 FROM json_each(domains) WHERE value = ?1)",
            ] {
                let found = try records("WHERE \(condition)", [word], of: nil, at: now, db)
                if !found.isEmpty { return found }
            }
            let like = try records("WHERE instr(lower(name), ?1) > 0", [word], of: nil, at: now, db)
            guard let first = like.first else {
                throw StoreFailure(
                    .notFound, at: word, "no mailing went to a destination of that name yet", remedy: .seeDestinations)
            }
            guard like.count == 1 else {
                let others = like.count == 2 ? "" : ", or one of \(like.count - 2) more"
                throw StoreFailure(
                    .conflict, at: word, "it may be \(first.name) or \(like[1].name)\(others); give the whole name")
            }
            return like
        }
    }

    private static func arguments(_ mailing: Int64?) -> StatementArguments { mailing.map { [$0] } ?? [] }

    private func records(
        _ condition: String, _ arguments: StatementArguments, of mailing: Int64?, at now: Timestamp, _ db: Database
    ) throws -> [DestinationRecord] {
        var records = try Row.fetchAll(
            db,
            sql: """
                SELECT name, provider, domains, connections, back_offs, back_off_until, last_reply, recipient_limit, seen_at,
                    paused_at, paused_until, paused_why
                FROM destination \(condition) ORDER BY name
                """, arguments: arguments
        ).map { try Self.record($0, at: now) }
        let places = Dictionary(records.enumerated().map { ($1.name, $0) }) { $1 }
        var owned: [Int64: Bool] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT destination, mailing, at, most, connections, ready_envelopes, ready_recipients, accepted, deferred,
                    refused, rate, last_reply, limited_by, limited_until
                FROM destination_run WHERE \(mailing == nil ? "true" : "mailing = ?1") ORDER BY mailing DESC
                """, arguments: Self.arguments(mailing))
        while let row = try rows.next() {
            guard let place = places[row[0]] else { continue }
            let id: Int64 = row[1]
            let isOwned = owned[id] ?? MailingLock.isHeld(database: path, mailing: id)
            owned[id] = isOwned
            records[place].runs.append(
                DestinationRecord.Run(
                    mailing: id, isUnderWay: isOwned, status: Self.status(row, of: records[place]),
                    at: Timestamp(milliseconds: row[2])))
        }
        return records
    }

    private static func record(_ row: Row, at now: Timestamp) throws -> DestinationRecord {
        let until = Timestamp(row[10] as Int64?)
        let isPaused = row[9] != nil && until.map { $0 > now } ?? true
        return DestinationRecord(
            name: row[0], provider: row[1], domains: try JSONValue(parsing: row[2] as String).strings, window: row[3],
            backOffs: row[4], backOffUntil: Timestamp(row[5] as Int64?), lastReply: row[6], recipientLimit: row[7],
            seenAt: Timestamp(row[8] as Int64?),
            pause: isPaused
                ? DestinationRecord.Pause(at: Timestamp(milliseconds: row[9]), until: until, why: row[11]) : nil)
    }

    private static func status(_ row: Row, of record: DestinationRecord) -> DestinationStatus {
        var status = DestinationStatus(name: record.name)
        (status.provider, status.domains, status.recipientLimit) = (
            record.provider, record.domains, record.recipientLimit
        )
        (status.window, status.connections) = (row[3], row[4])
        (status.readyEnvelopes, status.readyRecipients) = (row[5], row[6])
        (status.accepted, status.deferred, status.refused) = (row[7], row[8], row[9])
        (status.rate, status.lastReply) = (row[10], row[11])
        // A newer version may know others.
        status.limit = DestinationStatus.Limit(rawValue: row[12]) ?? .nothing
        status.limitedUntil = Timestamp(row[13] as Int64?)
        status.backOffs = record.backOffs
        return status
    }

    // MARK: - What a run asks

    /// What a run is to know of a destination when it begins.
    func learned(_ name: String) throws -> LearnedDestination? {
        try pool.read { db in
            try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT connections, back_offs, back_off_until, last_reply, recipient_limit FROM destination
                        WHERE name = ? AND seen_at IS NOT NULL
                        """), arguments: [name]
            ).map { row in
                var learned = LearnedDestination(window: row[0])
                (learned.backOffs, learned.backOffUntil) = (row[1], Timestamp(row[2] as Int64?))
                (learned.reason, learned.recipientLimit) = (row[3], row[4])
                return learned
            }
        }
    }

    func destinationRequests(at now: Timestamp = .now) throws -> DestinationRequests {
        try pool.read { db in
            var requests = DestinationRequests()
            let paused = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT name, paused_until, paused_why FROM destination INDEXED BY destination_paused
                        WHERE paused_at IS NOT NULL AND (paused_until IS NULL OR paused_until > ?)
                        """), arguments: [now.milliseconds])
            while let row = try paused.next() {
                requests.pauses[row[0]] = .init(until: Timestamp(row[1] as Int64?), why: row[2])
            }
            let flushed = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT name, flushes FROM destination INDEXED BY destination_flushed WHERE flushed_at > ?
                        """), arguments: [now.milliseconds - Self.flushMemory])
            while let row = try flushed.next() { requests.flushes[row[0]] = row[1] }
            return requests
        }
    }
}
