import Bounces
package import FanmailBasics
import GRDB
import MailingLists
import SMTPCore

/// Finds whom a report is about: by signed tokens, then by the addresses that it names.
extension Store {
    /// A report that no token comes with is taken to be about mail of so many days.
    static let reportDays: Int64 = 14

    /// Whom a report is about. Reads only.
    package func attribute(
        _ evidence: ReportEvidence, now: Timestamp = .now
    ) throws(StoreFailure) -> ReportAttribution {
        let keys = try tokenKeys.keys()
        return try read { try Self.attribute(evidence, keys: keys, now: now, $0) }
    }

    static func attribute(
        _ evidence: ReportEvidence, keys: [TokenKey], now: Timestamp, _ db: Database
    ) throws -> ReportAttribution {
        let proof = try ReportProof(evidence, keys: keys, now: now, db)
        var result = ReportAttribution()
        result.refusedToken = proof.refusedToken
        var places: [Int64: Int] = [:]
        for recipient in evidence.recipients.prefix(ReportEvidence.mostRecipients) {
            guard let person = try find(recipient, proof, now: now, db) else {
                result.strangers.append(recipient)
                continue
            }
            // Of two who are one, as where a copy was forwarded to several, the one counts that names them.
            if let place = places[person.subscriber] {
                let isNamed = [recipient.original, recipient.address].contains(person.address)
                if isNamed { result.found[place] = (person, recipient) }
            } else {
                places[person.subscriber] = result.found.count
                result.found.append((person, recipient))
            }
        }
        return result
    }

    private static func find(
        _ recipient: ReportedRecipient, _ proof: ReportProof, now: Timestamp, _ db: Database
    ) throws -> FoundSubscriber? {
        // Who is named: the address that was written to before the one that failed.
        let originals = try people(recipient.original, db)
        let finals = try people(recipient.address, db)
        let named = originals + finals
        func member(of envelope: ReportedEnvelope, _ attribution: BounceAttribution) throws -> FoundSubscriber? {
            guard let id = named.first(where: envelope.members.contains) else { return nil }
            return try found(id, envelope.mailing, envelope.list, attribution, db)
        }
        func only(of envelope: ReportedEnvelope, _ attribution: BounceAttribution) throws -> FoundSubscriber? {
            guard envelope.members.count == 1, let id = envelope.members.first else { return nil }
            return try found(id, envelope.mailing, envelope.list, attribution, db)
        }
        if let probe = proof.probe, var one = try found(probe.subscriber, nil, probe.list, .probe, db) {
            one.probe = probe.id
            return one
        }
        // The reverse-path of one recipient's own says who is meant, whoever the report names.
        if let envelope = proof.reversePath {
            if let one = try only(of: envelope, .verp) ?? member(of: envelope, .envelopeID) { return one }
        }
        // A report that names another original recipient is about another envelope, whoever failed of it.
        let isOfAnother = { (envelope: ReportedEnvelope) in
            recipient.original.map { (try? Mailbox(parsing: $0)) != nil } == true
                && !originals.contains(where: envelope.members.contains)
        }
        if let envelope = proof.envelopeID, !isOfAnother(envelope) {
            if let one = try member(of: envelope, .envelopeID) { return one }
            if let one = try only(of: envelope, .forwarded) { return one }
        }
        if let subscription = proof.subscription,
            let one = try found(
                subscription.subscriber, proof.mailing, subscription.list, .returnedToken, db)
        {
            return one
        }
        if let envelope = proof.returnedPath {
            if let one = try only(of: envelope, .returnedToken) ?? member(of: envelope, .envelopeID) { return one }
        }
        return try byAddress(recipient, proof, named, now: now, db)
    }

    /// Whoever had a copy of the mailing at that address; where no mailing is told, of a late one.
    private static func byAddress(
        _ recipient: ReportedRecipient, _ proof: ReportProof, _ named: [Int64], now: Timestamp, _ db: Database
    ) throws -> FoundSubscriber? {
        for mailing in [proof.mailing, nil] where mailing != nil || proof.mailing == nil {
            let isOfMailing = mailing != nil
            for id in named {
                guard let copy = try copy(for: id, in: mailing, now: now, db) else { continue }
                return try found(
                    id, copy.mailing, copy.list, .named(by: recipient.source, isOfMailing: isOfMailing), db)
            }
        }
        return nil
    }

    /// The row of an address, then others of the same person; nobody for what is no address, or nobody's here.
    private static func people(_ address: String?, _ db: Database) throws -> [Int64] {
        guard let address, let mailbox = try? Mailbox(parsing: address) else { return [] }
        return try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM subscriber WHERE id IN (\(rowsOfPerson)) ORDER BY address_key = ?1 DESC, id DESC
                    """), arguments: [mailbox.key])
    }

    /// Nil for who was erased meanwhile.
    private static func found(
        _ subscriber: Int64, _ mailing: Int64?, _ list: Int64?, _ attribution: BounceAttribution, _ db: Database
    ) throws -> FoundSubscriber? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT address FROM subscriber WHERE id = ? AND erased_at IS NULL"),
            arguments: [subscriber]
        ).map {
            FoundSubscriber(
                subscriber: subscriber, address: $0, mailing: mailing, list: list, attribution: attribution)
        }
    }

    /// The latest mailing, or this one, that had a copy for a subscriber, and the list it came by. Whose audience they
    /// were is told by their subscription, so that no envelope is looked through. What was sent to a share and to the rest
    /// has one Message-ID: of these it is the one whose share they are in.
    private static func copy(
        for subscriber: Int64, in mailing: Int64?, now: Timestamp, _ db: Database
    ) throws -> (mailing: Int64, list: Int64)? {
        let since = mailing == nil ? now.milliseconds - reportDays * 86_400_000 : 0
        return try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT m.id, x.list FROM subscription x JOIN mailing_list ml ON ml.list = x.list
                    JOIN mailing m ON m.id = ml.mailing
                    WHERE x.subscriber = ?1 AND m.started_at >= ?3 AND (?2 IS NULL OR m.id = ?2 OR EXISTS (
                            SELECT 1 FROM mailing o WHERE o.id = ?2 AND o.experiment = m.experiment
                                AND o.message_id = m.message_id))
                        AND \(AudienceShare.ofMailing(has: AudienceShare.drawn))
                        AND (x.id <= m.subscription_mark OR x.origin <= m.subscription_mark) AND x.state <> 'pending'
                        AND (x.ended IS NULL OR x.ended > m.departure_mark)
                        AND NOT EXISTS (SELECT 1 FROM exception e
                            WHERE e.mailing = m.id AND e.subscriber = x.subscriber AND e.outcome = 'skipped')
                    ORDER BY m.id DESC LIMIT 1
                    """), arguments: [subscriber, mailing, since]
        ).map { ($0[0], $0[1]) }
    }
}
