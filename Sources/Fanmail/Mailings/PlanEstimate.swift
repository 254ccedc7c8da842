import FanmailBasics
import FanmailDelivery
import ListStore

/// How long a mailing will take, and what that is taken from.
public struct PlanEstimate: Sendable, Equatable {
    /// What it is taken from.
    public enum Basis: Sendable, Equatable {
        /// Recipients per second that are allowed.
        case rate(Double)
        /// A mailing to the same relay, and its pace.
        case mailing(Int64)
        /// A round trip of 50 ms a transaction: nothing better is known.
        case roundTrip
    }

    /// From the beginning to the last reply.
    public let seconds: Double
    /// What that is taken from.
    public let basis: Basis
    /// Of a transaction, where nothing is known.
    static let assumedMilliseconds = 50.0
}

extension PostOffice {
    /// So many of the latest mailings are looked at.
    static let remembered = 20
    /// A mailing of fewer transactions tells nothing of a pace.
    private static let least = 20

    /// By the pace of the latest mailings to the same relay, where there are such, and never faster than is allowed.
    public func estimate(_ plan: MailingPlan) throws(FanmailFailure) -> PlanEstimate {
        let guess: PlanEstimate
        if let (mailing, pace) = try fastest() {
            guess = PlanEstimate(seconds: Double(plan.transactions) / pace, basis: .mailing(mailing))
        } else {
            let seconds =
                Double(plan.transactions) * PlanEstimate.assumedMilliseconds / 1000
                / Double(max(1, settings.connections))
            guess = PlanEstimate(seconds: seconds, basis: .roundTrip)
        }
        guard let rate = settings.rate, let seconds = plan.seconds, seconds >= guess.seconds else { return guess }
        return PlanEstimate(seconds: seconds, basis: .rate(rate))
    }

    /// A mailing that waited for its deferred recipients, or overnight, was slower than its relay.
    private func fastest() throws(FanmailFailure) -> (mailing: Int64, transactionsPerSecond: Double)? {
        let mailings: [MailingRecord]
        do { mailings = try store.mailings(limit: Self.remembered) } catch { throw FanmailFailure(error) }
        let paces = mailings.compactMap { mailing -> (mailing: Int64, transactionsPerSecond: Double)? in
            guard mailing.state == .finished, mailing.relay == settings.destination, let end = mailing.finishedAt,
                mailing.totals.envelopes >= Self.least
            else { return nil }
            let seconds = (end - mailing.startedAt) / .seconds(1)
            return (mailing.id, Double(mailing.totals.envelopes) / max(seconds, 0.001))
        }
        return paces.max { $0.transactionsPerSecond < $1.transactionsPerSecond }
    }
}
