import Bounces
import FanmailBasics
import FanmailDelivery
import ListStore

/// How long a mailing will take at each of the providers whose mailboxes it goes to, and what the limit is.
package struct PlanForecast: Sendable {
    /// What keeps it from being faster.
    package enum Limit: String, Sendable {
        /// The rate that is set.
        case rate
        /// As many connections as are allowed, each of which waits for replies.
        case connections
    }

    /// The part of one provider.
    package struct Part: Sendable {
        /// A short name, or a domain that is nobody's who is known.
        package let provider: String
        package let recipients: Int
        /// Its part of the time. The parts together are as long as the whole.
        package let seconds: Double
        /// What a transaction took in earlier mailings, in milliseconds; nil where nothing is known.
        package let latency: Double?
    }

    package let limit: Limit
    /// The largest first, as many as are told.
    package let parts: [Part]
    /// Providers that are not told.
    package let others: Int

    /// - Parameters:
    ///   - estimate: of the whole.
    ///   - paces: of earlier mailings, by provider.
    init(
        _ domains: [MailingPlan.DomainCount], _ estimate: PlanEstimate, _ paces: [String: ProviderPace], most: Int
    ) {
        var recipients: [String: Int] = [:]
        for domain in domains {
            recipients[RuleProvider.mailboxes(ofDomain: domain.domain, server: nil), default: 0] += domain.recipients
        }
        let known = paces.values.compactMap { pace in pace.latency.map { (pace.transactions, $0) } }
        let transactions = known.reduce(0) { $0 + $1.0 }
        // Of whom nothing is known, the others are the best guess.
        let usual =
            transactions > 0
            ? known.reduce(0) { $0 + Double($1.0) * $1.1 } / Double(transactions) : PlanEstimate.assumedMilliseconds
        let limit: Limit = if case .rate = estimate.basis { .rate } else { .connections }
        self.limit = limit
        func work(_ provider: String) -> Double {
            let count = Double(recipients[provider] ?? 0)
            return limit == .rate ? count : count * max(1, paces[provider]?.latency ?? usual)
        }
        let whole = recipients.keys.reduce(0) { $0 + work($1) }
        let order = recipients.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        parts = order.prefix(most).map { provider, count in
            Part(
                provider: provider, recipients: count,
                seconds: whole > 0 ? estimate.seconds * work(provider) / whole : 0, latency: paces[provider]?.latency)
        }
        others = max(0, order.count - most)
    }
}

extension PostOffice {
    /// By what the latest mailings to the same relay tell.
    package func forecast(
        _ plan: MailingPlan, _ estimate: PlanEstimate, most: Int = 20
    ) throws(FanmailFailure) -> PlanForecast {
        do {
            let mailings = try store.mailings(limit: Self.remembered).filter { $0.relay == settings.destination }
            let paces = try store.providerPaces(of: mailings.prefix(5).map(\.id))
            return PlanForecast(plan.domains, estimate, paces, most: most)
        } catch {
            throw FanmailFailure(error)
        }
    }
}
