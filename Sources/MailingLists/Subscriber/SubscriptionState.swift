/// How one subscription stands, as it is stored, told in files and shown.
package enum SubscriptionState: String, Sendable, CaseIterable {
    case active
    /// Asked to confirm; nobody writes to them yet.
    case pending
    /// They left, or were taken off.
    case unsubscribed
    /// Their address was refused for good.
    case bounced

    /// On the list, or asked whether they want to be: it has not ended.
    package var isLive: Bool { self == .active || self == .pending }
}
