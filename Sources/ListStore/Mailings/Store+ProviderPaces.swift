import Bounces
import GRDB

/// How quickly earlier mailings were taken for one provider's mailboxes.
package struct ProviderPace: Sendable, Equatable {
    /// Accepted ones.
    package private(set) var transactions = 0
    package private(set) var recipients = 0
    /// From the content's leave to the reply to it, all of them together.
    private var milliseconds = 0

    /// Of one transaction, in milliseconds; nil where there was none.
    package var latency: Double? { transactions > 0 ? Double(milliseconds) / Double(transactions) : nil }

    mutating func add(transactions: Int, recipients: Int, milliseconds: Int) {
        self.transactions += transactions
        self.recipients += recipients
        self.milliseconds += milliseconds
    }
}

extension Store {
    /// So many of a mailing's latest envelopes are looked at.
    private static let mostEnvelopes: Int64 = 20_000

    /// What mailings tell, by whose mailboxes it was; of envelopes with recipients of several domains nothing is known.
    package func providerPaces(of mailings: [Int64]) throws(StoreFailure) -> [String: ProviderPace] {
        var paces: [String: ProviderPace] = [:]
        for mailing in mailings {
            let rows = try read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT first_domain, count(*), sum(recipients - exceptions), sum(max(0, done_at - armed_at))
                        FROM envelope INDEXED BY envelope_number
                        WHERE mailing = ?1 AND number > (SELECT max(number) FROM envelope WHERE mailing = ?1) - ?2
                            AND outcome = 'accepted' AND armed_at IS NOT NULL AND first_domain = last_domain
                        GROUP BY first_domain
                        """, arguments: [mailing, Self.mostEnvelopes])
            }
            for row in rows {
                let provider = RuleProvider.mailboxes(ofDomain: row[0], server: nil)
                paces[provider, default: ProviderPace()].add(
                    transactions: row[1], recipients: row[2], milliseconds: row[3])
            }
        }
        return paces
    }
}
