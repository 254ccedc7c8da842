package import FanmailBasics
import GRDB
package import MailingLists
package import SMTPCore

/// What redeeming a token did.
package struct TokenEffect: Sendable, Equatable {
    package enum Result: String, Sendable {
        case confirmed, unsubscribed
        /// The subscription was that way already, or has ended: a token works once.
        case unchanged
    }

    package let purpose: Token.Purpose
    package let list: String
    package let address: String
    package let result: Result
    package let expires: Timestamp
}

extension Store {
    package static let confirmationLimit = 3

    /// Signs a token for the live subscription of an address.
    ///
    /// - Throws: when there is none, or for a confirmation when it is not pending.
    package func token(
        _ purpose: Token.Purpose, for address: Mailbox, list: ListRecord, lasting lifetime: Duration
    ) throws(StoreFailure) -> String {
        let row = try read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT x.id, x.state FROM subscription x JOIN subscriber s ON s.id = x.subscriber
                    WHERE s.address_key = ? AND x.list = ? AND x.ended IS NULL
                    """, arguments: [address.key, list.id]
            ).map { (id: $0[0] as Int64, state: try $0.word(1, as: SubscriptionState.self)) }
        }
        guard let row else { throw StoreFailure(.notFound, "\(address.address) is not subscribed to \(list.name)") }
        guard purpose != .confirm || row.state == .pending else {
            throw StoreFailure(.conflict, "\(address.address) is confirmed on \(list.name) already")
        }
        return Token(purpose, of: row.id, expires: .now + lifetime).sealed(with: try tokenKeys.current())
    }

    /// Makes a subscription that waits for its confirmation; `nil` when the address is subscribed already.
    ///
    /// - Returns: how many confirmations were asked of the address within a day, this one included.
    /// - Throws: when that would be more than ``confirmationLimit``, on whatever list.
    package func askToConfirm(
        _ address: Mailbox, name: String?, list: ListRecord, source: String, by: String?, now: Timestamp = .now
    ) throws(StoreFailure) -> Int? {
        try list.expectLive()
        return try write { db in
            try UnfinishedImports.release(address.key, list: list.id, db)
            try db.execute(
                sql: """
                    INSERT INTO subscriber (address, address_key, domain, name, created_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (address_key) DO UPDATE SET name = coalesce(excluded.name, name)
                    """, arguments: [address.address, address.key, address.domain, name, now.milliseconds])
            let subscriber = try Int64.fetchOne(
                db, sql: "SELECT id FROM subscriber WHERE address_key = ?", arguments: [address.key])
            let state: SubscriptionState? = try Row.fetchOne(
                db, sql: "SELECT state FROM subscription WHERE subscriber = ? AND list = ? AND ended IS NULL",
                arguments: [subscriber, list.id])?.word(0)
            guard state != .active else { return nil }
            let asked =
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM confirmation_request WHERE subscriber = ? AND at > ?",
                    arguments: [subscriber, now.milliseconds - 86_400_000]) ?? 0
            guard asked < Self.confirmationLimit else {
                throw StoreFailure(
                    .conflict,
                    "\(address.address) was asked to confirm \(asked) times within a day; nobody is bombed with that")
            }
            if state == nil {
                try db.execute(
                    sql: """
                        INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source, how, by_whom)
                        SELECT ?, id, domain, address, 'pending', ?, ?, 'double opt-in', ? FROM subscriber WHERE id = ?
                        """, arguments: [list.id, now.milliseconds, source, by, subscriber])
            }
            try db.execute(
                sql: "INSERT INTO confirmation_request (subscriber, list, at) VALUES (?, ?, ?)",
                arguments: [subscriber, list.id, now.milliseconds])
            return asked + 1
        }
    }

    /// The address by which whoever writes to it leaves a list: it stands in messages to many, so that its token is the
    /// list's, and who leaves is told by the mail's From. Nil when the list's name leaves no room for a token.
    package func leaveAddress(of list: ListRecord, now: Timestamp = .now) throws(StoreFailure) -> String? {
        let token = Token(.leave, of: list.id, expires: now + Self.leaveLifetime).sealed(with: try tokenKeys.current())
        return TokenAddress.address(of: list.address, .leave, token: token)
    }

    /// How long failure reports are attributed: relays give up within days.
    static let bounceLifetime: Duration = .seconds(60 * 86_400)

    /// How long links and addresses in messages are good: mail is read late.
    package static let leaveLifetime: Duration = .seconds(2 * 365 * 86_400)

    /// Verifies a token and does what it says, once. Who leaves by a letter to an address they had before leaves with the
    /// address they moved to.
    ///
    /// - Parameter sender: who wrote to the token's address, where it came by mail.
    /// - Parameter isDryRun: only tells what it would do.
    package func redeem(
        _ text: String, source: String, sender: Mailbox? = nil, isDryRun: Bool = false, now: Timestamp = .now
    ) throws -> TokenEffect {
        let token = try Token(opening: text, keys: tokenKeys.keys(), now: now)
        return try write { db in
            var subscription = try Self.subscription(token, sender: sender, db)
            if token.purpose != .confirm { subscription = try Self.whereItMoved(subscription, db) }
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT l.name, x.address, x.state, x.subscriber, x.list FROM subscription x
                    JOIN list l ON l.id = x.list AND l.removed_at IS NULL WHERE x.id = ?
                    """, arguments: [subscription])
            guard let row else { throw StoreFailure(.notFound, "the subscription of this token is gone") }
            let state: SubscriptionState = try row.word(2)
            var result = TokenEffect.Result.unchanged
            switch token.purpose {
            case .confirm where state == .pending:
                result = .confirmed
                if !isDryRun {
                    try db.execute(
                        sql: """
                            UPDATE subscription SET state = 'active', confirmed_at = ?, confirmed_from = ? WHERE id = ?
                            """, arguments: [now.milliseconds, source, subscription])
                }
            case .unsubscribe where state.isLive, .leave where state.isLive:
                result = .unsubscribed
                if !isDryRun {
                    try Self.end(
                        subscription, of: row[3], list: row[4], source: source, how: "token", by: nil, db)
                }
            case .unsubscribe where state == .bounced, .leave where state == .bounced:
                // Should the bounce be taken back, this stands.
                if !isDryRun {
                    try Self.ownWord(of: row[3], list: row[4], how: "token", source: source, db)
                }
            case .confirm, .unsubscribe, .leave, .bounce, .probe: break
            }
            return TokenEffect(
                purpose: token.purpose, list: row[0], address: row[1], result: result, expires: token.expires)
        }
    }

    /// The subscription that a token is about.
    private static func subscription(_ token: Token, sender: Mailbox?, _ db: Database) throws -> Int64 {
        guard token.purpose != .bounce, token.purpose != .probe else {
            throw StoreFailure(
                .conflict, "this token stands in a reverse-path, and says nothing but who was written to")
        }
        guard token.purpose == .leave else { return token.subject }
        guard let sender else {
            throw StoreFailure(.conflict, "this is a list's token, which works only by mail from who leaves")
        }
        let id = try Int64.fetchOne(
            db,
            sql: """
                SELECT x.id FROM subscription x WHERE x.subscriber IN (\(rowsOfPerson)) AND x.list = ?2
                ORDER BY x.ended IS NULL DESC, x.id DESC
                """, arguments: [sender.key, token.subject])
        guard let id else { throw StoreFailure(.stranger, "\(sender.address) is not subscribed to that list") }
        return id
    }

    /// The live subscription of the same person to the same list, where this one ended because they moved; else itself.
    private static func whereItMoved(_ subscription: Int64, _ db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT y.id FROM subscription x JOIN departure d ON d.id = x.ended AND d.how = 'moved'
                JOIN subscriber s ON s.id = x.subscriber JOIN subscriber o ON o.person = s.person
                JOIN subscription y ON y.subscriber = o.id AND y.list = x.list AND y.ended IS NULL
                WHERE x.id = ? ORDER BY y.id DESC
                """, arguments: [subscription]) ?? subscription
    }
}
