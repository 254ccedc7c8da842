package import FanmailBasics
package import FanmailDelivery
import GRDB
package import MailingLists
package import SMTPCore

/// One copy's story: who, in which envelope, what was answered.
package struct CopyStory: Sendable {
    /// Where the copy goes.
    package let address: String
    /// The address that was asked for, where whoever has it gave the other one while the mailing was under way.
    package let movedFrom: String?
    package let name: String?
    package let list: String
    let listID: Int64
    /// By which the copy was theirs.
    let subscription: Int64?
    package let joinedAt: Timestamp?
    package let joinedFrom: String?
    package let outcome: OutcomeRecord
    /// The latest envelope it was in; nil when it was in none.
    package let envelope: StoryEnvelope?
    package let nextAttempt: Timestamp?
    /// Why it has not gone yet, what matters most first; empty where it has, or never will.
    package let holds: [CopyHold]
    package let bounce: BounceRecord?
    /// The one that the bounce opened, or that is out.
    package let probe: BounceProbe?
}

/// An envelope, as a story tells it.
package struct StoryEnvelope: Sendable {
    package let number: Int64
    package let reversePath: ReversePath
    package let recipients: Int
    /// The recipient's place in it, from 1.
    package let position: Int
    package let relay: String?
    package let cutAt: Timestamp
    package let armedAt: Timestamp?
    package let doneAt: Timestamp?
}

extension Store {
    /// What became of one address in a mailing.
    package func story(of address: Mailbox, in mailing: Int64) throws(StoreFailure) -> CopyStory {
        let record = try self.mailing(mailing)
        return try read { db in
            let asked = try Row.fetchOne(
                db, sql: "SELECT id, address, name, domain FROM subscriber WHERE address_key = ?",
                arguments: [address.key])
            guard let asked else {
                throw StoreFailure(.notFound, "\(address.address) is not known here", remedy: .seeSubscribers)
            }
            var (person, status, envelope) = (
                asked, try Self.recipientStatus(of: asked[0], in: mailing, db), nil as Row?
            )
            envelope = try Self.envelope(of: asked[0], in: mailing, number: status?["envelope"], db)
            if status == nil, envelope == nil {
                for heir in try Self.heirs(of: asked[0], in: mailing, db) where status == nil && envelope == nil {
                    person = heir
                    status = try Self.recipientStatus(of: heir[0], in: mailing, db)
                    envelope = try Self.envelope(of: heir[0], in: mailing, number: status?["envelope"], db)
                }
                if status == nil, envelope == nil { person = asked }
            }
            let id: Int64 = person[0]
            let list: Int64? = status?["list"] ?? envelope?["list"]
            guard let list, let outcome = status ?? envelope else {
                if let list = try Self.listAhead(of: asked[0], in: mailing, db) {
                    return try Self.story(ahead: asked, list: list, record, db)
                }
                if let other = try Self.otherPart(of: asked[0], than: mailing, db) {
                    throw StoreFailure(
                        .notFound,
                        "mailing \(mailing) has no copy for \(person[1] as String): by lot theirs is that of mailing \(other)"
                    )
                }
                throw StoreFailure(
                    .notFound,
                    Self.noCopy(of: person[1], in: record))
            }
            let subscription = try Row.fetchOne(
                db,
                sql: """
                    SELECT x.joined_at, x.source, l.name, x.id FROM subscription x JOIN list l ON l.id = x.list
                    JOIN mailing m ON m.id = ?1 WHERE x.subscriber = ?2 AND x.list = ?3
                        AND (x.id <= m.subscription_mark OR x.origin <= m.subscription_mark)
                    ORDER BY x.id DESC LIMIT 1
                    """, arguments: [mailing, id, list])
            let bounce = try Self.bounce(of: id, in: mailing, db)
            return CopyStory(
                address: person[1], movedFrom: id == asked[0] ? nil : asked[1], name: person[2],
                list: subscription?[2] ?? "", listID: list, subscription: subscription?[3],
                joinedAt: Timestamp(subscription?[0]),
                joinedFrom: subscription?[1], outcome: try Self.outcome(outcome, isOwned: record.isOwned),
                envelope: try envelope.map { try storyEnvelope($0, startedAt: record.startedAt) },
                nextAttempt: status == nil ? Timestamp(envelope?["next_attempt_at"]) : nil,
                holds: status == nil ? try Self.holds(of: envelope?["id"], at: person[3], record, db) : [],
                bounce: bounce,
                probe: try bounce.flatMap { try Self.probe(openedBy: $0.id, orOpenOf: subscription?[3], db) })
        }
    }

    /// Why there is none, or none yet.
    private static func noCopy(of address: String, in mailing: MailingRecord) -> String {
        if mailing.isUnbegun, mailing.state == .scheduled {
            return "mailing \(mailing.id) has not begun: it goes to whoever is subscribed when it does"
        }
        return mailing.totals.pending > 0
            ? "no envelope of mailing \(mailing.id) holds \(address) yet"
            : "mailing \(mailing.id) has no copy for \(address): not subscribed when it began"
    }

    private static func recipientStatus(of subscriber: Int64, in mailing: Int64, _ db: Database) throws -> Row? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT s.address, x.outcome, x.code, x.status, \(OutcomeSQL.textOfRecipientStatus) AS text, x.attempts,
                    x.envelope, x.list
                FROM exception x JOIN subscriber s ON s.id = x.subscriber
                WHERE x.mailing = ?1 AND x.subscriber = ?2
                """, arguments: [mailing, subscriber])
    }

    /// To whom a copy may have gone over by a move, the latest first.
    private static func heirs(of subscriber: Int64, in mailing: Int64, _ db: Database) throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT s.id, s.address, s.name, s.domain FROM subscription o
                JOIN subscription x INDEXED BY subscription_origin ON x.origin = coalesce(o.origin, o.id)
                JOIN subscriber s ON s.id = x.subscriber
                WHERE o.subscriber = ?2 AND x.subscriber <> ?2
                    AND o.list IN (SELECT list FROM mailing_list WHERE mailing = ?1)
                ORDER BY x.id DESC
                """, arguments: [mailing, subscriber])
    }

    /// The envelope with this number, or the one whose range holds the subscriber.
    private static func envelope(of subscriber: Int64, in mailing: Int64, number: Int64?, _ db: Database) throws -> Row?
    {
        let columns = """
            SELECT e.id, e.number AS envelope, e.list, ml.reverse_path, ml.verp, ml.verp_turn, ?2 AS member, e.recipients, e.relay, e.cut_at, e.armed_at, e.done_at,
                \(OutcomeSQL.codeOfEnvelope) AS code, \(OutcomeSQL.statusOfEnvelope) AS status,
                CASE WHEN e.state = 'cut' AND m.state <> 'cancelled' AND e.attempt > 1 AND e.not_before < \(Timestamp.never.milliseconds)
                    THEN e.not_before END AS next_attempt_at,
                \(OutcomeSQL.textOfEnvelope) AS text, \(OutcomeSQL.attemptsOfEnvelope) AS attempts,
                \(OutcomeSQL.ofEnvelope) AS outcome, e.state,
                (SELECT j.key + 1 FROM json_each(e.members) j WHERE j.value = ?2) AS position, s.address
            FROM envelope e JOIN mailing m ON m.id = e.mailing
            JOIN mailing_list ml ON ml.mailing = e.mailing AND ml.list = e.list JOIN subscriber s ON s.id = ?2
            """
        if let number {
            return try Row.fetchOne(
                db, sql: columns + " WHERE e.mailing = ?1 AND e.number = ?3", arguments: [mailing, subscriber, number])
        }
        return try Row.fetchOne(
            db,
            sql: columns + """
                 WHERE e.mailing = ?1 AND e.is_retry = 0
                AND (s.domain, s.id) BETWEEN (e.first_domain, e.first_subscriber) AND (e.last_domain, e.last_subscriber)
                AND EXISTS (SELECT 1 FROM json_each(e.members) j WHERE j.value = ?2)
                """, arguments: [mailing, subscriber])
    }

    private func storyEnvelope(_ row: Row, startedAt: Timestamp) throws -> StoryEnvelope {
        var reversePath = ReversePath(stored: row["reverse_path"])
        let verp = VERPScope(
            always: row["verp"] == ListDefinition.VERPPolicy.always.rawValue, turn: row["verp_turn"])
        let recipients: Int = row["recipients"]
        if recipients == 1, verp.has(row["member"]) {
            reversePath = Self.reversePath(
                of: reversePath, envelope: row["id"], cutAt: Timestamp(milliseconds: row["cut_at"]),
                try tokenKeys.signing(at: startedAt))
        }
        return StoryEnvelope(
            number: row["envelope"], reversePath: reversePath,
            recipients: recipients,
            position: row["position"] ?? 0, relay: row["relay"], cutAt: Timestamp(milliseconds: row["cut_at"]),
            armedAt: Timestamp(row["armed_at"] as Int64?), doneAt: Timestamp(row["done_at"] as Int64?))
    }

    /// The reverse-path of one envelope (VERP): the same whenever it is asked for.
    static func reversePath(
        of list: ReversePath, envelope: Int64, cutAt: Timestamp, _ key: TokenKey
    ) -> ReversePath {
        TokenAddress.reversePath(of: list, token: envelopeToken(of: envelope, cutAt: cutAt, key))
    }

    /// What names an envelope in failure reports.
    package static func envelopeToken(of envelope: Int64, cutAt: Timestamp, _ key: TokenKey) -> String {
        Token(.bounce, of: envelope, expires: cutAt + bounceLifetime).sealed(with: key)
    }

    /// The envelope of a copy as it was offered: its recipient, with what is known of them now.
    package func envelope(of story: CopyStory) throws(StoreFailure) -> CutEnvelope {
        var batch = RecipientBatch()
        batch.append(id: 0, address: story.address)
        let known = try (try? Mailbox(parsing: story.address)).map { mailbox throws(StoreFailure) in
            try details(of: mailbox)
        }
        return CutEnvelope(
            id: 0, number: story.envelope?.number ?? 0, list: story.listID,
            reversePath: story.envelope?.reversePath ?? .null, recipients: batch, attempt: 1, isRetry: false,
            departureMark: 0,
            recipient: known.flatMap { $0 }.map {
                RecipientDetails(
                    subscription: story.subscription ?? 0, name: $0.name, language: $0.language,
                    attributes: $0.attributes)
            })
    }

    private static func bounce(of subscriber: Int64, in mailing: Int64, _ db: Database) throws -> BounceRecord? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT \(Self.bounceColumns)
                WHERE b.subscriber = ? AND b.mailing = ? ORDER BY b.id DESC LIMIT 1
                """, arguments: [subscriber, mailing]
        ).map(Self.bounce)
    }
}
