package import FanmailBasics
import FanmailDelivery
import GRDB

extension Store {
    /// Gives the rest of an experiment's audience the letter that one of its shares had: the same octets, or what each
    /// copy is made from. From this commit on the mailing to the rest can be resumed.
    ///
    /// - Parameter winner: the mailing of that letter.
    /// - Returns: the mailing to the rest.
    /// - Throws: a conflict where nobody is left, another letter was picked before, or that mailing was cancelled.
    package func pick(_ winner: Int64, at now: Timestamp = .now) throws(StoreFailure) -> Int64 {
        guard let experiment = try experiment(of: winner), experiment.rest != winner else {
            throw StoreFailure(
                .conflict, "mailing \(winner) is of no letter with a share of its own", remedy: .seeMailings)
        }
        guard let rest = experiment.rest else {
            throw StoreFailure(
                .conflict, "everybody was in a share of experiment \(experiment.id): nobody is left to get a letter")
        }
        try write { db in
            let picked = try Int64.fetchOne(
                db, sql: "SELECT winner FROM experiment WHERE id = ?", arguments: [experiment.id])
            if let picked {
                guard picked == winner else {
                    throw StoreFailure(
                        .conflict, "the letter of mailing \(picked) was picked before: the rest gets that one")
                }
                return
            }
            guard try Self.state(of: rest, db) != .cancelled else {
                throw StoreFailure(.conflict, "mailing \(rest), to the rest, was cancelled")
            }
            try db.execute(
                sql: """
                    UPDATE mailing SET (message, message_id, digest, source_digest, subject, author, letter, letter_text)
                        = (SELECT w.message, w.message_id, w.digest, w.source_digest, w.subject, w.author, w.letter,
                            w.letter_text FROM mailing w WHERE w.id = ?1),
                        started_at = ?2, reason = ?3 WHERE id = ?4
                    """, arguments: [winner, now.milliseconds, RunEnd.interrupted.reason, rest])
            try db.execute(
                sql: "UPDATE experiment SET winner = ?, picked_at = ? WHERE id = ?",
                arguments: [winner, now.milliseconds, experiment.id])
            CrashPoint.pass("before-pick")
        }
        CrashPoint.pass("after-pick")
        return rest
    }

    /// - Throws: a conflict where a mailing is that to the rest, and its letter is not picked.
    static func expectLetter(of mailing: Int64, _ db: Database) throws {
        let waits = try Bool.fetchOne(
            db,
            sql: """
                SELECT m.letter_place IS NULL AND e.winner IS NULL FROM mailing m JOIN experiment e ON e.id = m.experiment
                WHERE m.id = ?
                """, arguments: [mailing])
        guard waits != true else {
            throw StoreFailure(
                .conflict, "mailing \(mailing) is to the rest of an experiment, and has no letter yet",
                remedy: .pickLetter(for: mailing))
        }
    }
}
