import FanmailBasics
package import FanmailDelivery
import GRDB

/// A letter's mailing that has begun.
package struct BegunLetter: Sendable {
    package let mailing: Int64
    package let journal: SQLiteJournal
}

extension Store {
    /// Why the mailing to the rest waits.
    package static let waitsForPick = "waits until a letter is picked"

    /// Draws shares of an audience, and writes the mailing of each letter to its share and the one to the rest down, all
    /// or none; takes the ownership of those of the letters. Everybody of the audience is in one of these mailings: its
    /// marks are the same in each, and the ranges of ranks leave nobody out.
    ///
    /// - Parameters:
    ///   - letters: two or more, for the same lists in the same order.
    ///   - split: a size for each.
    ///   - seed: what the shares are drawn by.
    ///   - routing: for each, how recipients are reached; nil for one way for all.
    ///   - announce: for each, where the gates of armed envelopes are opened.
    /// - Throws: a conflict as ``begin(_:again:routing:announce:)`` does, and where a share would have nobody, or more than there
    ///   are.
    package func begin(
        _ letters: [NewMailing], split: ExperimentSplit, seed: Int64, again: Bool,
        routing: [DeliveryRouting?], announce: [Announcer]
    ) throws(StoreFailure) -> (experiment: Int64, letters: [BegunLetter]) {
        guard let first = letters.first else { return (0, []) }
        let (marks, shares, rest) = try read { db in
            let marks = try AudienceMarks(db)
            let audiences = try first.lists.enumerated().map { position, list in
                Audience(
                    list: list, marks: marks, earlierLists: Array(first.lists[..<position]),
                    filter: first.segment?.filter)
            }
            let draw = try ShareDraw(audiences, seed: seed, db)
            let (shares, rest) = try draw.shares(split.counts(of: draw.total), db)
            return (marks, shares, rest)
        }
        let (experiment, owned) = try write { db in
            for letter in letters { try Self.expectNew(letter, again: again, db) }
            try db.execute(
                sql: "INSERT INTO experiment (seed, started_at) VALUES (?, ?)",
                arguments: [seed, first.at.milliseconds])
            let experiment = db.lastInsertedRowID
            var turns: [Int64: VERPTurn] = [:]
            for list in first.lists { turns[list] = try VERPTurn(next: list, db) }
            var owned: [(Int64, MailingLock)] = []
            for (place, letter) in letters.enumerated() {
                let id = try Self.insert(letter, marks, turns: turns, db)
                try Self.join(id, experiment, letter: place, shares[place], db)
                // Taken before others can see the mailing.
                owned.append((id, try MailingLock(database: path, mailing: id)))
            }
            if let rest {
                let id = try Self.insert(Self.unpicked(first), marks, turns: turns, db)
                try Self.join(id, experiment, letter: nil, rest, db)
                try db.execute(
                    sql: "UPDATE mailing SET state = 'paused', reason = ? WHERE id = ?",
                    arguments: [Self.waitsForPick, id])
            }
            CrashPoint.pass("before-start")
            return (experiment, owned)
        }
        CrashPoint.pass("after-start")
        var begun: [BegunLetter] = []
        for ((mailing, lock), (routing, announce)) in zip(owned, zip(routing, announce)) {
            let journal = try journal(of: mailing, lock: lock, isNew: true, routing: routing, announce: announce)
            begun.append(BegunLetter(mailing: mailing, journal: journal))
        }
        return (experiment, begun)
    }

    /// Of the mailing to the rest, before it has a letter: what all of them have in common.
    private static func unpicked(_ letter: NewMailing) -> NewMailing {
        var rest = NewMailing(
            message: Array("\r\n".utf8), messageID: "", digest: "", sourceDigest: "", subject: "",
            author: letter.author,
            relay: letter.relay, lists: letter.lists, maxRecipients: letter.maxRecipients, segment: letter.segment)
        rest.oneClick = letter.oneClick
        rest.verp = letter.verp
        rest.at = letter.at
        return rest
    }

    private static func join(
        _ mailing: Int64, _ experiment: Int64, letter: Int?, _ share: AudienceShare, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE mailing SET experiment = ?, letter_place = ?, share_seed = ?, share_first = ?, share_last = ?
                WHERE id = ?
                """,
            arguments: [
                experiment, letter, share.seed, share.ranks.lowerBound, share.ranks.upperBound, mailing,
            ])
    }

    /// The experiment that a mailing is part of; nil when it is part of none.
    package func experiment(of mailing: Int64) throws(StoreFailure) -> Experiment? {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT e.id, e.seed, e.winner, e.started_at FROM mailing m JOIN experiment e ON e.id = m.experiment
                    WHERE m.id = ?
                    """, arguments: [mailing])
            guard let row else { return nil }
            let mailings = try Row.fetchAll(
                db, sql: "SELECT id, letter_place, subject FROM mailing WHERE experiment = ? ORDER BY id",
                arguments: [row[0] as Int64])
            return Experiment(
                id: row[0], seed: row[1], startedAt: Timestamp(milliseconds: row[3]),
                letters: mailings.compactMap { mailing in
                    (mailing[1] as Int?).map {
                        Experiment.Letter(name: Experiment.name(ofLetter: $0), mailing: mailing[0], subject: mailing[2])
                    }
                }, rest: mailings.first { $0[1] == nil }?[0], winner: row[2])
        }
    }

    /// The other mailing of an experiment whose share has a subscriber.
    static func otherPart(of subscriber: Int64, than mailing: Int64, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT m.id FROM mailing o JOIN mailing m ON m.experiment = o.experiment AND m.id <> o.id
                JOIN mailing_list ml ON ml.mailing = m.id JOIN subscription x ON x.list = ml.list AND x.subscriber = ?1
                WHERE o.id = ?2 AND (x.id <= m.subscription_mark OR x.origin <= m.subscription_mark)
                    AND (x.ended IS NULL OR x.ended > m.departure_mark)
                    AND \(AudienceShare.ofMailing(has: AudienceShare.drawn)) LIMIT 1
                """, arguments: [subscriber, mailing])
    }
}
