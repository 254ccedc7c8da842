package import FanmailBasics

/// A limit of pace and what it is for: the key of a budget, which all processes share.
package struct BudgetLimit: Sendable, Hashable {
    package let scope: BudgetScope
    package let rate: MailRate

    package init(_ scope: BudgetScope, _ rate: MailRate) {
        self.scope = scope
        self.rate = rate
    }
}

/// What is asked of a budget.
package struct BudgetRequest: Sendable, Equatable {
    package let limit: BudgetLimit
    /// With fewer nothing can be done.
    package let least: Int
    /// As many as will be used within a second or so.
    package let most: Int

    package init(_ limit: BudgetLimit, least: Int, most: Int) {
        self.limit = limit
        self.least = least
        self.most = max(least, most)
    }
}

/// What a budget grants.
package enum BudgetGrant: Sendable, Equatable {
    /// So many, evenly over a time that begins then.
    case interval(from: PaidTime, count: Int)
    /// So many, at once.
    case quota(count: Int)
    /// Nothing before that moment, in microseconds since 1970.
    case nothing(until: Int64)
}
