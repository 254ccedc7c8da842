package import FanmailBasics
import GRDB
package import SMTPCore

/// What one mailing brought to one person.
package struct PersonMailing: Sendable {
    package let mailing: Int64
    package let subject: String
    package let outcome: OutcomeRecord
}

/// A message about a subscription that waits to be sent to one person.
package struct PersonNotice: Sendable {
    package let kind: NoticeRecord.Kind
    package let list: String
    package let recipient: String
    package let at: Timestamp
    package let attempts: Int
}

/// That somebody was asked to confirm a subscription.
package struct ConfirmationRequest: Sendable {
    package let address: String
    package let list: String
    package let at: Timestamp
}

extension Store {
    /// The mailings that had a copy for an address, the oldest first, each with its outcome.
    package func mailings(of address: Mailbox) throws(StoreFailure) -> [PersonMailing] {
        var mailings: [PersonMailing] = []
        for candidate in try candidates(for: address) {
            do {
                let story = try story(of: address, in: candidate.id)
                // Of the other address.
                guard story.movedFrom == nil else { continue }
                mailings.append(
                    PersonMailing(mailing: candidate.id, subject: candidate.subject, outcome: story.outcome))
            } catch  where error.kind == .notFound {
                // Not in its audience.
            }
        }
        return mailings
    }

    /// The latest mailing that had a copy for an address, or for whoever it was before they moved.
    package func latestMailing(of address: Mailbox) throws(StoreFailure) -> Int64 {
        for candidate in try candidates(for: address).reversed() {
            do {
                _ = try story(of: address, in: candidate.id)
                return candidate.id
            } catch  where error.kind == .notFound {
                // Not in its audience.
            }
        }
        throw StoreFailure(.notFound, "no mailing has had a copy for \(address.address)", remedy: .seeMailings)
    }

    /// Mailings that may have had a copy for an address, the oldest first.
    private func candidates(for address: Mailbox) throws(StoreFailure) -> [(id: Int64, subject: String)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.id, m.subject FROM subscriber s JOIN subscription x ON x.subscriber = s.id
                    JOIN mailing_list ml ON ml.list = x.list JOIN mailing m ON m.id = ml.mailing
                    WHERE s.address_key = ?1 AND (x.id <= m.subscription_mark OR x.origin <= m.subscription_mark)
                    UNION SELECT m.id, m.subject FROM subscriber s JOIN exception e ON e.subscriber = s.id
                    JOIN mailing m ON m.id = e.mailing WHERE s.address_key = ?1 ORDER BY 1
                    """, arguments: [address.key]
            ).map { (id: $0[0] as Int64, subject: $0[1] as String) }
        }
    }

    /// The bounces of an address, the oldest first.
    package func bounces(of address: Mailbox) throws(StoreFailure) -> [BounceRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Self.bounceColumns)
                    WHERE b.subscriber = (SELECT id FROM subscriber WHERE address_key = ?) ORDER BY b.id
                    """, arguments: [address.key]
            ).map(Self.bounce)
        }
    }

    /// What waits to be said to an address, the oldest first.
    package func notices(of address: Mailbox) throws(StoreFailure) -> [PersonNotice] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT n.kind, l.name, n.recipient, n.at, n.attempts FROM subscriber s
                    JOIN notice n ON n.subscriber = s.id JOIN list l ON l.id = n.list AND l.removed_at IS NULL
                    WHERE s.address_key = ? ORDER BY n.id
                    """, arguments: [address.key]
            ).map {
                PersonNotice(
                    kind: try $0.word(0), list: $0[1], recipient: $0[2], at: Timestamp(milliseconds: $0[3]),
                    attempts: $0[4])
            }
        }
    }

    /// When an address was asked to confirm, the oldest first.
    package func confirmationRequests(of address: Mailbox) throws(StoreFailure) -> [ConfirmationRequest] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT s.address, l.name, c.at FROM subscriber s JOIN confirmation_request c ON c.subscriber = s.id
                    JOIN list l ON l.id = c.list AND l.removed_at IS NULL WHERE s.address_key = ? ORDER BY c.id
                    """, arguments: [address.key]
            ).map { ConfirmationRequest(address: $0[0], list: $0[1], at: Timestamp(milliseconds: $0[2])) }
        }
    }
}
