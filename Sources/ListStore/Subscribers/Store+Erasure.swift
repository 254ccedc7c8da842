import FanmailBasics
import Foundation
import GRDB
package import SMTPCore
import SubscriberFiles

/// What erasing a person did.
package struct Erasure: Sendable, Equatable {
    /// The address, then the others that the person had.
    package var addresses: [Mailbox] = []
    /// Subscriptions that were removed.
    package var subscriptions = 0
    /// Whether the file had to be written anew, because old copies of the bytes stood in its free space.
    package var wasRewritten = false
    /// Whether bytes may be left in free space or in the log, because a mailing is running or somebody is reading.
    package var remains = false
    /// Copies that were made before a migration and may still hold the address.
    package var copies: [String] = []
}

extension Store {
    /// Removes a person everywhere and keeps the counts, and the hash of each address that they had on the suppression
    /// list: what concerns a person follows the person through moves.
    ///
    /// Their subscriber row stays as a nameless one, because envelopes name it by id. A mailing that is not finished
    /// counts them as skipped.
    ///
    /// - Parameter rewriting: called before the file is written anew, which keeps everybody else from writing, with its
    ///   octets.
    /// - Returns: nil when nobody has this address; its hash is suppressed all the same.
    package func erase(
        _ address: Mailbox, by: String?, rewriting: (Int64) -> Void = { _ in }
    ) throws(StoreFailure) -> Erasure? {
        do {
            try forgetReplies(naming: address)
            let (erasure, needles) = try pool.writeWithoutTransaction { db in
                var result: (Erasure?, Set<String>) = (nil, [])
                try db.zeroingWhatGoes {
                    try db.inTransaction(.immediate) {
                        result = try forgetPerson(address, by: by, db)
                        return .commit
                    }
                }
                return result
            }
            var isEmptied = try emptyLog()
            var wasRewritten = false
            var remains = false
            if isEmptied, let stale = StaleBytes(path: path), stale.hold(needles) {
                // Pages that earlier versions split keep copies, which only writing the file anew removes.
                if try isAnyMailingOwned() {
                    remains = true
                } else {
                    rewriting(stale.size)
                    try pool.vacuum()
                    isEmptied = try emptyLog()
                    wasRewritten = true
                }
            }
            guard var erasure else { return nil }
            erasure.wasRewritten = wasRewritten
            erasure.remains = remains || !isEmptied
            erasure.copies = copiesBeforeMigrations()
            return erasure
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    private func forgetPerson(_ address: Mailbox, by: String?, _ db: Database) throws -> (Erasure?, Set<String>) {
        let others = try Self.rows(of: address.key, db).dropFirst()
        var (erasure, needles) = try forget(address, by: by, db)
        for other in others {
            let mailbox = try Mailbox(parsing: other.address)
            let (more, texts) = try forget(mailbox, by: by, db)
            needles.formUnion(texts)
            erasure?.subscriptions += more?.subscriptions ?? 0
            erasure?.addresses.append(mailbox)
        }
        return (erasure, needles)
    }

    private func forget(_ address: Mailbox, by: String?, _ db: Database) throws -> (Erasure?, Set<String>) {
        try db.execute(sql: "DELETE FROM suppression WHERE address_key = ?", arguments: [address.key])
        _ = try Self.suppress(
            SuppressionRecord(form: AddressHash.form(of: address), reason: "erased", source: "subscriber erase"), db)
        try db.execute(
            sql: "DELETE FROM stranger WHERE address_hash = ?", arguments: [AddressHash.form(of: address).text])
        try db.execute(
            sql: "DELETE FROM notice WHERE kind = 'stranger' AND lower(recipient) = ?",
            arguments: [address.address.lowercased()])
        guard let person = try Self.person(address.key, db) else {
            // Whoever was taken back with a batch or removed with a list may still stand in free space.
            return (nil, [address.key, address.address])
        }
        try leaveUnfinishedMailings(person, db)
        let live = try Row.fetchAll(
            db, sql: "SELECT id, list FROM subscription WHERE subscriber = ? AND ended IS NULL", arguments: [person.id])
        for row in live {
            // Envelopes that are cut and not armed learn of it.
            try Self.end(row[0], of: person.id, list: row[1], source: "subscriber erase", how: "erased", by: by, db)
        }
        try db.execute(sql: "DELETE FROM subscription WHERE subscriber = ?", arguments: [person.id])
        var erasure = Erasure(addresses: [address])
        erasure.subscriptions = db.changesCount
        for table in ["confirmation_request", "notice", "bounce_probe", "subscriber_before"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE subscriber = ?", arguments: [person.id])
        }
        try forgetSources(person, db)
        let nobody = "erased-\(person.id)@erased.invalid"
        try db.execute(
            sql: "UPDATE bounce SET recipient = ?, text = NULL WHERE subscriber = ?", arguments: [nobody, person.id])
        try db.execute(sql: "UPDATE exception SET text = NULL WHERE subscriber = ?", arguments: [person.id])
        try db.execute(
            sql: """
                UPDATE subscriber SET address = ?1, address_key = ?1, domain = 'erased.invalid', name = NULL,
                    language = NULL, tags = NULL, attributes = NULL, person = NULL, erased_at = ?2 WHERE id = ?3
                """, arguments: [nobody, Timestamp.now.milliseconds, person.id])
        var needles: Set<String> = [person.address, address.key, address.address]
        // Of a stale row only a part may be left. Short texts are everybody's.
        for text in [person.name, Self.stored(person.attributes)].compactMap({ $0 }) where text.utf8.count > 5 {
            needles.insert(text)
        }
        return (erasure, needles)
    }

    /// What was noted of how this person left, where that names them; such rows are written anew, since none changes.
    private func forgetSources(_ person: PersonRecord, _ db: Database) throws {
        let texts = [person.address.lowercased(), person.name?.lowercased()].compactMap { $0 }
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM departure WHERE subscriber = ?", arguments: [person.id])
        for row in rows {
            let said = [row["source"] as String?, row["by_whom"] as String?].compactMap { $0?.lowercased() }
            guard said.contains(where: { said in texts.contains { said.contains($0) } }) else { continue }
            try db.execute(sql: "DELETE FROM departure WHERE id = ?", arguments: [row["id"] as Int64])
            try db.execute(
                sql: """
                    INSERT INTO departure (id, at, list, subscriber, reason, source, how, by_whom, batch)
                    VALUES (?, ?, ?, ?, ?, 'erased', ?, NULL, ?)
                    """,
                arguments: [
                    row["id"] as Int64, row["at"] as Int64, row["list"] as Int64, person.id, row["reason"] as String,
                    row["how"] as String?, row["batch"] as Int64?,
                ])
        }
        for column in ["reason", "source"] {
            try db.execute(
                sql: "UPDATE suppression SET \(column) = 'erased' WHERE instr(lower(\(column)), ?) > 0",
                arguments: [person.address.lowercased()])
        }
    }

    /// Whoever is still to be cut in a mailing is counted as skipped, since the walk will not meet them; and so is who waits
    /// in an envelope, which they leave when it is read again.
    private func leaveUnfinishedMailings(_ person: PersonRecord, _ db: Database) throws {
        let subscriber = person.id
        try db.execute(
            sql: """
                INSERT INTO exception (mailing, subscriber, list, envelope, outcome, reason, attempts, at)
                SELECT e.mailing, ?1, e.list, e.number, 'skipped', 'erased', e.attempt - 1, ?2
                FROM mailing m CROSS JOIN envelope e INDEXED BY envelope_put_back ON \(Self.waits)
                WHERE m.state IN ('sending', 'paused')
                    AND NOT EXISTS (SELECT 1 FROM exception x WHERE x.mailing = m.id AND x.subscriber = ?1)
                """, arguments: [subscriber, Timestamp.now.milliseconds])
        if db.changesCount > 0 {
            try db.execute(
                sql: """
                    UPDATE envelope AS e SET exceptions = exceptions + 1, replies = json_remove(replies, '$."' || ?1 || '"')
                    WHERE id IN (SELECT y.id FROM exception x CROSS JOIN envelope y
                            ON y.mailing = x.mailing AND y.number = x.envelope
                            WHERE x.subscriber = ?1 AND x.reason = 'erased')
                        AND EXISTS (SELECT 1 FROM mailing m WHERE m.id = e.mailing AND \(Self.waits))
                    """, arguments: [subscriber])
        }
        let mailings = try Int64.fetchAll(
            db, sql: "SELECT id FROM mailing WHERE state IN ('sending', 'paused') AND unbegun = 0")
        for mailing in mailings {
            for list in try Self.openedLists(db, mailing) where !list.isDone {
                try db.execute(
                    sql: """
                        INSERT OR IGNORE INTO exception (mailing, subscriber, list, outcome, reason, attempts, at)
                        SELECT ?, s.subscriber, s.list, 'skipped', 'erased', 0, ? FROM subscription s
                        WHERE \(list.audience.condition) AND s.subscriber = ? AND (s.domain, s.subscriber) > (?, ?)
                        LIMIT 1
                        """,
                    arguments: [
                        mailing, Timestamp.now.milliseconds, subscriber, list.cursor.domain, list.cursor.subscriber,
                    ] + list.audience.arguments)
            }
        }
    }

    /// Whether `e` is an envelope of the mailing `m` that waits and has the subscriber ?1. One that is in hand has them read
    /// again when it is armed.
    private static let waits = """
        e.mailing = m.id AND e.not_before IS NOT NULL AND e.state = 'cut' AND e.attempt > 1
            AND (SELECT (s.domain, s.id) BETWEEN (e.first_domain, e.first_subscriber) AND (e.last_domain, e.last_subscriber)
                FROM subscriber s WHERE s.id = ?1)
            AND EXISTS (SELECT 1 FROM json_each(e.members) j WHERE j.value = ?1)
        """

    /// Servers repeat addresses in their replies: these are looked for without keeping anybody from writing, and before
    /// the rest, so that an erasure that was killed is done again as a whole.
    private func forgetReplies(naming address: Mailbox) throws {
        let people = try pool.read { try Self.rows(of: address.key, $0) }
        guard !people.isEmpty else { return }
        let spellings = Set(try people.flatMap { [$0.address.lowercased(), try Mailbox(parsing: $0.address).key] })
            .union([address.key])
        let names = spellings.map { _ in "instr(lower(text), ?) > 0" }.joined(separator: " OR ")
        let slices = try WriteSlices(pool, kind: "erase", zeroesWhatGoes: true)
        let window: Int64 = 20_000
        for table in ["bounce", "envelope"] {
            let last = try pool.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM \(table)") } ?? 0
            for start in stride(from: Int64(0), to: last, by: Int(window)) {
                let ids = try pool.read { db in
                    try Int64.fetchAll(
                        db,
                        sql: "SELECT id FROM \(table) WHERE id > \(start) AND id <= \(start + window) AND (\(names))",
                        arguments: StatementArguments(spellings))
                }
                try slices.run(ids.count) { db, index in
                    try db.execute(sql: "UPDATE \(table) SET text = NULL WHERE id = ?", arguments: [ids[index]])
                }
            }
        }
        try forgetOwnReplies(names, spellings, slices)
        for mailing in try pool.read({ try Int64.fetchAll($0, sql: "SELECT id FROM mailing") }) {
            try eachPage { db, last in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT subscriber, \(names) FROM exception WHERE mailing = \(mailing)
                            AND subscriber > \(last) ORDER BY subscriber LIMIT \(window)
                        """, arguments: StatementArguments(spellings)
                ).map { (id: $0[0] as Int64, value: ($0[1] as Bool?) ?? false) }
            } _: { page in
                let naming = page.filter { $0.value }
                try slices.run(naming.count) { db, index in
                    try db.execute(
                        sql: "UPDATE exception SET text = NULL WHERE mailing = ? AND subscriber = ?",
                        arguments: [mailing, naming[index].id])
                }
            }
        }
    }

    /// The same for replies to single members of an envelope that waits.
    private func forgetOwnReplies(_ names: String, _ spellings: Set<String>, _ slices: WriteSlices) throws {
        let said = "SELECT atom AS text FROM json_tree(envelope.replies) WHERE type = 'text'"
        let ids = try pool.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM envelope WHERE replies IS NOT NULL AND EXISTS (SELECT 1 FROM (\(said)) WHERE \(names))
                    """, arguments: StatementArguments(spellings))
        }
        try slices.run(ids.count) { db, index in
            try db.execute(
                sql: """
                    UPDATE envelope SET replies = (SELECT json_group_object(key, json_array(json_extract(value, '$[0]'),
                        json_extract(value, '$[1]'), iif(\(names), NULL, text)))
                        FROM (SELECT key, value, json_extract(value, '$[2]') AS text FROM json_each(envelope.replies)))
                    WHERE id = ?
                    """, arguments: StatementArguments(spellings) + [ids[index]])
        }
    }

    /// Brings the write-ahead log into the database and empties it; false when a reader or writer stays in the way.
    private func emptyLog() throws -> Bool {
        for attempt in 0..<40 {
            if attempt > 0 { usleep(50_000) }
            let isEmpty = try pool.writeWithoutTransaction { db in
                // Most of it without keeping anybody from writing; for the rest it waits only a moment, while it does.
                _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(PASSIVE)")
                return try Patience.briefly {
                    let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                    return row?[0] as Int? == 0
                }
            }
            if isEmpty { return true }
        }
        return false
    }

    private func isAnyMailingOwned() throws -> Bool {
        let sending = try pool.read { try Int64.fetchAll($0, sql: "SELECT id FROM mailing WHERE state = 'sending'") }
        return sending.contains { MailingLock.isHeld(database: path, mailing: $0) }
    }

    private func copiesBeforeMigrations() -> [String] {
        let file = URL(fileURLWithPath: path)
        let folder = file.deletingLastPathComponent().path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix(file.lastPathComponent + ".before-") }.sorted()
    }
}
