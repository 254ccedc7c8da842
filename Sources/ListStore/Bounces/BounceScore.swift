package import FanmailBasics
package import MailingLists

/// The score of one subscription, bounce by bounce in their order. Its clock is that of what it is told.
package struct BounceScore: Sendable {
    private let policy: BouncePolicy
    /// In hundredths of a point, as of the latest bounce or delivery.
    package private(set) var hundredths = 0
    private var latest: Timestamp?
    /// Of the day that is counted: which it is since 1970 in UTC, and what it has counted.
    private var day = (number: Int64.min, hundredths: 0)
    /// Mailings with hard bounces, where the policy counts those.
    private var mailings: [(id: Int64, at: Timestamp)] = []

    private static let dayLength: Int64 = 86_400_000

    package init(_ policy: BouncePolicy) { self.policy = policy }

    /// The subscription is to end.
    package var isReached: Bool { hundredths >= (policy.mailings.map { $0.count * 100 } ?? policy.threshold) }

    /// A copy came back.
    ///
    /// - Parameter mailing: nil where it is not known.
    package mutating func add(_ weight: BounceWeight, at moment: Timestamp, mailing: Int64?) {
        if let limit = policy.mailings {
            guard weight != .soft else { return }
            // Of a mailing that is not known, its day stands for it.
            let id = mailing ?? -1 - moment.milliseconds / Self.dayLength
            mailings.removeAll {
                $0.id == id || moment.milliseconds - $0.at.milliseconds > Int64(limit.days) * Self.dayLength
            }
            mailings.append((id, moment))
            hundredths = mailings.count * 100
            return
        }
        if let latest, moment.milliseconds - latest.milliseconds > Int64(policy.staleDays) * Self.dayLength {
            hundredths = 0
        }
        latest = moment
        let number = moment.milliseconds / Self.dayLength
        if day.number != number { day = (number, 0) }
        let points = weight == .soft ? policy.softPoints : policy.hardPoints
        let counted = min(points, BouncePolicy.mostOfDay - day.hundredths)
        day.hundredths += counted
        hundredths += counted
    }

    /// A copy was delivered.
    package mutating func deliver() {
        guard policy.mailings == nil, policy.fading == .delivery else { return }
        hundredths = max(0, hundredths - 100)
    }
}
