package import FanmailBasics
package import FanmailDelivery
import Foundation
import GRDB
import MailingLists
package import SMTPCore

/// A mailing as it stands in the database.
package struct MailingRecord: Sendable {
    package let id: Int64
    /// Their names, in the order of the header.
    package let lists: [String]
    package let state: MailingState
    /// Why it is not finished.
    package let reason: String?
    package let subject: String
    package let author: String
    package let messageID: String
    package let relay: String
    package let startedAt: Timestamp
    package let finishedAt: Timestamp?
    /// When it goes out, where it is scheduled.
    package var schedule: MailingSchedule?
    /// Who has no copy by then gets none.
    package var notAfter: Timestamp?
    /// Its audience is whoever is subscribed when it begins; ``startedAt`` is when it was written down.
    package var isUnbegun = false
    /// Its author wrote no Date.
    package var isDatedByUs = false
    package let totals: MailingTotals
    /// A process is at it at this moment.
    package let isOwned: Bool
    /// Its part in an experiment; nil where it is for all.
    package var experiment: ExperimentPart?

    /// It is finished, and nobody asks for more of it.
    package func hasNothingLeft(resendUnknown: Bool, retryRefused: Bool) -> Bool {
        state == .finished && totals.deferred + totals.pending == 0 && !(resendUnknown && totals.unknown > 0)
            && !(retryRefused && totals.refused > 0)
    }

    /// How it stands, in one word: as stored, but interrupted where a process died or was stopped in its midst.
    package var standing: String {
        let isInterrupted = state == .sending ? !isOwned : state == .paused && reason == RunEnd.interrupted.reason
        return isInterrupted ? "interrupted" : state.rawValue
    }
}

extension Store {
    package func mailing(_ id: Int64) throws(StoreFailure) -> MailingRecord {
        guard let record = try mailings(where: "WHERE m.id = \(id)").first else {
            throw StoreFailure(.notFound, "there is no mailing \(id)", remedy: .seeMailings)
        }
        return record
    }

    /// Whether a process is at it at this moment.
    package func isOwned(_ mailing: Int64) -> Bool { MailingLock.isHeld(database: path, mailing: mailing) }

    /// The newest first.
    package func mailings(limit: Int? = nil) throws(StoreFailure) -> [MailingRecord] {
        try mailings(where: "ORDER BY m.id DESC LIMIT \(limit ?? -1)")
    }

    private func mailings(where condition: String) throws(StoreFailure) -> [MailingRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.id, m.state, m.reason, m.subject, m.author, m.message_id, m.relay, m.started_at, m.finished_at,
                        (SELECT json_group_array(name) FROM (SELECT l.name FROM mailing_list ml
                            JOIN list l ON l.id = ml.list WHERE ml.mailing = m.id ORDER BY ml.position)),
                        m.experiment, m.letter_place, (SELECT e.winner FROM experiment e WHERE e.id = m.experiment),
                        m.send_at, m.zone, m.not_after, m.unbegun, m.dated_by_us
                    FROM mailing m \(condition)
                    """
            ).map { row in
                let id: Int64 = row[0]
                let lists = try JSONValue(parsing: row[9] as String).strings
                let isOwned = MailingLock.isHeld(database: path, mailing: id)
                let state: MailingState = try row.word(1)
                let sendAt = Timestamp(row[13] as Int64?)
                return MailingRecord(
                    id: id, lists: lists, state: state == .paused && sendAt != nil ? .scheduled : state, reason: row[2],
                    subject: row[3],
                    author: row[4], messageID: row[5], relay: row[6], startedAt: Timestamp(milliseconds: row[7]),
                    finishedAt: Timestamp(row[8] as Int64?),
                    schedule: sendAt.map { MailingSchedule(sendAt: $0, zone: row[14]) },
                    notAfter: Timestamp(row[15] as Int64?), isUnbegun: row[16], isDatedByUs: row[17],
                    totals: try Self.totals(db, id, isOwned: isOwned),
                    isOwned: isOwned,
                    experiment: (row[10] as Int64?).map {
                        let place: Int? = row[11]
                        let hasNoWinner = row[12] as Int64? == nil
                        return ExperimentPart(
                            experiment: $0, letter: place.map(Experiment.name),
                            waitsForPick: place == nil && hasNoWinner)
                    })
            }
        }
    }

    /// The final bytes of a mailing's message.
    package func message(of mailing: Int64) throws(StoreFailure) -> [UInt8] {
        let data = try read {
            try Data.fetchOne($0, sql: "SELECT message FROM mailing WHERE id = ?", arguments: [mailing])
        }
        guard let data else {
            throw StoreFailure(.notFound, "there is no mailing \(mailing)", remedy: .seeMailings)
        }
        return [UInt8](data)
    }

    /// The links of a mailing, by list, as they were when it began; with the list's address.
    package func oneClick(of mailing: Int64) throws(StoreFailure) -> [Int64: (link: OneClickLink, address: Mailbox)] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT ml.list, ml.one_click, ml.unsubscribe_url, l.address FROM mailing_list ml
                    JOIN list l ON l.id = ml.list
                    WHERE ml.mailing = ? AND ml.one_click <> 'never' AND ml.unsubscribe_url IS NOT NULL
                    """, arguments: [mailing])
            return Dictionary(
                try rows.map { row in
                    let policy = ListDefinition.OneClickPolicy(rawValue: row[1]) ?? .never
                    return (row[0], (OneClickLink(policy, url: row[2]), try Mailbox(parsing: row[3] as String)))
                }
            ) { $1 }
        }
    }

    /// The sums of a mailing that nobody sends: what is armed counts as unknown.
    package func totals(_ mailing: Int64) throws(StoreFailure) -> MailingTotals {
        try read { try Self.totals($0, mailing) }
    }

    /// - Parameter isOwned: whether a process waits for the replies to what is armed; else that is unknown.
    static func totals(_ db: Database, _ mailing: Int64, isOwned: Bool = false) throws -> MailingTotals {
        var totals = MailingTotals()
        guard let state = try state(of: mailing, db) else { return totals }
        // Nearly all are accepted, and to group those means to sort them.
        let envelopes = try Row.fetchAll(
            db,
            sql: """
                SELECT 'done', 'accepted', 1, coalesce(sum(recipients - exceptions), 0)
                FROM envelope WHERE mailing = ?1 AND is_retry = 0 AND outcome = 'accepted'
                UNION ALL
                SELECT state, outcome, min(attempt, 2), sum(recipients - exceptions)
                FROM envelope WHERE mailing = ?1 AND is_retry = 0 AND outcome IS NOT 'accepted' GROUP BY 1, 2, 3
                """, arguments: [mailing])
        for row in envelopes {
            if isOwned, try row.word(0, as: EnvelopeState.self) == .armed {
                totals.underWay += row[3]
                continue
            }
            let recorded: Outcome? = row[1] == nil ? nil : try row.word(1)
            totals.add(
                row[3], try row.word(0, as: EnvelopeState.self).outcome(recorded: recorded, attempt: row[2], in: state))
        }
        let statuses = try Row.fetchAll(
            db, sql: "SELECT outcome, count(*) FROM exception WHERE mailing = ? GROUP BY 1", arguments: [mailing])
        for row in statuses { totals.add(row[1], try row.word(0, as: Outcome.self)) }
        totals.envelopes =
            try Int.fetchOne(db, sql: "SELECT count(*) FROM envelope WHERE mailing = ?", arguments: [mailing]) ?? 0
        for list in try openedLists(db, mailing) where !list.isDone {
            // Who has no copy of a cancelled mailing will get none.
            totals.add(try list.audience.count(db, after: list.cursor), state == .cancelled ? .skipped : nil)
        }
        return totals
    }

    /// nil when there is no such mailing.
    static func state(of mailing: Int64, _ db: Database) throws -> MailingState? {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT state, send_at IS NOT NULL FROM mailing WHERE id = ?", arguments: [mailing])
        else { return nil }
        let state: MailingState = try row.word(0)
        return state == .paused && row[1] ? .scheduled : state
    }
}

extension MailingTotals {
    /// - Parameter outcome: nil while nothing was offered.
    fileprivate mutating func add(_ count: Int, _ outcome: Outcome?) {
        switch outcome {
        case .accepted?: accepted += count
        case .refused?: refused += count
        case .deferred?: deferred += count
        case .unknown?: unknown += count
        case .skipped?: skipped += count
        case nil: pending += count
        }
    }
}
