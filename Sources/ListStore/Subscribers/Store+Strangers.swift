package import FanmailBasics
import GRDB
import MailingLists
package import SMTPCore
import SubscriberFiles

/// What is done about somebody who wants to leave a list to which their address is not subscribed.
package enum StrangerFate: Sendable, Equatable {
    case isToBeAnswered
    /// They were within a day, or too many others were.
    case wasAnswered
}

extension Store {
    /// So many answers a list gives in a day: From is easily forged.
    static let strangersAnswered = 100
    private static let day: Int64 = 86_400_000
    /// How long they are remembered, in days.
    package static let strangersKept = 30

    /// Counts somebody who wrote to a list's address for leaving.
    ///
    /// - Returns: the list, and whether they are to be told; nil when the token is none of those addresses'.
    package func meetStranger(
        _ sender: Mailbox, token text: String, now: Timestamp = .now
    ) throws -> (list: ListRecord, fate: StrangerFate)? {
        let token = try Token(opening: text, keys: tokenKeys.keys(), now: now)
        guard token.purpose == .leave, let list = try lists().first(where: { $0.id == token.subject }) else {
            return nil
        }
        let hash = AddressHash.form(of: sender).text
        let since = now.milliseconds - Self.day
        let fate = try write { db in
            try db.execute(
                sql: "DELETE FROM stranger WHERE at < ?",
                arguments: [now.milliseconds - Self.day * Int64(Self.strangersKept)])
            let wasAnswered = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM stranger WHERE address_hash = ?1 AND at > ?2 AND answered = 1)
                        OR (SELECT count(*) FROM stranger WHERE list = ?3 AND at > ?2 AND answered = 1) >= ?4
                    """, arguments: [hash, since, list.id, Self.strangersAnswered])
            let fate: StrangerFate = wasAnswered == false ? .isToBeAnswered : .wasAnswered
            try db.execute(
                sql: "INSERT INTO stranger (list, address_hash, at, answered) VALUES (?, ?, ?, ?)",
                arguments: [list.id, hash, now.milliseconds, fate == .isToBeAnswered])
            return fate
        }
        return (list, fate)
    }

    /// How many wrote to leave a list from an address that is not subscribed, within ``strangersKept`` days.
    package func strangers(of list: ListRecord, now: Timestamp = .now) throws(StoreFailure) -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM stranger WHERE list = ? AND at >= ?",
                arguments: [list.id, now.milliseconds - Self.day * Int64(Self.strangersKept)]) ?? 0
        }
    }
}
